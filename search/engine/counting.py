"""Counts documents by the values of a column."""

from __future__ import annotations

import numpy as np

from search.engine.coding import Coded, Codes, coded
from search.engine.doc_lists import Docs
from search.engine.layout import MISSING
from search.engine.snapshot import Snapshot

FacetCounts = list[tuple[int | str, int]]


def counted(snapshot: Snapshot, name: str, docs: Docs) -> FacetCounts:
    """Return how many of the documents have each value, the most frequent first, then by value.

    `docs` are places in the snapshot; `name` is a number, a label, a set, "year" or "month". Documents without a
    value are in no count. Raises UnknownField for any other name.
    """
    column = coded(snapshot, name)
    counts = np.bincount(_codes(column, docs), minlength=len(column.values))
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return [
        (column.values[place], count)
        for place, count in zip(order.tolist(), counts[order].tolist(), strict=True)
        if column.values[place] not in (MISSING, "")
    ]


def _codes(column: Coded, docs: Docs) -> Codes:
    """The codes of all values of the documents. Of a set each document has those between two bounds."""
    if column.bounds is None:
        codes: Codes = column.codes[docs]
        return codes
    starts = column.bounds[docs]
    lengths = column.bounds[docs + 1] - starts
    places = np.arange(lengths.sum()) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    codes = column.codes[places]
    return codes
