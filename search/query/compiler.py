"""Turns the tree of a query into Haystack's SQ and back, so that SearchQuerySet carries it and no text is parsed twice.

Haystack's backends usually write a query as a string for their own parser; a reader's words could then close a
quotation mark and add conditions. Here the backend gets a tree, and the words in it stay words.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, get_args

from django.utils import timezone
from django.utils.tree import Node as SQNode
from haystack.backends import SQ
from haystack.inputs import AutoQuery, BaseInput

from search.query.parser import normal, parse
from search.query.syntax import And, Comparison, Everything, Field, Node, Not, Or, Phrase, Term

#: Names under which Haystack's users mean the document's whole text.
DOCUMENT_NAMES = ("content", "text")
#: Haystack's names of a document's model and primary key, and the columns that hold them.
COLUMNS = {"django_ct": "model", "django_id": "pk"}


def compile_to_sq(node: Node) -> SQ:
    """Return the SQ that `tree_of` turns back into an equal tree (positions aside)."""
    match node:
        case Everything():
            return SQ()
        case Term(text):
            return SQ(content__exact=text)
        case Field(name, comparison, value):
            return SQ(**{f"{name}__{comparison}": value})
        case Not(child):
            return ~compile_to_sq(child)
        case And(children):
            return _joined(children, SQ.AND)
        case Or(children):
            return _joined(children, SQ.OR)


def tree_of(condition: SQNode) -> Node:
    """Return the tree of a Haystack condition. Raises ValueError for a lookup that no backend of ours knows."""
    children = tuple(_child(child) for child in condition.children)  # type: ignore[arg-type]  # stubs of Django's own
    node = _together(children, condition.connector)
    return Not(node) if condition.negated else node


def narrowing(query: str) -> Node:
    """Return the tree of one of SearchQuerySet.narrow()'s strings, `field:value`. Raises ValueError without a colon."""
    name, colon, value = query.partition(":")
    if not colon:
        raise ValueError(f"narrow() wants field:value, not {query!r}")
    return _field(name, "exact", value.strip().strip('"'))


def _joined(children: tuple[Node, ...], connector: str) -> SQ:
    joined = SQ()
    for child in children:
        joined.add(compile_to_sq(child), connector)
    return joined


def _child(child: SQNode | tuple[str, Any]) -> Node:
    if isinstance(child, SQNode):
        return tree_of(child)
    expression, value = child
    name, _, comparison = expression.partition("__")
    return _field(name, comparison or "content", value)


def _together(children: tuple[Node, ...], connector: str) -> Node:
    if not children:
        return Everything()
    if len(children) == 1:
        return children[0]
    return Or(children) if connector == SQ.OR else And(children)


def _field(name: str, comparison: str, value: Any) -> Node:
    if name in DOCUMENT_NAMES:
        return _words(value, comparison)
    if comparison not in get_args(Comparison):
        raise ValueError(f"no lookup {comparison!r} on {name!r}")
    if name == "id":
        return _identified(_plain(value), comparison)
    return Field(COLUMNS.get(name, name), comparison, _plain(value))  # type: ignore[arg-type]  # checked above


def _identified(value: object, comparison: str) -> Node:
    """Read a condition on Haystack's identifier, app.model.number."""
    if comparison == "in" and isinstance(value, tuple):
        return Or(tuple(_identified(one, "exact") for one in value))
    model, _, number = str(value).rpartition(".")
    return And((Field("model", "exact", model), Field("pk", "exact", number)))


def _words(value: Any, comparison: str) -> Node:
    """Read a condition on the text: `content` requires each word, AutoQuery is typed by a reader, else a phrase."""
    if isinstance(value, AutoQuery):
        return parse(value.query_string).tree
    text = value.query_string if isinstance(value, BaseInput) else str(value)
    if comparison == "content":
        return _together(tuple(Term(normal(word)) for word in text.split()), SQ.AND)
    if comparison not in ("exact", "contains"):
        raise ValueError(f"no lookup {comparison!r} on the text")
    return Phrase(normal(text)) if normal(text) else Everything()


def _plain(value: Any) -> object:
    """Dates become local yyyymmdd numbers, the form in which days are indexed; inputs become their text."""
    if isinstance(value, BaseInput):
        return value.query_string
    if isinstance(value, datetime):
        return int(timezone.localtime(value).strftime("%Y%m%d"))
    if isinstance(value, date):
        return int(value.strftime("%Y%m%d"))
    if isinstance(value, (list, tuple, set)):
        return tuple(_plain(one) for one in value)
    return value
