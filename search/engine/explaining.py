"""Tells how a search came to its answer: what was looked up and read for each part of the tree, and why hits rank."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import numpy as np

from archive.text.folding import fold
from search.engine.hits import Hit
from search.engine.holders import Plan, candidates, plan_of
from search.engine.matching import Matching
from search.engine.scoring import Ranking
from search.engine.searching import Asked, Found, search
from search.engine.snapshot import Snapshot
from search.query.syntax import And, Node, Not, Or, Prefer, Prefix, Term, Written

Result = TypeVar("Result")
#: How a term was found: by one index term, by all that begin with it, by reading the texts of candidates.
Way = Literal["term", "beginning", "reading"]


@dataclass(frozen=True, slots=True)
class TextReport:
    """A term in one text: the index terms asked, each with how many documents hold it; how many documents hold all of
    them and so were candidates; how many of these hold the term itself. Deleted documents count in all three."""

    field: str
    way: Way
    terms: tuple[tuple[str, int], ...]
    candidates: int
    holders: int


@dataclass(frozen=True, slots=True)
class NodeReport:
    """A node of the tree: how many living documents match it, in how many milliseconds; of a term, its texts."""

    node: Node
    matches: int
    ms: float
    texts: tuple[TextReport, ...] = ()
    children: tuple[NodeReport, ...] = ()


@dataclass(frozen=True, slots=True)
class HitReport:
    """A hit, and what each term in each text adds to its score, before `preferred` weights and recency."""

    hit: Hit
    parts: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer itself, the milliseconds it took, and reports on the tree, the filters by name, and the hits."""

    found: Found
    ms: float
    tree: NodeReport
    filters: dict[str, NodeReport]
    hits: tuple[HitReport, ...]


def explain(snapshot: Snapshot, asked: Asked) -> Explanation:
    """Answer what is asked and tell how. Raises what search() raises.

    Milliseconds are those of this time: what was asked a moment ago is remembered, and so costs nothing.
    """
    matching = Matching(snapshot)
    tree = _node_report(matching, asked.tree)
    filters = {name: _node_report(matching, node) for name, node in asked.filters.items()}
    found, ms = _timed(lambda: search(snapshot, asked))
    return Explanation(found, ms, tree, filters, _hit_reports(matching, asked.tree, found.hits))


def _node_report(matching: Matching, node: Node) -> NodeReport:
    children = tuple(_node_report(matching, child) for child in _children(node))
    mask, ms = _timed(lambda: matching.mask(node))
    report = NodeReport(node, int(np.count_nonzero(mask & matching.snapshot.live)), ms, children=children)
    if isinstance(node, Term) and node.text.strip():
        texts = tuple(_text_report(matching, node, field) for field in matching.fields(node))
        return replace(report, texts=texts)
    return report


def _text_report(matching: Matching, term: Term, field: str) -> TextReport:
    text = fold(term.text) if isinstance(term, Written) else term.text
    plan = plan_of(text, prefix=isinstance(term, Prefix))
    files = [segment.files for segment in matching.snapshot.segments]
    terms = tuple((one, sum(each.df(field, one) for each in files)) for one in _terms(plan))
    held = len(matching.postings(term, field).docs)
    if isinstance(term, Written):
        return TextReport(field, "reading", terms, len(matching.postings(Term(text), field).docs), held)
    if not plan.verified:
        return TextReport(field, "term" if plan.proof else "beginning", terms, held, held)
    return TextReport(field, "reading", terms, sum(len(candidates(each, field, plan)) for each in files), held)


def _terms(plan: Plan) -> tuple[str, ...]:
    return (plan.proof,) if plan.proof is not None else tuple(sorted(plan.terms))


def _hit_reports(matching: Matching, tree: Node, hits: list[Hit]) -> tuple[HitReport, ...]:
    snapshot = matching.snapshot
    starts = {id(segment): int(start) for segment, start in zip(snapshot.segments, snapshot.bounds, strict=False)}
    places = [starts[id(hit.segment)] + hit.number for hit in hits]
    scores = [(term, field, _scores(matching, term, field, places)) for term, field in _ranked(matching, tree)]
    return tuple(
        HitReport(hit, tuple((term.text, field, some[place]) for term, field, some in scores if some[place]))
        for hit, place in zip(hits, places, strict=True)
    )


def _scores(matching: Matching, term: Term, field: str, places: list[int]) -> dict[int, float]:
    """The scores of documents by their places."""
    ascending = sorted(places)
    found = Ranking(matching).by_term(term, field, np.array(ascending, np.int32))
    return dict(zip(ascending, found.tolist(), strict=True))


def _ranked(matching: Matching, node: Node) -> list[tuple[Term, str]]:
    """The terms that rank, each in each of its texts: all but those that shut out."""
    if isinstance(node, Term):
        return [(node, field) for field in matching.fields(node)] if node.text.strip() else []
    if isinstance(node, Not):
        return []
    return [one for child in _children(node) for one in _ranked(matching, child)]


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case And(children) | Or(children):
            return children
        case Not(child):
            return (child,)
        case Prefer(required, preferred):
            return (required, preferred)
    return ()


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    started = time.perf_counter()
    return work(), (time.perf_counter() - started) * 1000
