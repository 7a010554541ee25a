"""Answers a tree on one document by reading it whole: what the index must agree with, and what stands in for it.

Plain Python, without an index, so it is slow and easily seen to be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.text.folding import fold, widths
from search.analysis import occurrence
from search.analysis.runs import prefix_occurrence
from search.engine.layout import MISSING, Document, Layout
from search.query.syntax import And, Everything, Field, Node, Not, Nothing, Or, Prefer, Prefix, Term, Written


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """A document with its texts in the two forms that queries meet."""

    document: Document
    layout: Layout
    folded: dict[str, list[str]]
    written: dict[str, list[str]]

    @classmethod
    def of(cls, document: Document, layout: Layout) -> PlainDocument:
        lines = {name: text.split("\n") for name, text in document.texts.items()}
        folded = {name: [fold(line) for line in one] for name, one in lines.items()}
        written = {name: [widths(line) for line in one] for name, one in lines.items()}
        return cls(document, layout, folded, written)


def holds(node: Node, one: PlainDocument) -> bool:
    """Tell whether the document fulfils the tree. Raises ValueError for a condition on a column that is not there."""
    match node:
        case Term():
            return _holds_term(node, one)
        case Field():
            return _fulfils(node, one)
        case Not(child):
            return not holds(child, one)
        case And(children):
            return all(holds(child, one) for child in children)
        case Or(children):
            return any(holds(child, one) for child in children)
        case Prefer(required):
            return holds(required, one)
        case Everything():
            return True
        case Nothing():
            return False
    raise ValueError(f"{node!r} is for the database to resolve")


def _holds_term(term: Term, one: PlainDocument) -> bool:
    texts = one.written if isinstance(term, Written) else one.folded
    pattern = prefix_occurrence(term.text) if isinstance(term, Prefix) else occurrence(term.text)
    names = term.fields or one.layout.default
    return any(pattern.search(line) for name in names for line in texts.get(name, ()))


def _fulfils(condition: Field, one: PlainDocument) -> bool:
    accepted = _test(condition)
    document, name = one.document, condition.name
    if name == "pk":
        return accepted(document.pk)
    if name in one.layout.numbers:
        number = document.numbers.get(name, MISSING)
        return number != MISSING and accepted(number)
    if name in one.layout.labels:
        return accepted(document.labels.get(name, ""))
    if name in one.layout.sets:
        return any(map(accepted, document.sets.get(name, ())))
    raise ValueError(f"no column {name!r}")


def _test(condition: Field) -> Callable[[object], bool]:
    """What one value of the column has to fulfil."""
    value = condition.value
    match condition.comparison:
        case "exact" | "content":
            return lambda one: one == value
        case "in":
            return set(_several(value)).__contains__
        case "range":
            low, high = _several(value)
            return lambda one: bool(low <= one <= high)  # type: ignore[operator]
        case "gt":
            return lambda one: bool(one > value)  # type: ignore[operator]
        case "gte":
            return lambda one: bool(one >= value)  # type: ignore[operator]
        case "lt":
            return lambda one: bool(one < value)  # type: ignore[operator]
        case "lte":
            return lambda one: bool(one <= value)  # type: ignore[operator]
        case "startswith":
            return lambda one: str(one).startswith(str(value))
    raise ValueError(f"{condition.name} cannot be compared by {condition.comparison}")


def _several(value: object) -> Iterable[object]:
    if isinstance(value, (tuple, list, set, frozenset)):
        return value
    raise ValueError(f"{value!r} is not several values")
