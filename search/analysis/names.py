"""Which words the staff may add to the dictionary."""

from __future__ import annotations

from search.analysis.runs import Kind, runs

#: In characters. Shorter words are found as they are: all pairs of neighbours are indexed.
SHORTEST_NAME = 3


def is_chinese(folded: str) -> bool:
    """Tell whether folded text is one run of Chinese characters, with no blank, letter, digit or mark in it."""
    found = list(runs(folded))
    return len(found) == 1 and found[0].kind is Kind.HAN and found[0].text == folded


def can_be_name(folded: str) -> bool:
    """Tell whether folded text can be indexed as a word of its own."""
    return len(folded) >= SHORTEST_NAME and is_chinese(folded)
