"""Simplified, traditional or mixed: decided by counting the characters that only one script uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import opencc


class Script(StrEnum):
    HANS = "hans"
    HANT = "hant"
    MIXED = "mixed"
    NONE = "none"  # no character that tells


@dataclass(frozen=True, slots=True)
class ScriptEvidence:
    """The script of a text and how many of its characters only that script uses."""

    script: Script
    simplified: int
    traditional: int


#: The weaker script makes a text mixed from this share of the telling characters on, and from three of them.
MIXED_SHARE = 0.1
MIXED_COUNT = 3

_RARE = re.compile("[\U00010000-\U0010ffff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")


def detect(text: str) -> ScriptEvidence:
    """Return the script of `text` with its counts. Characters that both scripts use say nothing."""
    rare = _RARE.findall(text)
    simplified, traditional = (
        len(pattern.findall(text)) + sum(char in telling for char in rare)
        for pattern, telling in zip(_patterns(), _telling(), strict=True)
    )
    return ScriptEvidence(_decide(simplified, traditional), simplified, traditional)


def count_han(text: str) -> int:
    """Return how many Chinese characters `text` holds."""
    return len(_HAN.findall(text))


def _decide(simplified: int, traditional: int) -> Script:
    weaker, total = min(simplified, traditional), simplified + traditional
    if total == 0:
        return Script.NONE
    if weaker >= MIXED_COUNT and weaker >= MIXED_SHARE * total:
        return Script.MIXED
    return Script.HANS if simplified > traditional else Script.HANT


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the two sets as patterns, which are far faster than asking for each character.

    Without the characters beyond U+FFFF: one of them in a set makes `re` go through the whole set each time.
    """
    common = ("".join(sorted(char for char in chars if char <= "\uffff")) for chars in _telling())
    simplified, traditional = (re.compile(f"[{chars}]") for chars in common)
    return simplified, traditional


@cache
def _telling() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only simplified and only traditional text uses, by OpenCC's character tables.

    A character that is also its own counterpart (后, 干, 乾, 於) tells nothing.
    """
    simplified, traditional = _one_way("STCharacters.txt"), _one_way("TSCharacters.txt")
    return simplified - traditional, traditional - simplified


def _one_way(table: str) -> frozenset[str]:
    path = Path(opencc.__file__).parent / "dictionary" / table
    pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return frozenset(source for source, targets in pairs if len(source) == 1 and source not in targets.split())
