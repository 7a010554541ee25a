"""Tells a reader what was looked for: each word as it was searched, in both scripts."""

from __future__ import annotations

from collections.abc import Iterator

from archive.text.conversion import simplified, traditional
from search.query.syntax import Node, Written, positive_terms


def searched(tree: Node) -> list[tuple[str, ...]]:
    """Return each word of the query with the forms that were searched: (诈骗, 詐騙); one if they are equal."""
    return list(dict.fromkeys(tuple(dict.fromkeys(_forms(tree_term))) for tree_term in _terms(tree)))


def _terms(tree: Node) -> Iterator[tuple[str, bool]]:
    for term in positive_terms(tree):
        if term.text:
            yield term.text, isinstance(term, Written)


def _forms(term: tuple[str, bool]) -> Iterator[str]:
    text, as_written = term
    if as_written:
        yield text
        return
    yield simplified(text)
    yield traditional(text)
