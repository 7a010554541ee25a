"""Ascending lists of documents, as posting lists are: joined, and held against each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Documents by their places in a snapshot, ascending, each once.
Docs = NDArray[np.int32]
Rows = NDArray[np.intp]

#: To search a list for one document takes about as long as to mark five in an array of all, which itself takes
#: as long as a thousand.
_SEARCH, _ARRAY = 5, 1_000


def union(lists: Sequence[Docs]) -> Docs:
    """Return the documents that are in any of the lists."""
    held = [one for one in lists if len(one)]
    if len(held) < 2:
        return held[0] if held else np.zeros(0, np.int32)
    every = np.sort(np.concatenate(held), kind="stable")  # stable: what is in order already is merged
    first: Docs = every[np.flatnonzero(np.diff(every, prepend=-1))]
    return first


def shared(one: Docs, other: Docs, size: int) -> tuple[Rows, Rows]:
    """Return at which rows of `one`, and at which of `other`, the documents are that both hold.

    `size` is the number of all documents.
    """
    if len(one) > len(other):
        of_other, of_one = shared(other, one, size)
        return of_one, of_other
    places = _searched(one, other) if _SEARCH * len(one) < len(other) + _ARRAY else _marked(one, other, size)
    rows = np.flatnonzero(other[places] == one) if len(other) else places[:0]
    return rows, places[rows]


def held_by(docs: Docs, other: Docs, size: int) -> NDArray[np.bool_]:
    """Return for each of the documents whether `other` has it, too; `size` as above."""
    held = np.zeros(len(docs), np.bool_)
    held[shared(docs, other, size)[0]] = True
    return held


def _searched(few: Docs, many: Docs) -> Rows:
    """Where each of the few would be among the many."""
    return np.minimum(np.searchsorted(many, few), len(many) - 1)


def _marked(few: Docs, many: Docs, size: int) -> Rows:
    """Where each of the few is among the many; anywhere if it is not."""
    places = np.zeros(size, np.intp)
    places[many] = np.arange(len(many))
    found: Rows = places[few]
    return found
