"""Turns the tree of a query into Haystack's SQ and back, so that SearchQuerySet carries it and no text is parsed twice.

Haystack's backends usually write a query as a string for their own parser; a reader's words could then close a
quotation mark and add conditions. Here the backend gets a tree, and the words in it stay words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast, get_args

from django.utils import timezone
from django.utils.tree import Node as SQNode
from haystack import inputs
from haystack.backends import SQ

from search.query.parser import normal, parse
from search.query.syntax import And, Comparison, Everything, Field, Node, Not, Nothing, Or, Phrase, Prefer, Prefix, Term

#: Names under which Haystack's users mean all that is searched where no field is named.
DOCUMENT_NAMES = ("content", "text")
_BETWEEN = re.compile(r"\[(\S+) TO (\S+)\]")


@dataclass(frozen=True, slots=True)
class Columns:
    """What an index holds: which of its fields are texts, and the model of its rows as app_label.model_name."""

    texts: frozenset[str]
    model: str


def compile_to_sq(node: Node) -> SQ:
    """Return the SQ that `tree_of` turns back into an equal tree (positions aside).

    What only trees can say (prefixes, exact script, preferences, terms in one field) travels as it is.
    """
    match node:
        case Everything():
            return SQ()
        case Term(text, fields=()) if type(node) in (Term, Phrase):
            return SQ(content__exact=text)
        case Field(name, comparison, value):
            return SQ(**{f"{name}__{comparison}": value})
        case Not(child):
            return ~compile_to_sq(child)
        case And(children):
            return _joined(children, SQ.AND)
        case Or(children):
            return _joined(children, SQ.OR)
        case _:
            return SQ(content=inputs.Raw(node))


def tree_of(condition: SQNode, columns: Columns) -> Node:
    """Return the tree of a Haystack condition. Raises ValueError for a lookup that no backend of ours knows."""
    children = tuple(_child(child, columns) for child in condition.children)  # type: ignore[arg-type]  # Django's stubs
    node = _together(children, condition.connector)
    return Not(node) if condition.negated else node


def narrowing(query: str, columns: Columns) -> Node:
    """Return the tree of one of SearchQuerySet.narrow()'s strings: `field:value` or `field:[lowest TO highest]`, where
    * is no bound. Raises ValueError for any other."""
    name, colon, value = query.partition(":")
    if not colon:
        raise ValueError(f"narrow() wants field:value, not {query!r}")
    name, value = name.removesuffix("_exact"), value.strip()  # Haystack's name of a faceted field's second copy
    bounds = _BETWEEN.fullmatch(value)
    if bounds is None:
        return _condition(name, "exact", value.strip('"'), columns)
    ends = zip(("gte", "lte"), bounds.groups(), strict=True)
    return _together(tuple(_condition(name, end, bound, columns) for end, bound in ends if bound != "*"), SQ.AND)


def boosted(node: Node, boosts: Mapping[str, float]) -> Node:
    """Return the tree that prefers articles with the words of SearchQuerySet.boost(), each by its weight."""
    for words, weight in boosts.items():
        node = Prefer(node, Phrase(normal(words)), weight)
    return node


def _joined(children: tuple[Node, ...], connector: str) -> SQ:
    joined = SQ()
    for child in children:
        joined.add(compile_to_sq(child), connector)
    return joined


def _child(child: SQNode | tuple[str, Any], columns: Columns) -> Node:
    if isinstance(child, SQNode):
        return tree_of(child, columns)
    expression, value = child
    name, _, comparison = expression.partition("__")
    return _condition(name, comparison or "content", value, columns)


def _together(children: tuple[Node, ...], connector: str) -> Node:
    if not children:
        return Everything()
    if len(children) == 1:
        return children[0]
    return Or(children) if connector == SQ.OR else And(children)


def _condition(name: str, comparison: str, value: Any, columns: Columns) -> Node:
    if name in DOCUMENT_NAMES:
        return _words(value, comparison, ())
    if name in columns.texts:
        return _words(value, comparison, (name,))
    if comparison not in get_args(Comparison):
        raise ValueError(f"no lookup {comparison!r} on {name!r}")
    if name in ("django_ct", "id"):
        return _identified(name, comparison, _plain(value), columns)
    return Field("pk" if name == "django_id" else name, comparison, _plain(value))  # type: ignore[arg-type]  # checked


# Words


def _words(value: Any, comparison: str, fields: tuple[str, ...]) -> Node:
    """Read a condition on text: `content` requires each word, what a reader typed is parsed, else it is a phrase."""
    text = value.query_string if isinstance(value, inputs.BaseInput) else value
    match value:
        case inputs.AltParser():
            raise ValueError("no other parser than our own")
        case inputs.Raw() if isinstance(text, get_args(Node)):
            return cast(Node, text)
        case inputs.AutoQuery() | inputs.Raw():
            return _within(parse(str(text)).tree, fields)
        case inputs.Not():
            return Not(_words(text, comparison, fields))
        case inputs.Exact():
            return _phrase(text, fields)
    if comparison not in _LOOKUPS:
        raise ValueError(f"no lookup {comparison!r} on the text")
    return _LOOKUPS[comparison](text, fields)


def _each_word(text: Any, fields: tuple[str, ...]) -> Node:
    return _together(tuple(Term(normal(word), fields=fields) for word in str(text).split()), SQ.AND)


def _phrase(text: Any, fields: tuple[str, ...]) -> Node:
    return Phrase(normal(str(text)), fields=fields) if normal(str(text)) else Everything()


def _prefix(text: Any, fields: tuple[str, ...]) -> Node:
    return Prefix(normal(str(text)), fields=fields) if normal(str(text)) else Everything()


def _any_phrase(texts: Any, fields: tuple[str, ...]) -> Node:
    return Or(tuple(_phrase(text, fields) for text in texts))


_LOOKUPS: Mapping[str, Callable[[Any, tuple[str, ...]], Node]] = {
    "content": _each_word,
    "exact": _phrase,
    "contains": _phrase,
    "startswith": _prefix,
    "in": _any_phrase,
}


def _within(node: Node, fields: tuple[str, ...]) -> Node:
    """Confine the terms that name no field themselves."""
    match node:
        case Term():
            return node if node.fields else replace(node, fields=fields)
        case Not(child):
            return Not(_within(child, fields))
        case And(children):
            return And(tuple(_within(child, fields) for child in children))
        case Or(children):
            return Or(tuple(_within(child, fields) for child in children))
        case _:
            return node


# Columns


def _identified(name: str, comparison: str, value: object, columns: Columns) -> Node:
    """Read a condition on Haystack's names of a model, app.model, or of a row, app.model.number."""
    if comparison not in ("exact", "content", "in"):
        raise ValueError(f"no lookup {comparison!r} on {name!r}")
    if isinstance(value, tuple):
        return Or(tuple(_identified(name, "exact", one, columns) for one in value))
    if name == "django_ct":
        return Everything() if value == columns.model else Nothing()
    model, _, number = str(value).rpartition(".")
    return Field("pk", "exact", int(number)) if model == columns.model and number.isdecimal() else Nothing()


def _plain(value: Any) -> object:
    """Dates become local yyyymmdd numbers, the form in which days are indexed; inputs become their text."""
    if isinstance(value, inputs.BaseInput):
        return value.query_string
    if isinstance(value, datetime):
        return int(timezone.localtime(value).strftime("%Y%m%d"))
    if isinstance(value, date):
        return int(value.strftime("%Y%m%d"))
    if isinstance(value, (list, tuple, set, frozenset, range)):
        return tuple(_plain(one) for one in value)
    return value
