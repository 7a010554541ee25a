"""Reads the posting lists that posting_writer writes by what it writes, many times faster than pickles are executed.

    tag   length   head   differences   weights   N \\x87 .

Anything else that stock Whoosh would read is left to postings.py, so what is here need not be complete.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: The head with a byte for the highest weight, and with a float: where "K\\0K", which is in its midst, begins.
SHORT_HEAD, LONG_HEAD = 17, 24
HEAD_END = 8  # bytes from there
ARRAY = b"carray\n_array_reconstructor\n(carray\narray\nX\x01\x00\x00\x00"
#: The type by the number of array's machine format.
_ITEMS: dict[int, np.dtype[Any]] = {2: np.dtype("<u2"), 14: np.dtype("<f4")}
_OPCODE_AND_SHORT = np.dtype([("opcode", "u1"), ("number", "<u2")])
_END = b"N\x87."


class Block(NamedTuple):
    """One block of a posting list: the documents as differences, and their weights."""

    steps: NDArray[Any]
    weights: NDArray[np.float32]


def own_block(data: bytes) -> Block | None:
    """Return the one block of a posting list of ours; None of any other list."""
    if data[8:10] != b"(M":
        return None
    middle = SHORT_HEAD if data[15:16] == b"K" else LONG_HEAD
    count = int.from_bytes(data[10:12], "little")
    steps, end = _sequence(data, middle + HEAD_END, count)
    weights, end = _weights(data, end, count)
    if steps is None or weights is None or data[middle : middle + 3] != b"K\x00K" or data[end:] != _END:
        return None
    return Block(steps, weights)


def _weights(data: bytes, place: int, count: int) -> tuple[NDArray[np.float32] | None, int]:
    if data[place : place + 1] == b"N":
        return np.ones(count, np.float32), place + 1
    found, end = _sequence(data, place, count)
    return None if found is None else found.astype(np.float32), end


def _sequence(data: bytes, place: int, count: int) -> tuple[NDArray[Any] | None, int]:
    """Return the sequence of so many numbers that stands at a place, and where it ends; None if none is there."""
    match data[place : place + 1]:
        case b"C":
            return _content(data, place + 2, count, np.dtype("u1"))
        case b"B":
            return _content(data, place + 5, count, np.dtype("u1"))
        case b"M":
            return _content(data, place + 1, 1, np.dtype("<u2"), after=1)
        case b"(":
            found, end = _content(data, place + 1, count, _OPCODE_AND_SHORT, after=1)
            if found is None or (found["opcode"] != ord("M")).any():
                return None, end
            return found["number"], end
        case b"c" if data.startswith(ARRAY, place):
            place += len(ARRAY)
            item = _ITEMS.get(data[place + 2])
            return _content(data, place + 8, count, item, after=2) if item else (None, place)
    return None, place


def _content(
    data: bytes, start: int, count: int, item: np.dtype[Any], after: int = 0
) -> tuple[NDArray[Any] | None, int]:
    end = start + count * item.itemsize
    return (np.frombuffer(data, item, count, start) if end <= len(data) else None), end + after
