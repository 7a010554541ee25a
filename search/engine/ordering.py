"""Puts matching documents in order: by relevance (BM25 on counted occurrences) or by columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from search.engine.layout import MISSING
from search.engine.matching import UnknownField, counter, rarity
from search.engine.snapshot import Segment, Snapshot
from search.query.syntax import Node, Term, positive_terms

# Okapi BM25, Robertson and Zaragoza 2009, with Whoosh's constants and its idf.
_K1, _B = 1.2, 0.75
#: An occurrence in the title counts as so many more in the body.
TITLE_WEIGHT = 3


class Match(NamedTuple):
    segment: Segment
    number: int
    score: float = 0.0


def scored(matches: Sequence[Match], tree: Node, snapshot: Snapshot, title: str) -> list[Match]:
    """Return the matches with their scores; `title` names the short text whose words weigh more."""
    terms = {term.text: term for term in positive_terms(tree)}
    weights = [(counter(text), _idf(term, snapshot)) for text, term in terms.items()]
    if not weights:
        return list(matches)
    average = _average_length(snapshot)
    return [match._replace(score=_score(match, weights, average, title)) for match in matches]


def ordered(matches: list[Match], keys: Sequence[str]) -> list[Match]:
    """Return the matches sorted by `keys`, the first one first: "score" or a column's name, "-" before it descending.

    Documents without a value come last in either direction. Raises UnknownField for a name that is no column.
    """
    for key in reversed(keys):
        descending = key.startswith("-")
        matches = _sorted(matches, key.lstrip("-"), descending=descending)
    return matches


def _sorted(matches: list[Match], name: str, *, descending: bool) -> list[Match]:
    if name == "score":
        return sorted(matches, key=lambda match: match.score, reverse=descending)
    valued = [(column_value(match, name), match) for match in matches]
    present = [pair for pair in valued if pair[0] not in (MISSING, "")]
    absent = [match for value, match in valued if value in (MISSING, "")]
    present.sort(key=lambda pair: pair[0], reverse=descending)
    return [match for _, match in present] + absent


def column_value(match: Match, name: str) -> int | str:
    """The value of a number or label column; MISSING or "" where there is none. Raises UnknownField."""
    files = match.segment.files
    if name in files.numbers:
        return files.numbers[name][match.number]
    if name in files.labels:
        return files.labels[name][match.number]
    raise UnknownField(name)


def _idf(term: Term, snapshot: Snapshot) -> float:
    holding = sum(rarity(term.text, segment) for segment in snapshot.segments)
    return math.log(max(snapshot.size, 1) / (holding + 1)) + 1


def _average_length(snapshot: Snapshot) -> float:
    """Characters per document, deleted ones included: they are few and soon gone."""
    documents = sum(segment.files.size for segment in snapshot.segments)
    return sum(segment.files.characters for segment in snapshot.segments) / max(documents, 1) or 1.0


def _score(match: Match, weights: Sequence[tuple[Callable[[bytes], int], float]], average: float, title: str) -> float:
    text = match.segment.text(match.number)
    heading = match.segment.title(title, match.number)
    length = match.segment.files.lengths[match.number] / average
    score = 0.0
    for occurrences, idf in weights:
        count = occurrences(text)
        if count:
            count += TITLE_WEIGHT * occurrences(heading)
            score += idf * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length))
    return score
