"""Decodes many posting lists at once, such as those of all terms that begin alike, and adds them up.

Lists that posting_writer wrote are read by what it writes (see own_blocks.py), all of them in a few steps of numpy;
others, such as those that stock Whoosh wrote, one by one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engine.damage import demand
from search.engine.mapped import Part
from search.engine.own_blocks import ARRAY, HEAD_END, LONG_HEAD, SHORT_HEAD
from search.engine.postings import Postings, decoded_list
from search.engine.termtable import TermInfos

Column = NDArray[np.uint8]
Places = NDArray[np.int64]


class _Encoding(NamedTuple):
    """How numbers stand behind an opcode: where the first begins, from one to the next, of which type, what follows."""

    opcode: bytes
    before: int
    stride: int
    item: str
    after: int = 0


_STEPS = (
    _Encoding(b"C", 2, 1, "u1"),
    _Encoding(b"B", 5, 1, "u1"),
    _Encoding(b"M", 1, 2, "<u2", after=1),
    _Encoding(b"(", 2, 3, "<u2", after=1),
    _Encoding(b"c", len(ARRAY) + 8, 2, "<u2", after=2),
)
_WEIGHTS = (
    _Encoding(b"N", 1, 0, ""),
    _Encoding(b"C", 2, 1, "u1"),
    _Encoding(b"B", 5, 1, "u1"),
    _Encoding(b"c", len(ARRAY) + 8, 4, "<f4", after=2),
)
_END = np.frombuffer(b"N\x87.", np.uint8)


def decoded_all(part: Part, infos: TermInfos, size: int) -> Postings:
    """Return the documents that hold any of the terms, and for each the sum of its weights.

    Raises what wild bytes raise: see damage.read_from.
    """
    column = np.frombuffer(part.data, np.uint8, len(part), part.start)
    sums = np.zeros(size)
    own = _own(column, infos)
    if own.any():
        docs, weights = _numbers(column, TermInfos(*(one[own] for one in infos)), size)
        sums += np.bincount(docs, weights, size)
    for count, offset, length in zip(*(one[~own].tolist() for one in infos), strict=True):
        one = decoded_list(part.bytes(offset, offset + length), count, size)
        sums[one.docs] += one.weights
    held = np.flatnonzero(sums)
    return Postings(held.astype(np.int32), sums[held].astype(np.float32))


def _own(column: Column, infos: TermInfos) -> NDArray[np.bool_]:
    """Which lists are one block as posting_writer writes it: all their parts are there, and end where they should."""
    own: NDArray[np.bool_] = (column[infos.offsets + 8] == ord("(")) & (column[infos.offsets + 9] == ord("M"))
    steps = np.where(own, _opcodes(column, infos), 0)
    weights = np.where(own, _ends(column, steps, infos.counts, _STEPS), 0)
    ends = _ends(column, weights, infos.counts, _WEIGHTS)
    own &= ends + len(_END) == infos.offsets + infos.lengths
    own[own] = (column[ends[own][:, None] + np.arange(len(_END))] == _END).all(axis=1)
    for places, encoding in ((steps, _STEPS[-1]), (weights, _WEIGHTS[-1])):
        arrays = np.flatnonzero(own & (column[places] == ord(encoding.opcode)))
        told = column[places[arrays][:, None] + np.arange(len(ARRAY))]
        own[arrays] = (told == np.frombuffer(ARRAY, np.uint8)).all(axis=1)
    return own


def _opcodes(column: Column, infos: TermInfos) -> Places:
    """Where the differences begin: behind a head with one byte, or eight, for the highest weight."""
    places: Places = infos.offsets + np.where(column[infos.offsets + 15] == ord("K"), SHORT_HEAD, LONG_HEAD) + HEAD_END
    return places


def _ends(column: Column, places: Places, counts: Places, encodings: tuple[_Encoding, ...]) -> Places:
    """Where the numbers end that stand at these places; 0 where none do."""
    ends = np.zeros(len(places), np.int64)
    for encoding in encodings:
        chosen = column[places] == ord(encoding.opcode)
        # Between numbers of more than one byte each there is an opcode, which the last one has not behind it.
        tail = encoding.after - (1 if encoding.stride == 3 else 0)
        ends[chosen] = places[chosen] + encoding.before + encoding.stride * counts[chosen] + tail
    return ends


def _numbers(column: Column, infos: TermInfos, size: int) -> tuple[Places, NDArray[np.float32]]:
    """The documents and weights of all lists, one list after the other."""
    starts = np.cumsum(infos.counts) - infos.counts
    places = _opcodes(column, infos)
    steps = _read(column, places, infos.counts, starts, _STEPS, np.zeros(infos.counts.sum(), np.int64))
    weights = np.ones(len(steps), np.float32)
    _read(column, _ends(column, places, infos.counts, _STEPS), infos.counts, starts, _WEIGHTS[1:], weights)
    docs = np.cumsum(steps)
    docs -= np.repeat(docs[starts] - steps[starts], infos.counts)
    steps[starts] = 1
    demand(bool((steps > 0).all() and (docs < size).all()), "a posting list is in disorder")
    return docs, weights


def _read(
    column: Column, places: Places, counts: Places, starts: Places, encodings: tuple[_Encoding, ...], into: NDArray[Any]
) -> NDArray[Any]:
    """Read the numbers that stand at these places, those of list i to starts[i] and on."""
    for encoding in encodings:
        chosen = np.flatnonzero(column[places] == ord(encoding.opcode))
        if len(chosen):
            within = _within(counts[chosen])
            at = np.repeat(places[chosen] + encoding.before, counts[chosen]) + within * encoding.stride
            width = np.dtype(encoding.item).itemsize
            found = column[at] if width == 1 else column[at[:, None] + np.arange(width)].view(encoding.item)[:, 0]
            into[np.repeat(starts[chosen], counts[chosen]) + within] = found
    return into


def _within(counts: Places) -> Places:
    """0, 1, 2 … anew for each count."""
    within: Places = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return within
