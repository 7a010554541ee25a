"""How extractors weigh what they found: the best candidate is taken, the others are shown beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from archive.ingest.page import Line
from archive.ingest.records import Evidence, Fact, Metadata

T = TypeVar("T")
MAX_QUOTE = 300
MAX_EVIDENCE = 12


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A value and the words it was read from."""

    value: T
    evidence: Evidence


def from_line(line: Line, start: int = 0, end: int | None = None) -> Evidence:
    """Quote a line, or the part of it between two places in its text."""
    return Evidence(line.text[start:end].strip()[:MAX_QUOTE], "block", line.position)


def from_credit(line: Line, start: int, end: int) -> Evidence:
    """Quote a part of the words that a line's credit was read from."""
    words = line.credit.words if line.credit else line.text
    return Evidence(words[start:end].strip()[:MAX_QUOTE], "block", line.position)


def from_metadata(entry: Metadata) -> Evidence:
    return Evidence(entry.value[:MAX_QUOTE], entry.name)


def best(candidates: Sequence[Candidate[T]], key: Callable[[T], object] = lambda value: value) -> Fact[T] | None:
    """Return the first candidate's value as a fact; candidates of another `key` are competing, unused evidence."""
    if not candidates:
        return None
    chosen = candidates[0].value
    evidence = [replace(c.evidence, used=key(c.value) == key(chosen)) for c in candidates]
    return Fact(chosen, tuple(dict.fromkeys(evidence))[:MAX_EVIDENCE])
