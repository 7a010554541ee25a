"""Puts matching documents in order, by score and by columns, without sorting or reading more than decides it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engine.coding import coded
from search.engine.conditions import UnknownField
from search.engine.doc_lists import Docs
from search.engine.layout import MISSING
from search.engine.scoring import Scores
from search.engine.snapshot import Numbers, Snapshot

OrderValue = float | int | str
#: Places among the documents that are put in order.
Rows = NDArray[np.int64]
_LAST = np.iinfo(np.int64).max


class _Key(NamedTuple):
    """One key of an order: the values of some rows, and what these values' ranks are, which always ascend."""

    values: Callable[[Rows], NDArray[Any]]
    ranks: Callable[[NDArray[Any]], NDArray[Any]]

    def of(self, rows: Rows) -> NDArray[Any]:
        return self.ranks(self.values(rows))


class Order:
    """An order of documents: keys are "score", a number or a label, "-" before it descending.

    Documents without a value come last in either direction. A key is only read for those documents that all keys
    before it leave equal.
    """

    def __init__(self, names: Sequence[str], snapshot: Snapshot, docs: Docs, scores: Scores) -> None:
        """`docs` are places in the snapshot, `scores` theirs. Raises UnknownField for a name that is no column."""
        self._keys = [_key(name, snapshot, docs, scores) for name in names]

    def first(self, rows: Rows, stop: int) -> Rows:
        """Return the first `stop` of the rows, in order. Equal ones keep theirs."""
        chosen = self._among_first(rows, stop)
        if self._keys:
            chosen = chosen[np.lexsort([key.of(chosen) for key in reversed(self._keys)])]
        return chosen[:stop]

    def following(self, rows: Rows, after: Sequence[OrderValue]) -> Rows:
        """Return those of the rows that come after a document whose values are `after`, in no order.

        Raises ValueError unless there are as many values as keys.
        """
        later, level = [rows[:0]], rows
        for key, value in zip(self._keys, after, strict=True):
            ranks, rank = key.of(level), key.ranks(np.array([value]))[0]
            later.append(level[ranks > rank])
            level = level[ranks == rank]
        return np.sort(np.concatenate(later))

    def by_group(self, rows: Rows, groups: Numbers) -> Rows:
        """Return the rows in order within their groups, `groups` being the group of each row."""
        return rows[np.lexsort([*(key.of(rows) for key in reversed(self._keys)), groups])]

    def values(self, rows: Rows) -> list[tuple[OrderValue, ...]]:
        """Return the values of the keys, for each row."""
        return list(zip(*(key.values(rows).tolist() for key in self._keys), strict=True)) or [()] * len(rows)

    def _among_first(self, rows: Rows, stop: int) -> Rows:
        """The first `stop`, in no order: level by level, those equal at the border are compared on."""
        sure, level = [rows[:0]], rows
        for key in self._keys:
            if len(level) <= stop or not stop:
                break
            ranks = key.of(level)
            border = np.partition(ranks, stop - 1)[stop - 1]
            near = np.flatnonzero(ranks <= border)
            if len(near) == stop:
                level = level[near]
                break
            better = ranks[near] < border
            sure.append(level[near[better]])
            stop -= len(sure[-1])
            level = level[near[~better]]
        return np.sort(np.concatenate((*sure, level[:stop])))


def _key(name: str, snapshot: Snapshot, docs: Docs, scores: Scores) -> _Key:
    column, descending = name.removeprefix("-"), name.startswith("-")
    if column == "score":
        return _Key(lambda rows: scores[rows], np.negative if descending else np.positive)
    if column in snapshot.layout.labels:
        return _label_key(column, descending, snapshot, docs)
    if column not in ("pk", *snapshot.layout.numbers):
        raise UnknownField(column)
    numbers = snapshot.number(column)
    return _Key(lambda rows: numbers[docs[rows]], lambda values: _ranks(values, values == MISSING, descending))


def _label_key(name: str, descending: bool, snapshot: Snapshot, docs: Docs) -> _Key:
    """Labels rank by their places among all labels."""
    column = coded(snapshot, name)
    labels = np.array(column.values, np.str_)
    return _Key(
        lambda rows: labels[column.codes[docs[rows]]],
        lambda values: _ranks(np.searchsorted(labels, values), values == "", descending),
    )


def _ranks(numbers: Numbers, missing: NDArray[np.bool_], descending: bool) -> Numbers:
    return np.where(missing, _LAST, -numbers if descending else numbers)
