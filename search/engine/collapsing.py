"""Of documents with the same number in a column, such as the reprints of one article, leaves the best one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from search.engine.doc_lists import Docs
from search.engine.layout import MISSING
from search.engine.ordering import Order, Rows
from search.engine.snapshot import Numbers, Snapshot


class Collapsed(NamedTuple):
    """The rows that are left, ascending, and how many others each stands for."""

    rows: Rows
    others: Numbers


def collapsed(snapshot: Snapshot, column: str, docs: Docs, order: Order) -> Collapsed:
    """Keep of each value's documents the one that is first in the order. MISSING is no value."""
    families = snapshot.derived(f"families {column}", lambda: _families(snapshot.number(column)))[docs]
    members = np.flatnonzero(families >= 0)
    kept, others = np.ones(len(docs), np.bool_), np.zeros(len(docs), np.int64)
    if not len(members):
        return Collapsed(np.arange(len(docs)), others)
    members = order.by_group(members, families[members])
    best = np.flatnonzero(np.diff(families[members], prepend=-1))
    kept[members] = False
    kept[members[best]] = True
    others[members[best]] = np.diff(best, append=len(members)) - 1
    return Collapsed(np.flatnonzero(kept), others[kept])


def _families(numbers: Numbers) -> Numbers:
    """Number those values that several documents have; all others are −1, so that most need not be looked at."""
    _, codes, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    return np.where((counts[codes] > 1) & (numbers != MISSING), codes, -1)
