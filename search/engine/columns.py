"""Columns of a segment as numpy arrays: numbers, references to few values, and bytes of any length.

Format: whoosh.columns of Whoosh 2.7.4 (NumericColumn, RefBytesColumn, VarBytesColumn). All numbers are big-endian.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engine.contents import varint
from search.engine.damage import demand
from search.engine.mapped import Part

_TYPES = {"B": "u1", "H": ">u2", "i": ">i4", "I": ">u4"}


class Bytes(NamedTuple):
    """Values of any length: value i lies in bytes starts[i] to ends[i] of the part."""

    part: Part
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def value(self, number: int) -> bytes:
        """Copy one value."""
        return self.part.bytes(int(self.starts[number]), int(self.ends[number]))


def numbers(part: Part, kind: str, size: int, default: int) -> NDArray[np.int64]:
    """Return the numbers of `size` documents; Whoosh leaves the defaults at the end away. `kind` as for numpy."""
    width = np.dtype(kind).itemsize
    demand(not len(part) % width and len(part) <= size * width, "a column of numbers has another length")
    values = np.full(size, default, np.int64)
    held = np.frombuffer(part.bytes(0, len(part)), kind)
    values[: len(held)] = held
    return values


def references(part: Part, size: int) -> tuple[NDArray[np.int64], list[str]]:
    """Return for each document the place of its value, and the values."""
    data = part.bytes(0, len(part))
    kind = np.dtype(_TYPES[chr(data[-1])])
    places = np.frombuffer(data, kind, size).astype(np.int64)
    count, position = varint(data, size * kind.itemsize)
    values = []
    for _ in range(count):
        length, position = varint(data, position)
        demand(position + length < len(data), "a column of labels is cut short")
        values.append(data[position : position + length].decode())
        position += length
    demand(not size or int(places.max()) < count, "a label refers to none")
    return places, values


def various(part: Part, size: int) -> Bytes:
    """Return where the values of `size` documents lie."""
    tail = part.bytes(len(part) - 3, len(part)) if len(part) >= 3 else part.bytes(0, len(part))
    written = tail.endswith(b"X")  # where each value begins is written, too; it follows from the lengths
    kind = np.dtype(_TYPES[chr(tail[0] if written else tail[-1])])
    offsets_width = np.dtype(_TYPES[chr(tail[1])]).itemsize * size if written else 0
    lengths_end = len(part) - (3 if written else 1) - offsets_width
    lengths_start = lengths_end - kind.itemsize * size
    lengths = np.frombuffer(part.bytes(lengths_start, lengths_end), kind).astype(np.int64)
    ends = np.cumsum(lengths)
    demand(not size or (lengths.min() >= 0 and ends[-1] == lengths_start), "a column of texts has another length")
    return Bytes(part, ends - lengths, ends)


def lists(values: Bytes) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return lists of whole numbers: those of document i are numbers[bounds[i] : bounds[i + 1]]."""
    end = int(values.ends[-1]) if len(values.ends) else 0
    demand(not (values.ends % 4).any(), "a list of numbers is cut short")
    found = np.frombuffer(values.part.bytes(0, end), "<i4").astype(np.int32)
    return np.concatenate(([0], values.ends // 4)), found
