"""Results for a question in plain language, which no text holds as it was typed: ranked by what they share with it.

In two steps. All documents get the BM25 of the question's pairs and runs; the first of them are then read, and what
their best passage holds is added. Measured: docs/decisions/0012-ranking.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.analysis.runs import WORD_PATTERN
from search.analysis.segmentation import Cut
from search.engine.hits import Hit, Hits
from search.engine.matching import Matching
from search.engine.passages import Text, best_passages
from search.engine.questions import weights
from search.engine.scoring import LENGTHS, Scores
from search.engine.searching import BY_RELEVANCE
from search.engine.segments import Segment
from search.engine.snapshot import Numbers, Snapshot
from search.query.syntax import Node, Term

Mask = NDArray[np.bool_]
#: Of one text so many characters are read: beyond them even a book would cost no more.
READ = 20_000


@dataclass(frozen=True, slots=True)
class Formula:
    """The score: BM25(document) + passage_weight × (weight of the distinct terms in its best passage and heading).

    `k1` and `b` are BM25's; those of exact search suit few rare words, these the many pairs of a question. A pair
    across two words counts `across`, one within a word 1. The best `candidates` by BM25 are read. A passage has
    `passage` characters, a clause or two, and its `characters` count as terms, too, or not; it must hold the part
    `floor` of all that was asked, or it is no answer.
    """

    k1: float = 1.0
    b: float = 0.5
    across: float = 0.6
    candidates: int = 100
    passage: int = 40
    passage_weight: float = 2.0
    characters: bool = True
    floor: float = 0.15


FORMULA = Formula()


def relaxed(
    snapshot: Snapshot,
    text: str,
    cut: Cut,
    *,
    limit: int,
    visible: Callable[[Segment], Mask] | None = None,
    filters: Sequence[Node] = (),
    without: Sequence[Mask] | None = None,
    collapse: str | None = None,
    formula: Formula = FORMULA,
) -> list[Hit]:
    """Return at most `limit` (and Formula.candidates) documents that come near the folded question, the nearest first.

    `cut` is segmentation.segmenter()'s. A document must be `visible` (a mask for each segment), match all `filters`
    and not be in `without` (a mask for each segment, what matching() returns for the exact hits). Of documents with
    the same number in the column `collapse` the nearest is a hit and stands for those others that were read.
    Of the layout's default texts the last one is read in passages, those before it are its headings.
    Raises UnknownField, IndexDamaged.
    """
    snapshot.check()
    matching = Matching(snapshot)
    asked = weights(text, cut, formula.across)
    scores = np.where(_allowed(matching, visible, filters, without), _bm25(matching, asked, formula), 0.0)
    places = _first(scores, formula.candidates)
    texts = _texts(snapshot, places)
    rarities = _rarities(matching, asked)
    sought = rarities | (_characters(rarities, texts) if formula.characters else {})
    passages = best_passages(texts, sought, formula.passage)
    near = passages >= formula.floor * sum(sought.values())
    scores = scores[places] + formula.passage_weight * passages
    return Hits(snapshot, BY_RELEVANCE, places[near].astype(np.int32), scores[near], collapse).page(0, limit)


def _rarities(matching: Matching, asked: Mapping[str, float]) -> dict[str, float]:
    """The weight of each term in a passage: its part in the question × its idf in the text that holds it most often."""
    fields = matching.snapshot.layout.default
    return {term: part * min(_idf_in(matching, term, field) for field in fields) for term, part in asked.items()}


def _bm25(matching: Matching, asked: Mapping[str, float], formula: Formula) -> Scores:
    """The BM25 of all documents, the sum of those of their texts; tf is weighted by the factor of the text."""
    snapshot = matching.snapshot
    scores = np.zeros(snapshot.size_with_deleted)
    for field in snapshot.layout.default:
        lengths = LENGTHS / snapshot.average_length(field)
        norms = (formula.k1 * ((1 - formula.b) + formula.b * lengths))[snapshot.length_bytes(field)]
        for term, part in asked.items():
            docs, tf = matching.postings(Term(term), field)
            scores[docs] += part * _idf_in(matching, term, field) * (formula.k1 + 1) * tf / (tf + norms[docs])
    return scores


def _idf_in(matching: Matching, term: str, field: str) -> float:
    return _idf(len(matching.postings(Term(term), field).docs), matching.snapshot.size_with_deleted)


def _idf(holding: int, size: int) -> float:
    """Source: Robertson and Zaragoza 2009, the form that is never negative."""
    return math.log(1 + (size - holding + 0.5) / (holding + 0.5))


def _allowed(
    matching: Matching,
    visible: Callable[[Segment], Mask] | None,
    filters: Sequence[Node],
    without: Sequence[Mask] | None,
) -> Mask:
    snapshot = matching.snapshot
    mask = snapshot.live.copy()
    if visible is not None:
        mask &= np.concatenate([np.zeros(0, np.bool_), *map(visible, snapshot.segments)])
    if without is not None:
        mask &= ~np.concatenate([np.zeros(0, np.bool_), *without])
    for node in filters:
        mask &= matching.mask(node)
    return mask


def _first(scores: Scores, count: int) -> Numbers:
    """The places of the best `count` documents, ascending; none without a score."""
    places = np.flatnonzero(scores)
    if len(places) > count:
        places = np.sort(places[np.argpartition(-scores[places], count)[:count]])
    return places


def _texts(snapshot: Snapshot, places: Numbers) -> list[Text]:
    which = np.searchsorted(snapshot.bounds, places, side="right") - 1
    numbers = (places - snapshot.bounds[which]).tolist()
    segments = [snapshot.segments[one] for one in which.tolist()]
    return [_text(segment, number) for segment, number in zip(segments, numbers, strict=True)]


def _text(segment: Segment, number: int) -> Text:
    *headings, body = (segment.text(name, number)[:READ] for name in segment.files.layout.default)
    return Text("\n".join(headings), body)


def _characters(terms: Iterable[str], texts: Sequence[Text]) -> dict[str, float]:
    """The idf, among the texts read, of each character of the pairs.

    In a passage characters count as well, so that 创立 comes near 创办; which of them are telling there, shows there.
    """
    found = {}
    for character in {char for term in terms if not WORD_PATTERN.match(term) for char in term}:
        holding = sum(character in text.body or character in text.heading for text in texts)
        if holding:
            found[character] = _idf(holding, len(texts))
    return found
