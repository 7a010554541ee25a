"""Looks for many byte strings at once in files of any size.

Four bytes of each string are hashed; numpy hashes the four bytes at every place of the file and keeps the places whose
hash is known (about one in a thousand by chance), then those where six bytes agree; only these are compared in full.
"""

from __future__ import annotations

import mmap
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: Shorter strings stand in any file by chance.
SHORTEST = 6
_BLOCK = 1 << 22
#: The hashed bytes begin here: in UTF-8 the first two of six say little, for Chinese has few first bytes.
_HASHED_AT = 2
_MULTIPLIER, _KEPT_BITS = np.uint32(2_654_435_761), 20  # Knuth's multiplicative hashing, The Art of … 3, 6.4


class ByteScan:
    """Finds which of some byte strings occur. All must have SHORTEST bytes at least, else ValueError."""

    def __init__(self, strings: Collection[bytes]) -> None:
        self._by_beginning: dict[bytes, list[bytes]] = defaultdict(list)
        for one in set(strings):
            if len(one) < SHORTEST:
                raise ValueError("a string is too short to be looked for")
            self._by_beginning[one[:SHORTEST]].append(one)
        beginnings = np.frombuffer(b"".join(self._by_beginning), np.uint8).reshape(-1, SHORTEST)
        self._keys = np.sort(_keys(beginnings))
        self._hashes = np.zeros(1 << _KEPT_BITS, np.bool_)
        hashed = np.ascontiguousarray(beginnings[:, _HASHED_AT : _HASHED_AT + 4]).view("<u4")[:, 0]
        self._hashes[_hashed(hashed)] = True

    def found_in_file(self, path: Path) -> set[bytes]:
        """Return the strings that the file holds."""
        with path.open("rb") as file:
            if not path.stat().st_size:
                return set()
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                return self.found_in(mapped)

    def found_in(self, data: bytes | mmap.mmap, start: int = 0, end: int | None = None) -> set[bytes]:
        """Return the strings that stand in `data` between two places."""
        found: set[bytes] = set()
        end = len(data) if end is None else end
        for first in range(start, end if self._by_beginning else start, _BLOCK):
            block = np.frombuffer(data[first : min(first + _BLOCK + SHORTEST - 1, end)], np.uint8)
            for place in self._candidates(block).tolist():
                at = first + place
                found.update(self._standing_at(data, at, end))
        return found

    def _standing_at(self, data: bytes | mmap.mmap, at: int, end: int) -> Iterable[bytes]:
        for one in self._by_beginning.get(bytes(data[at : at + SHORTEST]), ()):
            if at + len(one) <= end and data[at : at + len(one)] == one:
                yield one

    def _candidates(self, block: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Where a string may begin: its first SHORTEST bytes are those of one that is looked for."""
        if len(block) < SHORTEST:
            return np.zeros(0, np.int64)
        places = []
        for shift in range(4):
            aligned = block[_HASHED_AT + shift :]
            fours = aligned[: len(aligned) // 4 * 4].copy().view("<u4")
            places.append(4 * np.flatnonzero(self._hashes[_hashed(fours)]) + shift)
        known = np.concatenate(places)
        known = known[known <= len(block) - SHORTEST]
        keys = _keys(block[known[:, None] + np.arange(SHORTEST)])
        nearest = self._keys[np.searchsorted(self._keys, keys).clip(max=len(self._keys) - 1)]
        return np.compress(nearest == keys, known)


def _hashed(fours: NDArray[np.uint32]) -> NDArray[np.uint32]:
    hashed: NDArray[np.uint32] = (fours * _MULTIPLIER) >> np.uint32(32 - _KEPT_BITS)
    return hashed


def _keys(rows: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Each row of SHORTEST bytes as a number."""
    keys = np.zeros(len(rows), np.uint64)
    for column in rows.T:
        keys = keys << np.uint64(8) | column
    return keys
