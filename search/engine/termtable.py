"""Looks terms up in a segment's table of terms without reading the table: a hash table and an index in key order.

Format: whoosh.filedb.filetables and W3TermInfo of whoosh.codec.whoosh3, Whoosh 2.7.4. The hash is MD5 in files that
Whoosh wrote, CRC-32 in ours.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from bisect import bisect_left
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engine import pickles
from search.engine.damage import demand
from search.engine.mapped import Part

_LENGTHS, _SLOT, _TABLE, _FIELD, _INT = map(struct.Struct, ("!ii", "!Iq", "!qi", "!H", "!i"))
#: Flags, total weight, document frequency, shortest and longest length, greatest weight, first and last document;
#: then, for postings that lie in the postings file, where and how long.
_INFO = struct.Struct("!BfIBBfIIqi")
#: How many terms' places are remembered.
_KNOWN = 2_000
_TABLES = 256
_HEADER = 13
_MAGIC = b"HSH3"
_INDEX_TYPES = {"B": "u1", "H": ">u2", "i": ">i4", "I": ">u4", "q": ">i8"}


class TermInfo(NamedTuple):
    """Where a term's postings are: those of `documents` in `length` bytes from `offset` of the postings file."""

    documents: int
    offset: int
    length: int


class TermInfos(NamedTuple):
    """TermInfo of many terms, by columns."""

    counts: NDArray[np.int64]
    offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]


class TermTable:
    """The terms of one segment, in all its texts."""

    def __init__(self, part: Part) -> None:
        """Read the header and the directory. Raises what bytes that are no table raise: see damage.read_from."""
        self._part, self._data, self._base = part, part.data, part.start
        demand(part.bytes(0, 4) == _MAGIC, "the table of terms begins otherwise")
        self._hash = _HASHES[part.bytes(4, 5)[0]]
        tail = len(part) - _INT.size
        extras_at = tail - _INT.unpack(part.bytes(tail, tail + _INT.size))[0]
        extras, end = pickles.load(part.bytes(extras_at, tail))
        self._known: dict[bytes, TermInfo | None] = {}
        self._fields: dict[str, int] = extras["fieldmap"]
        directory = part.bytes(extras_at - _TABLES * _TABLE.size, extras_at)
        self._tables: list[tuple[int, int]] = list(_TABLE.iter_unpack(directory))
        self._end_of_items = self._tables[0][0]
        demand(_HEADER <= self._end_of_items <= extras_at, "the table of terms ends before it begins")
        kind = np.dtype(_INDEX_TYPES[extras["indextype"]])
        demand(extras_at + end + kind.itemsize * extras["indexlen"] <= tail, "the index of terms is cut short")
        self._bytes = np.frombuffer(part.data, np.uint8, len(part), part.start)
        self._index = self._bytes[extras_at + end : tail][: kind.itemsize * extras["indexlen"]].view(kind)

    def find(self, field: str, term: str) -> TermInfo | None:
        """Return where the postings of `term` are, None if no document holds it."""
        number = self._fields.get(field)
        if number is None:
            return None
        key = _FIELD.pack(number) + term.encode("utf-8", "replace")
        try:
            return self._known[key]
        except KeyError:
            found = self._found(key)
        if len(self._known) >= _KNOWN:  # another thread may do the same: nothing but time is lost
            self._known = {}
        self._known[key] = found
        return found

    def _found(self, key: bytes) -> TermInfo | None:
        """Probe the hash table: positions count from the part's beginning, 0 is an empty slot."""
        hashed, data, base = self._hash(key), self._data, self._base
        start, slots = self._tables[hashed & 0xFF]
        first = (hashed >> 8) % slots if slots else 0
        for probe in range(slots):
            found, position = _SLOT.unpack_from(data, base + start + (first + probe) % slots * _SLOT.size)
            if not position:
                return None
            if found == hashed and self._key(position) == key:
                return self._info(position, len(key))
        return None

    def beginning_with(self, field: str, prefix: str, longest: int | None = None) -> TermInfos:
        """Return where the postings are of all terms that begin with `prefix`, in the order of their UTF-8 bytes.

        `longest` leaves out those of more bytes.
        """
        low, high = self._bounds(field, prefix)
        positions = self._index[low:high].astype(np.int64)
        key_lengths = self._gather(positions, ">i4").astype(np.int64)
        if longest is not None:
            short = key_lengths <= longest + _FIELD.size
            positions, key_lengths = positions[short], key_lengths[short]
        infos = positions + key_lengths + _LENGTHS.size
        demand(not self._bytes[infos].any(), "postings inside the table of terms, which no Whoosh writes")
        found = [self._gather(infos + offset, kind) for offset, kind in ((5, ">u4"), (23, ">i8"), (31, ">i4"))]
        return TermInfos(*found)

    def of_length(self, field: str, length: int) -> tuple[NDArray[np.bytes_], NDArray[np.int64]]:
        """Return all terms of so many bytes, in the order of these, with the number of documents that hold each."""
        number = self._fields.get(field)
        if number is None:
            return np.empty(0, f"S{length}"), np.empty(0, np.int64)
        low, high = self._place(_FIELD.pack(number)), self._place(_FIELD.pack(number + 1))
        positions = self._index[low:high].astype(np.int64)
        positions = positions[self._gather(positions, ">i4") == length + _FIELD.size]
        starts = positions + _LENGTHS.size + _FIELD.size
        demand(not len(starts) or int(starts.max()) + length <= self._end_of_items, "a term lies outside its table")
        # By parts: the places of all bytes at once would take eight times as much memory as the terms.
        pieces = np.array_split(starts, len(starts) // 50_000 + 1)
        parts = [self._bytes[some[:, None] + np.arange(length)] for some in pieces]
        terms = np.ascontiguousarray(np.concatenate(parts)).view(f"S{length}")[:, 0]
        return terms, self._gather(starts + length + 5, ">u4")

    def count_beginning_with(self, field: str, prefix: str) -> int:
        """Return how many terms begin with `prefix`."""
        low, high = self._bounds(field, prefix)
        return high - low

    def _bounds(self, field: str, prefix: str) -> tuple[int, int]:
        """Where the terms that begin with `prefix` begin and end in the index of terms."""
        number = self._fields.get(field)
        if number is None:
            return 0, 0
        key = _FIELD.pack(number) + prefix.encode("utf-8", "replace")
        return self._place(key), self._place(_after(key))

    def _place(self, key: bytes) -> int:
        """How many keys are less than `key`."""
        return bisect_left(self._index, key, key=self._key_at)

    def _key_at(self, position: np.integer[Any]) -> bytes:
        """The key at a position: as _key(), but a binary search that goes astray only finds nothing."""
        start = self._base + int(position)
        length = _LENGTHS.unpack_from(self._data, start)[0]
        return self._data[start + _LENGTHS.size : start + _LENGTHS.size + length]

    def _gather(self, positions: NDArray[np.int64], kind: str) -> NDArray[np.int64]:
        """The numbers of a kind at these positions."""
        width = np.dtype(kind).itemsize
        found: NDArray[np.int64] = self._bytes[positions[:, None] + np.arange(width)].view(kind)[:, 0].astype(np.int64)
        return found

    def _key(self, position: int) -> bytes:
        length, _ = self._unpack(_LENGTHS, position)
        start = position + _LENGTHS.size
        demand(length >= 0 and start + length <= self._end_of_items, "a term lies outside its table")
        return self._data[self._base + start : self._base + start + length]

    def _info(self, position: int, key_length: int) -> TermInfo:
        flags, _, count, _, _, _, _, _, offset, length = self._unpack(_INFO, position + _LENGTHS.size + key_length)
        demand(not flags, "postings inside the table of terms, which no Whoosh writes")
        return TermInfo(count, offset, length)

    def _unpack(self, kind: struct.Struct, position: int) -> tuple[int, ...]:
        demand(position >= 0 and position + kind.size <= len(self._part), "a position lies outside its file")
        return kind.unpack_from(self._data, self._base + position)


def _after(key: bytes) -> bytes:
    """The least key greater than all that begin with `key`, which begins with a field's number and not with 255."""
    trimmed = key.rstrip(b"\xff")
    return trimmed[:-1] + bytes([trimmed[-1] + 1])


def _md5(key: bytes) -> int:
    return int.from_bytes(hashlib.md5(key, usedforsecurity=False).digest()[-4:], "big")


_HASHES: tuple[Callable[[bytes], int], ...] = (_md5, zlib.crc32)
