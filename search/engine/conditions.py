"""Conditions on columns: which documents have a number, a label or a set that fulfils a comparison."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from search.engine.coding import DERIVED, UnknownField, coded
from search.engine.layout import MISSING
from search.engine.snapshot import Numbers, Snapshot
from search.query.syntax import Field

__all__ = ["UnknownField", "fulfilling"]

Mask = NDArray[np.bool_]


def fulfilling(condition: Field, snapshot: Snapshot) -> Mask:
    """Return which documents fulfil a condition on a number, a label or a set. Raises UnknownField, IndexDamaged.

    A document without a number fulfils nothing; one with several in a set does if any of them does.
    """
    name, layout = condition.name, snapshot.layout
    if name in layout.labels:
        column = coded(snapshot, name)
        accepts = _accepted(condition)
        accepted = np.array([accepts(str(value)) for value in column.values], np.bool_)
        labelled: Mask = accepted[column.codes]
        return labelled
    accepts_numbers = _numeric(condition)
    if name in layout.sets:
        column = coded(snapshot, name)
        accepted = np.concatenate(([0], np.cumsum(accepts_numbers(np.array(column.values, np.int64))[column.codes])))
        return np.diff(accepted[column.bounds]) > 0
    numbers = _numbers(snapshot, name)
    fitting: Mask = accepts_numbers(numbers) & (numbers != MISSING)
    return fitting


def _numbers(snapshot: Snapshot, name: str) -> Numbers:
    if name == "pk" or name in snapshot.layout.numbers:
        return snapshot.number(name)
    if name in DERIVED:
        source, divisor = DERIVED[name]
        return snapshot.number(source) // divisor
    raise UnknownField(name)


def _numeric(condition: Field) -> Callable[[Numbers], Mask]:
    """The test of numbers."""
    try:
        return _comparison(condition)
    except (TypeError, ValueError) as error:
        raise UnknownField(f"{condition.name}: {condition.value!r} is no number") from error


def _comparison(condition: Field) -> Callable[[Numbers], Mask]:
    value = condition.value
    match condition.comparison:
        case "in":
            accepted = np.array([_bounded(one) for one in value], np.int64)  # type: ignore[attr-defined]
            return lambda numbers: np.isin(numbers, accepted)
        case "range":
            low, high = (_bounded(bound) for bound in value)  # type: ignore[attr-defined]
            return lambda numbers: (numbers >= low) & (numbers <= high)
    bound = _bounded(value)
    match condition.comparison:
        case "exact" | "content":
            return lambda numbers: numbers == bound
        case "gt":
            return lambda numbers: numbers > bound
        case "gte":
            return lambda numbers: numbers >= bound
        case "lt":
            return lambda numbers: numbers < bound
        case "lte":
            return lambda numbers: numbers <= bound
    raise UnknownField(f"{condition.name} cannot be compared by {condition.comparison}")


def _bounded(value: object) -> int:
    """The number, or where it is beyond what a column holds, the nearest that no document has."""
    number: int = int(value)  # type: ignore[call-overload]  # a TypeError is caught above
    return max(min(number, 2**63 - 1), -(2**63))


def _accepted(condition: Field) -> Callable[[str], bool]:
    match condition.comparison:
        case "exact" | "content":
            return str(condition.value).__eq__
        case "in":
            return {str(one) for one in condition.value}.__contains__  # type: ignore[attr-defined]
        case "startswith":
            return lambda label: label.startswith(str(condition.value))
    raise UnknownField(f"{condition.name} cannot be compared by {condition.comparison}")
