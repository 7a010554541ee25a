"""Whether a block of a page is one that a rule describes: by its words, or by the element that it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from archive.text.folding import fold

_BLANKS = re.compile(r"\s+")


class Match(StrEnum):
    """What a rule looks at. ELEMENT: the class names and ids of the elements around the block."""

    EXACT = "exact"
    BEGINS = "begins"
    CONTAINS = "contains"
    ELEMENT = "element"


def key_of(words: str) -> str:
    """Return words as rules compare them: folded, runs of white space as one blank, none at the ends."""
    return _BLANKS.sub(" ", fold(words)).strip()


def fires(match: Match, words: str, text: str, path: Sequence[str]) -> bool:
    """Whether a rule takes a block. words: of the rule, text: of the block, both by `key_of`; path: names, lower case.

    No words match nothing: an empty rule must not take a whole page.
    """
    if not words:
        return False
    if match is Match.EXACT:
        return text == words
    if match is Match.BEGINS:
        return text.startswith(words)
    if match is Match.CONTAINS:
        return words in text
    return words in path
