"""Tells a reader what was looked for: each word as it was searched, in both scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.text.conversion import simplified, traditional
from search.query.syntax import Node, Written, positive_terms

_NONE: Mapping[str, Sequence[str]] = {}


def searched(tree: Node, spellings: Mapping[str, Sequence[str]] = _NONE) -> list[tuple[str, ...]]:
    """Return each word of the query with the forms that were searched: (诈骗, 詐騙); one if they are equal.

    spellings: further folded forms by the folded word, as of 计划 also 计画.
    """
    found = (tuple(dict.fromkeys(_forms(text, as_written, spellings))) for text, as_written in _terms(tree))
    return list(dict.fromkeys(found))


def _terms(tree: Node) -> Iterator[tuple[str, bool]]:
    for term in positive_terms(tree):
        if term.text:
            yield term.text, isinstance(term, Written)


def _forms(text: str, as_written: bool, spellings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if as_written:
        yield text
        return
    for form in (text, *spellings.get(text, ())):
        yield simplified(form)
        yield traditional(form)
