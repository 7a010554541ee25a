"""How extractors weigh what they found: the best candidate is taken, the others are shown beside it.

Which place is trusted how far stands in data/evidence_ranks.toml and nowhere else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from archive.ingest.page import Line, Page
from archive.ingest.records import Evidence, Fact, Metadata

T = TypeVar("T")
MAX_QUOTE = 300
MAX_EVIDENCE = 12
RANKS_FILE = Path(__file__).parents[1] / "data" / "evidence_ranks.toml"


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A value and the words it was read from."""

    value: T
    evidence: Evidence


@cache
def ranks(field: str) -> dict[str, int]:
    """Return the rank of each place in which a field's value is looked for, 1 the most trusted."""
    lines = tomllib.loads(RANKS_FILE.read_text(encoding="utf-8"))[field]
    return {place: rank for rank, places in enumerate(lines, 1) for place in places}


def rank_of(field: str, place: str) -> int:
    """Return how far a place is trusted for a field. Raises KeyError for a place that the table does not know."""
    return ranks(field)[place]


def stated(page: Page, field: str) -> Iterator[Metadata]:
    """Yield what the page states of a field outside its text, the most trusted places first."""
    return page.values(*(place for place in ranks(field) if not place.startswith("<")))


def from_line(line: Line, rank: int, start: int = 0, end: int | None = None) -> Evidence:
    """Quote a line, or the part of it between two places in its text."""
    return Evidence(line.text[start:end].strip()[:MAX_QUOTE], "block", line.position, rank=rank)


def from_credit(line: Line, rank: int, start: int, end: int) -> Evidence:
    """Quote a part of the words that a line's credit was read from."""
    words = line.credit.words if line.credit else line.text
    return Evidence(words[start:end].strip()[:MAX_QUOTE], "block", line.position, rank=rank)


def from_metadata(entry: Metadata, field: str) -> Evidence:
    return Evidence(entry.value[:MAX_QUOTE], entry.name, rank=rank_of(field, entry.name))


def by_rank(candidates: Sequence[Candidate[T]]) -> list[Candidate[T]]:
    """Return the candidates, the most trusted first; of equal rank in the order given."""
    return sorted(candidates, key=lambda candidate: candidate.evidence.rank)


def best(candidates: Sequence[Candidate[T]], key: Callable[[T], object] = lambda value: value) -> Fact[T] | None:
    """Return the first candidate's value as a fact; candidates of another `key` are competing, unused evidence."""
    if not candidates:
        return None
    chosen = candidates[0].value
    evidence = [replace(c.evidence, used=key(c.value) == key(chosen)) for c in candidates]
    return Fact(chosen, tuple(dict.fromkeys(evidence))[:MAX_EVIDENCE])
