"""The word lists of data/fact_words.toml as patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).parents[1] / "data" / "fact_words.toml"


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


def any_of(section: str, name: str) -> str:
    """Return the alternatives of a list as one group. Raises KeyError for a list that the file does not hold."""
    return f"(?:{'|'.join(_lists()[section][name])})"


def ends_with(section: str, name: str) -> re.Pattern[str]:
    """Return a pattern for words that end like one of a list."""
    return re.compile(f"{any_of(section, name)}$")


def whole(section: str, name: str, tail: str = "") -> re.Pattern[str]:
    """Return a pattern for words that are one of a list. tail: a pattern for what may follow."""
    return re.compile(f"^{any_of(section, name)}{tail}$")


def contains(section: str, name: str) -> re.Pattern[str]:
    """Return a pattern for words that hold one of a list."""
    return re.compile(any_of(section, name))


def name_part(section: str, name: str) -> re.Pattern[str]:
    """Return a pattern for class names and ids of which one of a list is a whole part: bt, art-bt, bt_2."""
    return re.compile(rf"(?:^|[-_]){any_of(section, name)}(?:$|[-_\d])")
