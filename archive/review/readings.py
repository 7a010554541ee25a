"""Pinyin readings kept at their characters while the text around them is edited."""

from __future__ import annotations

from itertools import takewhile
from typing import Any


def carry(readings: list[dict[str, Any]], before: str, after: str) -> list[dict[str, Any]]:
    """Return the readings of `before` as they apply to `after`: {"at": index in characters, "reading": str}.

    Readings in the part that is the same at the start stay, those in the same end move along, those in between
    belonged to words that were changed and go.
    """
    head = _alike(before, after)
    tail = min(_alike(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    shift = len(after) - len(before)
    stay = [reading for reading in readings if reading["at"] < head]
    move = [reading for reading in readings if reading["at"] >= len(before) - tail]
    return stay + [{**reading, "at": reading["at"] + shift} for reading in move]


def _alike(one: str, other: str) -> int:
    """How many characters the two have in common at their start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
