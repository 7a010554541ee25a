"""The divisions that one article names: which one an ambiguous name means, and which one was named last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.ingest.authority.knowledge import knowledge
from archive.ingest.authority.matching import Sort, Word
from archive.text.divisions import Division, above, by_full_name, by_short_name

_LONGEST = 12  # characters in the longest name that is looked up leftwards
_SHORTEST = 2
_KINDS = {
    "省": ("省", "自治区"),
    "自治区": ("自治区",),
    "市": ("市",),
    "区": ("区",),
    "县": ("县", "旗"),
    "州": ("州",),
}


@dataclass(frozen=True, slots=True)
class _Stood:
    """A place in the text. at: line and character."""

    at: tuple[int, int]
    divisions: tuple[Division, ...]


class Places:
    """All places of an article. lines: the words that the matcher found in each."""

    def __init__(self, lines: Sequence[Iterable[Word]]) -> None:
        self._stood = [
            _Stood((number, word.start), _meanings(word.text))
            for number, words in enumerate(lines)
            for word in longest(word for word in words if Sort.PLACE in word.sort)
        ]
        certain = [one.divisions[0] for one in self._stood if len(one.divisions) == 1]
        self._named = {one.code for one in certain}
        self._codes = {division.code for one in certain for division in (one, *above(one))}

    def choose(self, meanings: Sequence[Division]) -> Division | None:
        """Return the division meant: the only one, or the one that the article's other places speak for."""
        if len(meanings) < 2:
            return meanings[0] if meanings else None
        weights = [sum(one.code in self._codes for one in (*above(meaning), meaning)) for meaning in meanings]
        best = max(weights)
        return meanings[weights.index(best)] if best and weights.count(best) == 1 else None

    def latest(self, kind: str, at: tuple[int, int]) -> Division | None:
        """Return the division of this kind (省, 市, 区 …) that was named last before a place in the text.

        None too where it is a city within another city that the article names: both are 市.
        """
        ends = _KINDS.get(kind, ())
        for place in range(bisect_left(self._stood, at, key=lambda one: one.at) - 1, -1, -1):
            fitting = [division for division in self._stood[place].divisions if division.name.endswith(ends)]
            if fitting:
                chosen = self.choose(fitting)
                return None if chosen and self._in_a_like_one(chosen, ends) else chosen
        return None

    def _in_a_like_one(self, division: Division, ends: tuple[str, ...]) -> bool:
        return any(one.code in self._named and one.name.endswith(ends) for one in above(division))


def ending_at(folded: str, end: int, *, short: bool) -> tuple[int, tuple[Division, ...]]:
    """Return where the longest name of divisions that ends at `end` begins, and what it may mean; (end, ()) for none.

    short: look for names without the word for their kind too (海淀 for 海淀区).
    """
    for length in range(min(_LONGEST, end), _SHORTEST - 1, -1):
        found = _meanings(folded[end - length : end], short=short)
        if found:
            return end - length, found
    return end, ()


def longest(words: Iterable[Word]) -> list[Word]:
    """Return the words that do not overlap, longer ones first served, in the order of the text."""
    ranked = sorted(words, key=lambda word: (word.start - word.end, word.start))
    covered = bytearray(max((word.end for word in ranked), default=0))
    taken = []
    for word in ranked:
        if not any(covered[word.start : word.end]):
            covered[word.start : word.end] = b"\1" * (word.end - word.start)
            taken.append(word)
    return sorted(taken, key=lambda word: word.start)


def _meanings(name: str, *, short: bool = True) -> tuple[Division, ...]:
    """What a name may mean. A province goes before all; 南昌 is the city and not the county within it."""
    known = knowledge()
    if name in by_full_name() and name not in known.not_full:
        return by_full_name()[name]
    found = by_short_name().get(name, ()) if short else ()
    found = tuple(one for one in found if len(one.code) < 6 or name not in known.not_short)
    provinces = tuple(one for one in found if one.level == "provincial")
    return provinces or tuple(one for one in found if not any(one.within(other) for other in found))
