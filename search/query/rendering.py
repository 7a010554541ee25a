"""Writes a tree back as a query, one line, for whoever wants to know how a query was read."""

from __future__ import annotations

import re

from search.query.syntax import (
    And,
    Clause,
    Everything,
    Field,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Term,
    Written,
)

#: How the index's texts are called in queries.
_LABELS = {"title": "title", "body": "text", "author": "author"}
_BOUNDS = {"gt": ">{}", "gte": "{}..", "lt": "<{}", "lte": "..{}", "exact": "{}"}
#: Marks of a phrase, and all that would end or nest one; the first that are not in the phrase themselves are taken.
_QUOTES = (('"', '"', '"＂”'), ("「", "」", "「」"), ("『", "』", "『』"), ("«", "»", "»"))
_PLAIN = re.compile(r"[^\W_]+")


def describe(node: Node) -> str:
    """Return the tree as a query with all its operators and brackets: 海堤 AND (合龙 OR title:"新 闻") AND NOT 评论.

    Parsed again it gives the same tree, terms in quotation marks being phrases, as far as readers can ask for what is
    in it: conditions on other columns than day and script, preferences and Nothing are described in the same manner.
    """
    match node:
        case And(children):
            return " AND ".join(_bracketed(child) for child in children)
        case Or(children):
            return " OR ".join(_bracketed(child) for child in children)
        case Not(child):
            return f"NOT {_bracketed(child)}"
        case _:
            return _leaf(node)


def _bracketed(node: Node) -> str:
    return f"({describe(node)})" if isinstance(node, And | Or) else describe(node)


def _leaf(node: Node) -> str:
    match node:
        case Term():
            return _term(node)
        case Clause(name, text):
            return f'{name}:"{text}"'
        case Field("day", comparison, value):
            return f"date:{_days(comparison, value)}"
        case Field(name, comparison, value):
            return f"{name}:{value}" if comparison == "exact" else f"{name} {comparison} {value}"
        case Prefer(required, preferred, weight):
            return f"{_bracketed(required)} PREFER {_bracketed(preferred)}×{weight:g}"
        case Nothing():
            return "NOTHING"
        case Everything():
            return "*"
        case _:
            raise TypeError(f"not a leaf of a query: {node!r}")


def _term(term: Term) -> str:
    label = "".join(f"{_LABELS.get(name, name)}:" for name in term.fields)
    if isinstance(term, Written):
        label += "exact:"
    if isinstance(term, Prefix):
        return f"{label}{term.text}*"
    plain = not isinstance(term, Phrase) and _PLAIN.fullmatch(term.text) and term.text not in "与或非"
    return label + (term.text if plain else _quoted(term.text))


def _quoted(text: str) -> str:
    fitting = (f"{opening}{text}{closing}" for opening, closing, marks in _QUOTES if not set(marks) & set(text))
    return next(fitting, f'"{text}"')


def _days(comparison: str, value: object) -> str:
    if isinstance(value, tuple):
        first, last = value
        return _day(first) if first == last else f"{_day(first)}..{_day(last)}"
    return _BOUNDS.get(comparison, comparison + " {}").format(_day(value))


def _day(number: object) -> str:
    digits = f"{number:08}" if isinstance(number, int) else str(number)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
