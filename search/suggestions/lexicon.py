"""A list of texts with weights, looked up by how they begin, as they are written or as they are typed in pinyin.

Some ten bytes a text and key: no Python object is kept for any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.suggestions.pinyin import alike, readings

#: Of a text that is longer only so many characters are looked up by their reading.
READ = 12

Numbers = NDArray[np.int64]


class Entry(NamedTuple):
    """text: folded. weight: the greater, the sooner it is proposed. ref: the database key of what it names."""

    text: str
    weight: int
    ref: int = 0


class Lexicon:
    """Immutable, so that threads may share it. Look-ups return numbers of texts, the weightiest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Equal texts are kept once each: make them one before."""
        ordered = sorted(entries)
        self._weights = np.array([entry.weight for entry in ordered], np.int64)
        self._refs = np.array([entry.ref for entry in ordered], np.int64)
        self._written = Keys((entry.text, number) for number, entry in enumerate(ordered))
        spoken = [(number, reading) for number, entry in enumerate(ordered) for reading in readings(entry.text[:READ])]
        spoken = [(number, reading) for number, reading in spoken if any(reading)]
        self._letters = Keys(("".join(reading), number) for number, reading in spoken)
        self._initials = Keys(("".join(each[:1] for each in reading), number) for number, reading in spoken)
        self._sounds = Keys((sound(reading), number) for number, reading in spoken)

    def __len__(self) -> int:
        return len(self._weights)

    @property
    def total(self) -> int:
        """The sum of all weights."""
        return int(self._weights.sum())

    def text(self, number: int) -> str:
        return self._written.key(number)

    def weight(self, number: int) -> int:
        return int(self._weights[number])

    def ref(self, number: int) -> int:
        return int(self._refs[number])

    def weight_of(self, text: str) -> int:
        """The weight of this very text, 0 if it is not in the list."""
        low, high = self._written.equal(text)
        return int(self._weights[low:high].max()) if low < high else 0

    def beginning(self, text: str, most: int) -> list[int]:
        """Texts that begin with these folded characters."""
        return self._weightiest(self._written.numbers(*self._written.beginning(text)), most)

    def typed(self, letters: str, most: int) -> list[int]:
        """Texts whose pinyin begins with these letters."""
        return self._weightiest(self._letters.numbers(*self._letters.beginning(letters)), most)

    def read(self, reading: Sequence[str], most: int) -> list[int]:
        """Texts whose whole pinyin this is."""
        return self._weightiest(self._letters.numbers(*self._letters.equal("".join(reading))), most)

    def abbreviated(self, initials: str, most: int, *, whole: bool = False) -> list[int]:
        """Texts whose syllables begin with these letters: the first ones, or `whole`, all of them."""
        span = self._initials.equal(initials) if whole else self._initials.beginning(initials)
        return self._weightiest(self._initials.numbers(*span), most)

    def sounding(self, reading: Sequence[str], most: int) -> list[int]:
        """Texts that sound alike, character by character, to a speaker who does not tell zh from z or n from l."""
        return self._weightiest(self._sounds.numbers(*self._sounds.equal(sound(reading))), most)

    def _weightiest(self, numbers: Numbers, most: int) -> list[int]:
        numbers = np.unique(numbers)
        order = np.argsort(-self._weights[numbers], kind="stable")[:most]
        return [int(number) for number in numbers[order]]


class Keys:
    """Sorted strings, each with a number, in three arrays."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(pairs)
        encoded = [key.encode("utf-8", "replace") for key, _ in ordered]
        self._bytes = b"".join(encoded)
        self._ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        self._numbers = np.array([number for _, number in ordered], np.int32)

    def key(self, place: int) -> str:
        return self._encoded(place).decode()

    def equal(self, key: str) -> tuple[int, int]:
        """The places of this key: from, to."""
        encoded = key.encode("utf-8", "replace")
        return self._first(lambda other: other >= encoded), self._first(lambda other: other > encoded)

    def beginning(self, prefix: str) -> tuple[int, int]:
        """The places of the keys that begin so: from, to."""
        encoded = prefix.encode("utf-8", "replace")
        length = len(encoded)
        return self._first(lambda other: other >= encoded), self._first(lambda other: other[:length] > encoded)

    def numbers(self, low: int, high: int) -> Numbers:
        return self._numbers[low:high].astype(np.int64)

    def _encoded(self, place: int) -> bytes:
        return self._bytes[self._ends[place] : self._ends[place + 1]]

    def _first(self, reached: Callable[[bytes], bool]) -> int:
        low, high = 0, len(self._numbers)
        while low < high:
            middle = (low + high) // 2
            if reached(self._encoded(middle)):
                high = middle
            else:
                low = middle + 1
        return low


def sound(reading: Sequence[str]) -> str:
    """One key for all readings that are alike."""
    return " ".join(map(alike, reading))


def merged(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield each text once, with the greatest of its weights."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        if entry.text not in kept or kept[entry.text].weight < entry.weight:
            kept[entry.text] = entry
    yield from kept.values()
