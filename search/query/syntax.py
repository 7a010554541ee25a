"""The tree of a query, and the mistakes found while reading it. Positions count characters of what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

#: How a column is compared. "content" is Haystack's word for "as fits the field": texts hold it, others equal it.
Comparison = Literal["content", "exact", "in", "gt", "gte", "lt", "lte", "range", "contains", "startswith"]

#: The names under which a reader may ask for something else than words, whichever language they were typed in.
ClauseName = Literal["source", "agency", "place", "type"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches all articles."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no article: what a clause becomes whose name nobody bears."""


@dataclass(frozen=True, slots=True)
class Term:
    """Folded text that has to occur; `start` and `end` are where it was typed.

    `fields` are the texts of the document to look into; none given means those that are searched by default.
    """

    text: str
    start: int = 0
    end: int = 0
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase(Term):
    """A term that was put into quotation marks; it may hold blanks, one for any stretch of them in the text."""


@dataclass(frozen=True, slots=True)
class Prefix(Term):
    """The beginning of a run of letters and digits, or of anything at all in Han: `covid*`, `电信*`."""


@dataclass(frozen=True, slots=True)
class Written(Term):
    """A term in the very script it was typed in (原字:). Its text is folded by width and case, not by script."""


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on one column of the document: a day, a source, a script."""

    name: str
    comparison: Comparison
    value: object


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition by a name that only the database can resolve: 来源:新华社. Never reaches the engine."""

    name: ClauseName
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Prefer:
    """Matches what `required` matches; what `preferred` matches of it as well scores higher by its score × `weight`."""

    required: Node
    preferred: Node
    weight: float = 1.0


Node = Everything | Nothing | Term | Field | Clause | Not | And | Or | Prefer


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the query that was not taken as written: what (`code`), where (characters), and with which values.

    `code` is a name that search.mistakes has a message for; `values` fill that message.
    """

    code: str
    position: int
    end: int = 0
    values: Mapping[str, object] = field(default_factory=dict)


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
        case Prefer(required):
            yield from positive_terms(required)
        case _:
            return
