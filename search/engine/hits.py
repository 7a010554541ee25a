"""The documents that a search found, in their order, as many of them as are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.engine.collapsing import Collapsed, collapsed
from search.engine.doc_lists import Docs
from search.engine.ordering import Order, OrderValue
from search.engine.scoring import Scores
from search.engine.segments import Segment
from search.engine.snapshot import Numbers, Snapshot


class Hit(NamedTuple):
    """A document found: its number in its segment, how many `others` it stands for, its values in the order."""

    pk: int
    score: float
    segment: Segment
    number: int
    others: int
    key: tuple[OrderValue, ...]


class Hits:
    """Documents in an order; with `collapse`, of those with the same number in that column only the first."""

    def __init__(
        self, snapshot: Snapshot, order: Sequence[str], docs: Docs, scores: Scores, collapse: str | None = None
    ) -> None:
        """`docs` are places in the snapshot, `scores` theirs. Raises UnknownField for a column that is not there."""
        self._snapshot = snapshot
        self._docs = docs
        self._scores = scores
        self._order = Order(order, snapshot, docs, scores)
        if collapse is None:
            self._left = Collapsed(np.arange(len(docs)), np.zeros(len(docs), np.int64))
        else:
            self._left = collapsed(snapshot, collapse, docs, self._order)

    def __len__(self) -> int:
        return len(self._left.rows)

    def page(self, start: int, stop: int | None, after: Sequence[OrderValue] | None = None) -> list[Hit]:
        """Return the hits from `start` to `stop`, counted after the one whose values in the order are `after`.

        Raises ValueError if `after` has another number of values than the order has keys.
        """
        rows = self._left.rows if after is None else self._order.following(self._left.rows, after)
        stop = len(rows) if stop is None else min(stop, len(rows))
        return self._made(self._order.first(rows, stop)[start:])

    def keys(self) -> Numbers:
        """Return the primary keys of all hits, in order: eight bytes each, where a Hit takes hundreds."""
        rows = self._order.first(self._left.rows, len(self._left.rows))
        return self._snapshot.number("pk")[self._docs[rows]]

    def _made(self, rows: Numbers) -> list[Hit]:
        snapshot, docs = self._snapshot, self._docs[rows]
        which = np.searchsorted(snapshot.bounds, docs, side="right") - 1
        columns = (
            snapshot.number("pk")[docs].tolist(),
            self._scores[rows].tolist(),
            [snapshot.segments[one] for one in which.tolist()],
            (docs - snapshot.bounds[which]).tolist(),
            self._left.others[np.searchsorted(self._left.rows, rows)].tolist(),
            self._order.values(rows),
        )
        return list(map(Hit._make, zip(*columns, strict=True)))
