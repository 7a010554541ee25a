"""The order in which a Chinese reader looks names up: by the pinyin of each character, then its tone."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any

from archive.text.folding import fold

LONGEST = 200  # characters
_HAN_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[^\s\u3400-\u9fff\U00020000-\U0003ffff]+")


def sort_key(name: str) -> str:
    """Return a key of ASCII letters, at most LONGEST characters, whose order is that of a Chinese index.

    重庆日报 is chong2 qing4 ri4 bao4: readings are chosen by word, both scripts have one place, Latin letters and
    digits stand among the syllables.
    """
    syllables = [syllable for run in _HAN_RUN.findall(fold(name)) for syllable in _readings(run)]
    return " ".join(syllables)[:LONGEST]


def _readings(run: str) -> list[str]:
    found: list[str] = _pypinyin().lazy_pinyin(run, style=_pypinyin().Style.TONE3, neutral_tone_with_five=True)
    return [reading if reading.isascii() else f"u{ord(reading[0]):x}" for reading in found]


@cache
def _pypinyin() -> Any:
    # Its dictionaries take half a second to load, and only a process that saves an agency needs them.
    return importlib.import_module("pypinyin")
