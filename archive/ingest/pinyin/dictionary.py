"""The readings that a character can have, all of them, from the table that pypinyin brings.

The table alone is read, as text: the package itself would load its phrases too, 57 MB that nothing here asks for. It
is read with the first bracket of Latin letters behind a character, so that a page without one never waits for it.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from archive.ingest.pinyin.syllables import Syllable, splits
from archive.text.folding import fold

#: 花儿 huār: its r is no syllable by itself.
_RETROFLEX = "儿兒"


def has_reading(character: str, syllable: Syllable) -> bool:
    """Whether a character can be read so, tone aside. One that the table does not know can be read in any way."""
    if syllable.plain == "r":
        return character in _RETROFLEX
    known = plain_readings(character)
    return not known or _plain(syllable) in known


def has_tone(character: str, syllable: Syllable) -> bool:
    """Whether the tone is one that the table gives, or one that speech makes of it: 不 bú, 一 yí, a light last one."""
    known = tones(character, _plain(syllable))
    if not plain_readings(character):
        return True
    return syllable.tone in known or syllable.tone == 5 or (3 in known and syllable.tone == 2) or character in "不一"


def is_light(character: str, syllable: Syllable) -> bool:
    """Whether the table has this reading without a tone: 们 men, 的 de."""
    return syllable.plain == "r" or 0 in tones(character, _plain(syllable))


@lru_cache(maxsize=8192)
def plain_readings(character: str) -> frozenset[str]:
    """Return the readings of a character without their tones, those of its simplified form included."""
    return frozenset(_plain(reading) for reading in _readings(character))


def tones(character: str, plain: str) -> set[int]:
    """Return the tones with which a character is read so; 0 stands for none."""
    return {reading.tone for reading in _readings(character) if _plain(reading) == plain}


def _plain(syllable: Syllable) -> str:
    """The letters with ü as u: both are written, and no character has both."""
    return syllable.plain.replace("ü", "u")


@lru_cache(maxsize=8192)
def _readings(character: str) -> tuple[Syllable, ...]:
    forms = dict.fromkeys((character, fold(character)))
    written = [words for form in forms for words in _table().get(str(ord(form)), "").split(",")]
    return tuple(ways[0][0] for words in written if (ways := splits(words)) and len(ways[0]) == 1)


@cache
def _table() -> dict[str, str]:
    """Return the readings, parted by commas, of each character by its number in decimal."""
    package = find_spec("pypinyin")
    folders = package.submodule_search_locations if package else None
    if not folders:
        raise ImportError("pypinyin is not installed")
    table: dict[str, str] = json.loads((Path(folders[0]) / "pinyin_dict.json").read_text(encoding="utf-8"))
    return table
