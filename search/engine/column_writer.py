"""The bytes of Whoosh's columns (whoosh.columns of 2.7.4), a whole column at a time. Numbers are big-endian."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import _length_byte_cache
from whoosh.util.varints import varint

_LENGTHS = np.array(_length_byte_cache)
_MOST_BYTES = 2**31 - 1
_MOST_LABELS = 2**16


def numeric_column(values: NDArray[np.int64]) -> bytes:
    """NumericColumn("q")."""
    return values.astype(">i8").tobytes()


def var_bytes_column(values: bytes, lengths: NDArray[np.int64]) -> bytes:
    """VarBytesColumn: the values one after the other, their lengths in bytes, and the lengths' type code.

    Raises ValueError for more than 2 GB. Offsets are left out: Whoosh sums up the lengths when it opens the column.
    """
    if len(values) > _MOST_BYTES:
        raise ValueError("more than 2 GB in one column")
    code, kind = _smallest(int(lengths.max(initial=0)))
    return b"".join((values, lengths.astype(kind).tobytes(), code))


def ref_bytes_column(values: Sequence[bytes]) -> bytes:
    """RefBytesColumn: for each document the place of its value among the distinct ones, of which the first is empty.

    Raises ValueError for more distinct values than two bytes can count.
    """
    places = {b"": 0}
    references = np.array([places.setdefault(value, len(places)) for value in values], np.int64)
    if len(places) > _MOST_LABELS:
        raise ValueError("too many different labels in one column")
    code, kind = (b"B", ">u1") if len(places) < 256 else (b"H", ">u2")
    distinct = b"".join(varint(len(value)) + value for value in places)
    return b"".join((references.astype(kind).tobytes(), varint(len(places)), distinct, code))


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Whoosh's one-byte form of field lengths (whoosh.util.numeric.length_to_byte): the smallest that is not below."""
    return np.minimum(np.searchsorted(_LENGTHS, lengths), len(_LENGTHS) - 1).astype(np.uint8)


def _smallest(most: int) -> tuple[bytes, str]:
    """The type code under which Whoosh reads numbers up to `most`, and numpy's name of that type."""
    if most < 2**8:
        return b"B", ">u1"
    return (b"H", ">u2") if most < 2**16 else (b"i", ">i4")
