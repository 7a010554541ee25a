"""The bytes of Whoosh's posting lists (.pst of whoosh.codec.whoosh3, 2.7.4), all terms of a field at a time.

Each term has one block, whatever its length: a tag, the block's length, and two pickles.

    b"W3Bl"   int32, negative for the last block   info   data
    info      (number of documents, last document, highest weight, 0: no compression, shortest, longest length byte)
    data      (documents as differences, weights, None)

Whoosh iterates over the differences and indexes the weights; any sequence of numbers serves. So both are pickled as
bytes where they fit into bytes, which needs neither classes nor opcodes per number; else differences are a tuple or
array("H"), weights array("f"). Weights that are all 1 are None. Pickles are laid out by hand, the same for thousands
of terms, and filled in by numpy.
"""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

if sys.byteorder != "little" or (array("H").itemsize, array("f").itemsize) != (2, 4):
    raise ImportError("the index is written and read on little-endian machines only")

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

#: Whoosh's W3TermInfo: flags, sum of weights, documents, shortest and longest length byte, highest weight, first and
#: last document, place and size of the block.
TERM_INFO = np.dtype(
    [
        *[("flags", "u1"), ("weight", ">f4"), ("documents", ">u4"), ("shortest", "u1"), ("longest", "u1")],
        *[("highest", ">f4"), ("first", ">u4"), ("last", ">u4"), ("place", ">i8"), ("size", ">i4")],
    ]
)
_BYTE = 256


@dataclass(frozen=True, slots=True)
class PostingLists:
    """The documents of each term, ascending, with the occurrences in each: one list after the other.

    `starts` tells where each term's list begins. No list is empty; documents are below 65,535.
    """

    documents: NDArray[np.uint16]
    counts: NDArray[np.uint16]
    starts: Places

    @property
    def sizes(self) -> Places:
        return np.diff(self.starts, append=len(self.documents))


@dataclass(frozen=True, slots=True)
class _Encoding:
    """How a sequence of numbers is pickled: what stands before it, in how many bytes its length follows (of bytes),
    what stands before each number, the number's type, and what stands after the last."""

    before: bytes
    length_bytes: int = 0
    opcode: bytes = b""
    item: str = ""
    after: bytes = b""

    @property
    def width(self) -> int:
        return len(self.opcode) + np.dtype(self.item).itemsize if self.item else 0

    def sizes(self, counts: Places) -> Places:
        return len(self.before) + self.length_bytes + self.width * counts + len(self.after)


def _array_of(code: bytes, machine_code: int, item: str) -> _Encoding:
    """array.array in protocol 3: array._array_reconstructor(array.array, type code, format of the machine, bytes)."""
    call = b"carray\n_array_reconstructor\n(carray\narray\nX\x01\x00\x00\x00%cK%cB" % (code, machine_code)
    return _Encoding(call, length_bytes=4, item=item, after=b"tR")


_NONE = _Encoding(b"N")
_SHORT_BYTES, _LONG_BYTES = _Encoding(b"C", 1, item="u1"), _Encoding(b"B", 4, item="u1")
_ONE_NUMBER = _Encoding(b"", opcode=b"M", item="<u2", after=b"\x85")
_TUPLE = _Encoding(b"(", opcode=b"M", item="<u2", after=b"t")
_ARRAY_OF_SHORTS, _ARRAY_OF_FLOATS = _array_of(b"H", 2, "<u2"), _array_of(b"f", 14, "<f4")
_DIFFERENCES = (_SHORT_BYTES, _LONG_BYTES, _ONE_NUMBER, _TUPLE, _ARRAY_OF_SHORTS)
_WEIGHTS = (_NONE, _SHORT_BYTES, _LONG_BYTES, _ARRAY_OF_FLOATS)
#: From so many numbers on an array is shorter than a tuple.
_ARRAY_PAYS = 56
_END = b"N\x87."
_TAG_AND_LENGTH = 8


def posting_blocks(lists: PostingLists, lengths: Bytes, factor: float, place: int) -> tuple[Bytes, NDArray[Any]]:
    """Return the blocks of all lists and each term's TERM_INFO.

    `lengths` are the documents' length bytes, `factor` the weight of one occurrence, `place` where in the file of
    postings the blocks will begin.
    """
    if not len(lists.starts):
        return np.zeros(0, np.uint8), np.zeros(0, TERM_INFO)
    differences = _differences(lists)
    weights = (lists.counts * float(factor)).astype(np.float32)
    infos = _term_infos(lists, lengths, weights)
    ids = _sequences(_DIFFERENCES, _choice_of_differences(differences, lists), differences, lists)
    values = _sequences(_WEIGHTS, _choice_of_weights(weights, lists), weights, lists)
    heads = _heads(infos, values.choice != _WEIGHTS.index(_ARRAY_OF_FLOATS))
    sizes = _TAG_AND_LENGTH + heads.sizes + ids.sizes + values.sizes + len(_END)
    places = np.cumsum(sizes) - sizes
    infos["size"], infos["place"] = sizes, places + place
    blocks = np.zeros(int(sizes.sum()), np.uint8)
    put(blocks, places, _constant(WHOOSH3_HEADER_MAGIC))
    put(blocks, places + 4, _raw(_TAG_AND_LENGTH - sizes, ">i4"))
    at = places + _TAG_AND_LENGTH
    heads.write(blocks, at)
    ids.write(blocks, at := at + heads.sizes)
    values.write(blocks, at := at + ids.sizes)
    put(blocks, at + values.sizes, _constant(_END))
    return blocks, infos


def _differences(lists: PostingLists) -> NDArray[np.uint16]:
    """Each document less the one before it, as Whoosh keeps them; each list's first as it is."""
    differences = np.diff(lists.documents, prepend=np.uint16(0))
    differences[lists.starts] = lists.documents[lists.starts]
    return differences


def _choice_of_differences(differences: NDArray[np.uint16], lists: PostingLists) -> Places:
    counts = lists.sizes
    fit_bytes = np.maximum.reduceat(differences, lists.starts) < _BYTE
    short, tuples, one = counts < _BYTE, counts < _ARRAY_PAYS, counts == 1
    return np.select([fit_bytes & short, fit_bytes, one, tuples], [0, 1, 2, 3], default=4)


def _choice_of_weights(weights: NDArray[np.float32], lists: PostingLists) -> Places:
    """Nothing where all are 1, bytes where all are small whole numbers, else floats."""
    counts, starts = lists.sizes, lists.starts
    highest, lowest = np.maximum.reduceat(weights, starts), np.minimum.reduceat(weights, starts)
    whole = np.logical_and.reduceat(weights == np.floor(weights), starts) & (highest < _BYTE)
    return np.select([(highest == 1) & (lowest == 1), whole & (counts < _BYTE), whole], [0, 1, 2], default=3)


def _term_infos(lists: PostingLists, lengths: Bytes, weights: NDArray[np.float32]) -> NDArray[Any]:
    """What Whoosh keeps of each term, but for place and size."""
    infos = np.zeros(len(lists.starts), TERM_INFO)
    of_documents = lengths[lists.documents]
    infos["weight"] = np.add.reduceat(weights, lists.starts, dtype=np.float64)
    infos["documents"] = lists.sizes
    infos["shortest"] = np.minimum.reduceat(of_documents, lists.starts)
    infos["longest"] = np.maximum.reduceat(of_documents, lists.starts)
    infos["highest"] = np.maximum.reduceat(weights, lists.starts)
    infos["first"] = lists.documents[lists.starts]
    infos["last"] = lists.documents[lists.starts + lists.sizes - 1]
    return infos


@dataclass(frozen=True, slots=True)
class _Sequences:
    """The pickled numbers of all terms: which encoding each term has, and how many bytes it takes."""

    encodings: tuple[_Encoding, ...]
    choice: Places
    sizes: Places
    numbers: NDArray[Any]
    lists: PostingLists

    def write(self, blocks: Bytes, places: Places) -> None:
        counts = self.lists.sizes
        for number, encoding in enumerate(self.encodings):
            chosen = np.flatnonzero(self.choice == number)
            if len(chosen):
                self._write_by(encoding, blocks, places[chosen], self.lists.starts[chosen], counts[chosen])

    def _write_by(self, encoding: _Encoding, blocks: Bytes, at: Places, starts: Places, counts: Places) -> None:
        put(blocks, at, _constant(encoding.before))
        at = at + len(encoding.before)
        if encoding.length_bytes:
            put(blocks, at, _raw(encoding.width * counts, f"<u{encoding.length_bytes}"))
            at = at + encoding.length_bytes
        if encoding.width:
            within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            numbers = self.numbers[np.repeat(starts, counts) + within]
            rows = _raw(numbers, encoding.item)
            if encoding.opcode:
                rows = np.insert(rows, 0, ord(encoding.opcode), axis=1)
            within *= encoding.width
            within += np.repeat(at, counts)
            put(blocks, within, rows)
        put(blocks, at + encoding.width * counts, _constant(encoding.after))


def _sequences(
    encodings: tuple[_Encoding, ...], choice: Places, numbers: NDArray[Any], lists: PostingLists
) -> _Sequences:
    counts = lists.sizes
    sizes = np.choose(choice, [encoding.sizes(counts) for encoding in encodings])
    return _Sequences(encodings, choice, sizes, numbers, lists)


@dataclass(frozen=True, slots=True)
class _Heads:
    """The block infos of all terms: short ones, whose highest weight is a byte, and long ones, where it is a float."""

    sizes: Places
    short: Places
    short_rows: Bytes
    long: Places
    long_rows: Bytes

    def write(self, blocks: Bytes, places: Places) -> None:
        put(blocks, places[self.short], self.short_rows)
        put(blocks, places[self.long], self.long_rows)


def _head(opcode: bytes, item: str) -> NDArray[Any]:
    """A block's info as pickle opcodes, to be filled in: ( mark, M two bytes, K one byte, G eight bytes, t tuple."""
    parts = (
        *[("mark", "S2", b"(M"), ("documents", "<u2", 0), ("short", "S1", b"M"), ("last", "<u2", 0)],
        *[("weight", "S1", opcode), ("highest", item, 0), ("bytes", "S3", b"K\x00K"), ("shortest", "u1", 0)],
        *[("byte", "S1", b"K"), ("longest", "u1", 0), ("end", "S2", b"t.")],
    )
    return np.array(tuple(value for *_, value in parts), [(name, kind) for name, kind, _ in parts])


_SHORT_HEAD, _LONG_HEAD = _head(b"K", "u1"), _head(b"G", ">f8")


def _heads(infos: NDArray[Any], whole: NDArray[np.bool_]) -> _Heads:
    short, long = np.flatnonzero(whole), np.flatnonzero(~whole)
    sizes = np.where(whole, np.int64(_SHORT_HEAD.itemsize), np.int64(_LONG_HEAD.itemsize))
    return _Heads(sizes, short, _filled(_SHORT_HEAD, infos[short]), long, _filled(_LONG_HEAD, infos[long]))


def _filled(head: NDArray[Any], infos: NDArray[Any]) -> Bytes:
    rows = np.full(len(infos), head)
    for name in ("documents", "last", "highest", "shortest", "longest"):
        rows[name] = infos[name]
    return rows.view(np.uint8).reshape(len(infos), head.itemsize)


def _constant(value: bytes) -> Bytes:
    return np.frombuffer(value, np.uint8)


def _raw(numbers: NDArray[Any], item: str) -> Bytes:
    """The numbers as bytes, one row each."""
    return np.ascontiguousarray(numbers.astype(item)).view(np.uint8).reshape(len(numbers), np.dtype(item).itemsize)


def put(target: Bytes, places: Places, rows: Bytes) -> None:
    """Write one row, or the same bytes, at each place."""
    width = rows.shape[-1]
    if not len(places):
        return
    if width == 1:
        target[places] = rows[..., 0]
    elif width:
        windows(target, width)[places] = np.ascontiguousarray(rows).view(f"V{width}")[..., 0]


def windows(array: Bytes, width: int) -> NDArray[np.void]:
    """Return all stretches of `width` bytes as an array of them, without copying: one move each instead of `width`."""
    return np.ndarray((max(len(array) - width + 1, 0),), f"V{width}", array, strides=(1,))
