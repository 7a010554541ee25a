"""The parts in which all articles are listed, by their numbers: an article stays in its part for ever."""

from __future__ import annotations

#: So many numbers are in one part, and at most so many articles; a sitemap may hold 50,000.
PART = 10_000


def part_of(number: int) -> int:
    """Return the number of the part in which the article of this number is."""
    return number // PART
