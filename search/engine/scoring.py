"""Ranks documents by Whoosh's BM25F, over all documents at once, to the last digit of each term's score.

Source: whoosh.scoring.BM25F of Whoosh 2.7.4, after Robertson and Zaragoza 2009. A term scores in each text by itself.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from search.engine.cache import CACHE
from search.engine.doc_lists import Docs, shared
from search.engine.layout import MISSING
from search.engine.matching import Matching
from search.engine.postings import Postings
from search.engine.snapshot import Numbers, Snapshot
from search.query.syntax import And, Node, Or, Prefer, Term

Scores = NDArray[np.float64]
_K1, _B = 1.2, 0.75
#: The length that each length byte stands for, in tokens.
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)


class Recency(NamedTuple):
    """Newer documents score higher: score × (1 + weight × 0.5^(age / half_life)).

    `column` is a number yyyymmdd, `today` the day's ordinal (date.toordinal), `half_life` in days. Documents without
    a day gain nothing, those of tomorrow as much as those of today.
    """

    column: str
    today: int
    half_life: float
    weight: float


class Ranking:
    """The scores of documents that a query matches."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._snapshot = matching.snapshot

    def scores(self, tree: Node, docs: Docs) -> Scores:
        """Return the score of each document, 0 where nothing in the tree ranks. `docs` are places, ascending, and
        all of them match the tree."""
        found = self._of(tree, docs, matched=True)
        return np.zeros(len(docs)) if found is None else found

    def by_term(self, term: Term, field: str, docs: Docs) -> Scores:
        """What the term in one text adds to the score of each document."""
        postings = self._matching.postings(term, field)
        if not len(postings.docs):
            return np.zeros(len(docs))
        return self._among(docs, postings.docs, self._bm25(field, postings))

    def _of(self, node: Node, docs: Docs, *, matched: bool) -> Scores | None:
        """`matched` tells that all documents match the node, so that it need not be looked at."""
        match node:
            case Term(text):
                return self._of_term(node, docs) if text.strip() else None
            case Or(children):
                return self._sum(children, docs, matched=False)
            case And(children):
                found = self._sum(children, docs, matched=matched)
                return found if matched or found is None else self._where(node, found, docs)
            case Prefer(required, preferred, weight):
                found, more = self._of(required, docs, matched=matched), self._of(preferred, docs, matched=False)
                if more is None:
                    return found
                more = self._where(And((required, preferred)), more, docs) * weight
                return more if found is None else found + more
        return None

    def _of_term(self, term: Term, docs: Docs) -> Scores:
        """The sum over its texts, which is kept for all documents that hold the term."""
        fields, holding = self._matching.fields(term), self._matching.holding(term)
        key = (self._snapshot.serial, type(term), term.text, fields, "scores")
        return self._among(docs, holding, CACHE.get(key, lambda: self._in_all(term, fields, holding)))

    def _in_all(self, term: Term, fields: tuple[str, ...], holding: Docs) -> Scores:
        first, *others = (self.by_term(term, field, holding) for field in fields)
        scores: Scores = sum(others, first)
        return scores

    def _among(self, docs: Docs, holding: Docs, scores: Scores) -> Scores:
        """The scores of these documents, given those of the ones that hold something; 0 for all others."""
        if np.array_equal(docs, holding):
            return scores
        found = np.zeros(len(docs))
        rows, places = shared(docs, holding, self._snapshot.size_with_deleted)
        found[rows] = scores[places]
        return found

    def _sum(self, nodes: tuple[Node, ...], docs: Docs, *, matched: bool) -> Scores | None:
        found = [self._of(node, docs, matched=matched) for node in nodes]
        ranked = [one for one in found if one is not None]
        return sum(ranked[1:], ranked[0]) if ranked else None

    def _where(self, node: Node, scores: Scores, docs: Docs) -> Scores:
        """The scores of those documents that match the node, 0 for the others."""
        return np.where(self._matching.holds(node, docs), scores, 0.0)

    def _bm25(self, field: str, postings: Postings) -> Scores:
        snapshot = self._snapshot
        idf = math.log(snapshot.size_with_deleted / (len(postings.docs) + 1)) + 1
        tf = postings.weights.astype(np.float64)
        norms = _norms(snapshot, field)[snapshot.length_bytes(field)[postings.docs]]
        scores: Scores = idf * ((tf * (_K1 + 1)) / (tf + norms))
        return scores


def recent(scores: Scores, docs: Docs, snapshot: Snapshot, recency: Recency) -> Scores:
    """Return the scores with what recency adds."""
    days = snapshot.derived(f"ordinals {recency.column}", lambda: ordinals(snapshot.number(recency.column)))[docs]
    age = np.maximum(recency.today - days, 0)
    gain = np.where(days == MISSING, 0.0, recency.weight * 0.5 ** (age / recency.half_life))
    found: Scores = scores * (1 + gain)
    return found


def ordinals(days: Numbers) -> Numbers:
    """Return the ordinals (date.toordinal) of days yyyymmdd of the Gregorian calendar, MISSING for MISSING.

    Source: H. Hinnant, days_from_civil, with years that begin in March.
    """
    year, month, day = days // 10_000, days // 100 % 100, days % 100
    year = year - (month <= 2)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    found = 365 * year + year // 4 - year // 100 + year // 400 + of_year - 305
    return np.where(days == MISSING, MISSING, found)


def _norms(snapshot: Snapshot, field: str) -> Scores:
    """The part of the denominator that depends on the length of a text, for each length byte."""

    def worked_out() -> Scores:
        norms: Scores = _K1 * ((1 - _B) + _B * LENGTHS / snapshot.average_length(field))
        return norms

    return snapshot.derived(f"norms {field}", worked_out)
