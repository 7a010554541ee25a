"""The bytes of Whoosh's table of terms (.trm: OrderedHashWriter of whoosh.filedb.filetables, 2.7.4), in whole arrays.

b"HSH3"   hash type: 1, CRC-32   two int32, unused
records   int32 length of key, int32 of value, key (uint16 field, UTF-8 term), value (W3TermInfo), by rising key
tables    256 of (uint32 hash, int64 record) slots, two a key; empty slots are zero; collisions go to the next
directory int64 place and int32 slots of each table
extras    a pickled dictionary
index     int64 place of each record
end       int32 length of extras and index
"""

from __future__ import annotations

import pickle
import struct
import zlib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.posting_writer import Bytes, Places, put, windows

#: A stretch of a file.
Piece = bytes | memoryview

_HEADER = struct.pack("!4sbii", b"HSH3", 1, 0, 0)
_LENGTHS = np.dtype([("key", ">i4"), ("value", ">i4")])
_SLOT = np.dtype([("hash", ">u4"), ("record", ">i8")])
_ENTRY = np.dtype([("place", ">i8"), ("slots", ">i4")])
_TABLES = 256
#: Parts the slots of one table from those of the next while they are sorted.
_FAR = 1 << 40


@dataclass(frozen=True, slots=True)
class TermKeys:
    """The terms of a field in UTF-8, somewhere in `blob`, by rising bytes."""

    blob: Bytes
    starts: Places
    sizes: Places


@dataclass(slots=True)
class TermTable:
    """The table in the making: add_field() for each field by rising number, then parts()."""

    _records: list[Bytes] = field(default_factory=list)
    _places: list[Places] = field(default_factory=list)
    _hashes: list[NDArray[np.uint32]] = field(default_factory=list)
    _end: int = len(_HEADER)

    def add_field(self, number: int, keys: TermKeys, infos: NDArray[Any]) -> None:
        """Add all terms of a field with what is kept of each (posting_writer.TERM_INFO)."""
        prefix = struct.pack("!H", number)
        before_value = _LENGTHS.itemsize + len(prefix) + keys.sizes
        places = np.cumsum(before_value + infos.itemsize) - before_value - infos.itemsize
        records = np.zeros(int((before_value + infos.itemsize).sum()), np.uint8)
        hashes = np.zeros(len(keys.sizes), np.uint32)
        for size in np.unique(keys.sizes).tolist():
            chosen = np.flatnonzero(keys.sizes == size)
            terms = windows(keys.blob, size)[keys.starts[chosen]].view(np.uint8).reshape(-1, size)
            hashes[chosen] = _crc32(prefix, terms)
            put(records, places[chosen], _record_heads(prefix, terms, infos.itemsize))
        put(records, places + before_value, infos.view(np.uint8).reshape(len(infos), infos.itemsize))
        self._records.append(records)
        self._places.append(places + self._end)
        self._hashes.append(hashes)
        self._end += len(records)

    def parts(self, field_numbers: dict[str, int]) -> list[Piece]:
        """Return the whole file in pieces, in order."""
        places = np.concatenate([np.zeros(0, np.int64), *self._places])
        hashes = np.concatenate([np.zeros(0, np.uint32), *self._hashes])
        slots, directory = _hash_tables(hashes, places, self._end)
        index_type = "i" if self._end < 2**31 else "q"
        extras = {"fieldmap": field_numbers, "indextype": index_type, "indexlen": len(places)}
        tail = pickle.dumps(extras, 2) + places.astype(f">{index_type}{4 if index_type == 'i' else 8}").tobytes()
        return [_HEADER, *(one.data for one in self._records), slots, directory, tail, struct.pack("!i", len(tail))]


def _record_heads(prefix: bytes, terms: Bytes, value_size: int) -> Bytes:
    """The lengths and keys of records whose keys are of one length."""
    count, size = terms.shape
    lengths = np.array((len(prefix) + size, value_size), _LENGTHS).tobytes()
    heads = np.empty((count, len(lengths) + len(prefix) + size), np.uint8)
    heads[:, : -size or None] = np.frombuffer(lengths + prefix, np.uint8)
    heads[:, len(lengths) + len(prefix) :] = terms
    return heads


@cache
def _crc_table() -> NDArray[np.uint32]:
    """The table of CRC-32 by bytes, reflected polynomial 0xEDB88320 (ISO 3309, as zlib's)."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(0xEDB88320), table >> 1).astype(np.uint32)
    return table


def _crc32(prefix: bytes, terms: Bytes) -> NDArray[np.uint32]:
    """zlib.crc32 of prefix + each row."""
    register = np.full(len(terms), zlib.crc32(prefix) ^ 0xFFFFFFFF, np.uint32)
    for column in terms.T:
        register = _crc_table()[(register ^ column) & 0xFF] ^ (register >> 8)
    return ~register


def _hash_tables(hashes: NDArray[np.uint32], places: Places, start: int) -> tuple[bytes, bytes]:
    """Return the slots of all tables and their directory. `start` is where the slots will stand in the file."""
    table = (hashes & (_TABLES - 1)).astype(np.int64)
    sizes = 2 * np.bincount(table, minlength=_TABLES)
    firsts = np.cumsum(sizes) - sizes
    wanted = table * _FAR + (hashes >> 8) % np.maximum(sizes, 1)[table]
    order = np.argsort(wanted, kind="stable")
    taken = _next_free(wanted[order])
    slots = np.zeros(int(sizes.sum()), _SLOT)
    fit = taken % _FAR < sizes[table[order]]
    where = firsts[table[order]] + taken % _FAR
    slots["hash"][where[fit]], slots["record"][where[fit]] = hashes[order[fit]], places[order[fit]]
    for one in order[~fit].tolist():
        free = _first_free(slots["record"], int(firsts[table[one]]))
        slots[free] = (hashes[one], places[one])
    directory = np.zeros(_TABLES, _ENTRY)
    directory["place"], directory["slots"] = start + firsts * _SLOT.itemsize, sizes
    return slots.tobytes(), directory.tobytes()


def _next_free(wanted: Places) -> Places:
    """Where each key goes, in the order of the slots they want: there, or after the key before. May be past the end."""
    numbers = np.arange(len(wanted))
    return np.maximum.accumulate(wanted - numbers) + numbers


def _first_free(records: NDArray[Any], first: int) -> int:
    """A key that is past the end of its table goes on from the table's first slot."""
    while records[first]:
        first += 1
    return first
