"""Other searches near one: what would find more where nothing was found, and what would find less and fit better.

Each is counted before it is offered. They share one look at the index, so that the counts agree; words are counted
without a further query of the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from django.utils.translation import get_language

from archive.text.folding import fold
from search.answering.executor import SearchPage
from search.asking.conditions import conditions_of
from search.asking.requests import SearchRequest
from search.asking.searched import searched
from search.asking.spelling import spelled
from search.backends import IndexUnavailable
from search.backends.sessions import Session
from search.backends.whoosh import session
from search.engine.searching import Asked
from search.query import combining
from search.query.parser import parse, relaxable
from search.query.rendering import describe
from search.query.syntax import And, Node, Not, Or, Phrase, Term, Written

#: So many ways out are offered at most, and twice as many are counted at most.
MOST = 6

Kind = Literal["word", "any", "scripts", "condition", "conditions", "phrase", "script"]


@dataclass(frozen=True, slots=True)
class Way:
    """Another search: what makes it another one, and how many articles it finds.

    query: its words. part: the word, or the facet's name, that it leaves out; for "phrase" and "script" the words it
    looks for.
    """

    kind: Kind
    query: str
    count: int
    part: str = ""


def wider(page: SearchPage) -> list[Way]:
    """Return what would find something where `page` found nothing, as by leaving out a part of it."""
    try:
        at = session()
        return list(_first_found(_Counting(at, page.request), _wider(page.request, page.query.tree)))
    except IndexUnavailable:
        return []


def narrower(page: SearchPage) -> list[Way]:
    """Return what would find less of it: plain words as one phrase, or in the script alone that was typed."""
    if not page.count or page.notice or not relaxable(page.query.tree):
        return []
    ways = list(_narrower(page.request.q.split(), page.query.tree))
    try:
        counting = _Counting(session(), page.request) if ways else None
        counted = [counting.counted(way, tree) for way, tree in ways] if counting else []
    except IndexUnavailable:
        return []
    return [way for way in counted if 0 < way.count < page.count]


class _Counting:
    """Counts at one moment, under the conditions of one request but those that a way leaves out."""

    def __init__(self, at: Session, request: SearchRequest) -> None:
        self._at = at
        self._conditions = conditions_of(request)

    def counted(self, way: Way, tree: Node) -> Way:
        """The way with what its tree finds."""
        asked = Asked(spelled(tree, self._at.analyzer.cut), _left(self._conditions, way), order=("-pk",), stop=0)
        return replace(way, count=self._at.search(asked).count)


def _first_found(counting: _Counting, ways: Iterator[tuple[Way, Node]]) -> Iterator[Way]:
    counted = (counting.counted(way, tree) for way, tree in islice(ways, 2 * MOST))
    return islice((way for way in counted if way.count), MOST)


def _left(conditions: Mapping[str, Node], way: Way) -> Mapping[str, Node]:
    """The conditions that hold for a way; one without a condition leaves that one out."""
    if way.kind == "conditions":
        return {}
    return {name: node for name, node in conditions.items() if way.kind != "condition" or name != way.part}


def _wider(request: SearchRequest, tree: Node) -> Iterator[tuple[Way, Node]]:
    """The ways with their trees: `tree` is the query's with conditions in place of the names in it."""
    names = list(_condition_names(request))
    for name in names:
        yield Way("condition", request.q, 0, name), tree
    if len(names) > 1:
        yield Way("conditions", request.q, 0), tree
    yield from _without_words(request.q, tree)
    if isinstance(tree, And) and (query := combining.any_of(request.q)):
        yield Way("any", query, 0), Or(tree.children)
    free = _of_any_script(tree)
    if free != tree and (query := combining.written(_of_any_script(parse(request.q).tree), ())):
        yield Way("scripts", query, 0), free


def _condition_names(request: SearchRequest) -> Iterator[str]:
    """Yield the names under which conditions_of() keeps what the request asks for: facets, and "year" for days."""
    if request.first_day or request.last_day:
        yield "year"
    yield from (name for name, values in request.chosen.items() if values)


def _without_words(query: str, tree: Node) -> Iterator[tuple[Way, Node]]:
    """The query without each of its parts. What was typed and `tree` have the same parts in the same order."""
    typed = parse(query).tree
    if not (isinstance(tree, And) and isinstance(typed, And)):
        return
    for place, part in enumerate(typed.children):
        left = tuple(child for other, child in enumerate(tree.children) if other != place)
        if shorter := combining.without(query, part):
            yield Way("word", shorter, 0, _called(query, part)), left[0] if len(left) == 1 else And(left)


def _called(query: str, part: Node) -> str:
    """The part as it was typed, or as it is written where its place is not known."""
    if isinstance(part, Term) and part.end and not part.fields and not isinstance(part, Written):
        return query[part.start : part.end]
    return describe(part)


def _of_any_script(tree: Node) -> Node:
    """The tree with its words in the exact script looked for in both scripts."""
    match tree:
        case Written():
            return Phrase(fold(tree.text), fields=tree.fields)
        case Not(child):
            return Not(_of_any_script(child))
        case And(children):
            return And(tuple(map(_of_any_script, children)))
        case Or(children):
            return Or(tuple(map(_of_any_script, children)))
        case _:
            return tree


def _narrower(words: list[str], tree: Node) -> Iterator[tuple[Way, Node]]:
    if len(words) > 1:
        row = f'"{_row(words)}"'
        yield Way("phrase", row, 0, _row(words)), parse(row).tree
    if any(len(forms) > 1 for forms in searched(tree)):
        name = "exact" if get_language() == "en" else "原字"
        exact = " ".join(f"{name}:{word}" for word in words)
        yield Way("script", exact, 0, " ".join(words)), parse(exact).tree


def _row(words: list[str]) -> str:
    """The words as one: only between letters and digits a blank is left."""
    row = words[0]
    for word in words[1:]:
        row += f" {word}" if row[-1] < "\u3000" and word[0] < "\u3000" else word
    return row
