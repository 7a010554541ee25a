"""A text in pieces: what a later one still has of it, what it lost, and which characters are to be hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from archive.text.folding import fold

#: Above this many characters on either side the difference is shown as a whole: matching is quadratic.
LONGEST = 4000
#: Texts with more paragraphs than this are put side by side in order, without looking for those that match.
MOST_PARAGRAPHS = 600


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters. cut: the later text lost it. hidden: personal data, to be drawn as a bar, not written.

    fields: names of the evidence that these words are, filled by `archive.review.lighting`.
    """

    text: str
    cut: bool = False
    hidden: bool = False
    fields: tuple[str, ...] = ()


def against(before: str, after: str, *, hide: Iterable[str] = ()) -> list[Piece]:
    """Return `before` in pieces: what `after` still has and what it lost. Joined, the pieces are `before`."""
    return list(_runs(before, _kept(before, after), _hidden(before, hide)))


def veiled(text: str, *, hide: Iterable[str] = ()) -> list[Piece]:
    """Return one text in pieces, with the words of `hide` marked as hidden."""
    return against(text, text, hide=hide)


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of a comparison: a paragraph of each text, or of one alone. same: neither says more than the other."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    same: bool


def side_by_side(left: Sequence[str], right: Sequence[str], *, hide: Iterable[str] = ()) -> list[Beside]:
    """Pair the paragraphs of two texts in their order. Script and width make no difference."""
    hide = tuple(hide)
    keys = [fold(text) for text in left], [fold(text) for text in right]
    if max(len(left), len(right)) > MOST_PARAGRAPHS:
        steps = [(0, len(left), 0, len(right))]
    else:
        steps = [step[1:] for step in SequenceMatcher(None, *keys, autojunk=False).get_opcodes()]
    return [
        _beside(one, other, hide)
        for start, end, first, last in steps
        for one, other in zip_longest(left[start:end], right[first:last], fillvalue="")
    ]


def _beside(one: str, other: str, hide: tuple[str, ...]) -> Beside:
    return Beside(_lost(one, other, hide), _lost(other, one, hide), fold(one) == fold(other))


def _lost(text: str, other: str, hide: tuple[str, ...]) -> tuple[Piece, ...]:
    """A text in pieces; cut are those that the other one has not. Folding keeps the length, so places are the same."""
    return tuple(_runs(text, _kept(fold(text), fold(other)), _hidden(text, hide)))


def _kept(before: str, after: str) -> set[int]:
    """Positions of the characters of `before` that `after` has."""
    if before == after:
        return set(range(len(before)))
    spelt = _subsequence(before, after)
    return _matched(before, after) if spelt is None else spelt


def _subsequence(before: str, after: str) -> set[int] | None:
    """Positions in `before` that spell `after`, if leaving characters out is all that was done. Linear."""
    kept, rest = set(), iter(enumerate(before))
    for character in after:
        at = next((at for at, other in rest if other == character), None)
        if at is None:
            return None
        kept.add(at)
    return kept


def _matched(before: str, after: str) -> set[int]:
    if max(len(before), len(after)) > LONGEST:
        return set()
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {at for start, _, size in blocks for at in range(start, start + size)}


def _hidden(text: str, words: Iterable[str]) -> set[int]:
    found = (match.span() for word in words if word for match in re.finditer(re.escape(word), text))
    return {at for start, end in found for at in range(start, end)}


def _runs(text: str, kept: set[int], hidden: set[int]) -> Iterator[Piece]:
    for (cut, veil), run in groupby(range(len(text)), key=lambda at: (at not in kept, at in hidden)):
        yield Piece("".join(text[at] for at in run), cut, veil)
