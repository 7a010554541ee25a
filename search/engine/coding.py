"""Columns as codes: each distinct value once, ascending, and for each document the place of its value among them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engine.segments import SegmentFiles
from search.engine.snapshot import Numbers, Snapshot

#: Numbers that follow from another column's by whole division: the year and the month of a day yyyymmdd.
DERIVED = {"year": ("day", 10_000), "month": ("day", 100)}


#: Places of values, of which there are fewer than documents: half the memory, and it is held for each column.
Codes = NDArray[np.int32]


class UnknownField(ValueError):
    """A field that the layout has not, or a comparison that the field cannot bear."""


class Coded(NamedTuple):
    """A column as codes: `values` are ascending, and `codes[i]` is the place of document i's value among them. Of a
    set, the codes of document i are codes[bounds[i] : bounds[i + 1]]."""

    values: list[int] | list[str]
    codes: Codes
    bounds: Numbers | None


def coded(snapshot: Snapshot, name: str) -> Coded:
    """Return the column of a number, label or set, or one of DERIVED. Raises UnknownField for another."""
    layout = snapshot.layout
    if name not in ("pk", *DERIVED, *layout.numbers, *layout.labels, *layout.sets):
        raise UnknownField(name)
    return snapshot.derived(f"coded {name}", lambda: _joined(snapshot, name))


def _joined(snapshot: Snapshot, name: str) -> Coded:
    parts = [_of_segment(segment.files, name) for segment in snapshot.segments]
    values = np.unique(np.concatenate([part.values for part in parts])) if parts else np.zeros(0, np.int64)
    codes = [np.searchsorted(values, part.values).astype(np.int32)[part.codes] for part in parts]
    bounds = None
    if name in snapshot.layout.sets:
        lengths = (np.diff(segment.files.set(name)[0]) for segment in snapshot.segments)
        bounds = np.concatenate(([0], np.cumsum(snapshot.joined(lengths))))
    return Coded(values.tolist(), np.concatenate([np.zeros(0, np.int32), *codes]), bounds)


class _Part(NamedTuple):
    """A segment's share."""

    values: NDArray[Any]
    codes: Codes


def _of_segment(files: SegmentFiles, name: str) -> _Part:
    return files.derived(f"coded {name}", lambda: _part(files, name))


def _part(files: SegmentFiles, name: str) -> _Part:
    if name in files.layout.labels:
        places, labels = files.label(name)
        values, codes = np.unique(np.array(labels, np.str_), return_inverse=True)
        return _Part(values, codes.astype(np.int32)[places])
    if name in files.layout.sets:
        return _unique(files.set(name)[1].astype(np.int64))
    return _unique(_numbers(files, name))


def _numbers(files: SegmentFiles, name: str) -> Numbers:
    if name in DERIVED:
        source, divisor = DERIVED[name]
        return files.number(source) // divisor
    return files.number(name)


def _unique(numbers: Numbers) -> _Part:
    values, codes = np.unique(numbers, return_inverse=True)
    return _Part(values, codes.astype(np.int32))
