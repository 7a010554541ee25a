"""The tree of a query, and the mistakes found while reading it. Positions count characters of what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: How a field is compared. "content" is Haystack's word for "as fits the field": titles hold it, others equal it.
Comparison = Literal["content", "exact", "in", "gt", "gte", "lt", "lte", "range", "contains", "startswith"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches all articles."""


@dataclass(frozen=True, slots=True)
class Term:
    """Folded text that has to occur; `start` and `end` are where it was typed."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Phrase(Term):
    """A term that was put into quotation marks; it may hold blanks, one for any stretch of them in the text."""


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on one field of the document, as programs set it: a day, a source, a script."""

    name: str
    comparison: Comparison
    value: object


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]


Node = Everything | Term | Field | Not | And | Or


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the query that was not taken as written: what (`code`) and from which character on."""

    code: Literal["too-long", "too-many-terms", "unclosed-quote", "lone-minus"]
    position: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A tree that can be executed whatever was typed, and what the reader should know of how it was read."""

    tree: Node
    mistakes: tuple[Mistake, ...] = ()


def positive_terms(node: Node) -> Iterator[Term]:
    """Yield the terms that make an article match, not those that shut it out: what ranking and marking go by."""
    match node:
        case Term():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from positive_terms(child)
        case _:
            return
