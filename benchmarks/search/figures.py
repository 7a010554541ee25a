"""What is measured of one engine."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Build:
    """Medians over the builds: seconds of wall and processor, bytes on disk, bytes of memory at the most."""

    wall: float
    cpu: float
    bytes: float
    peak: float
    times: int
    earlier: bool = False  # whether an index from an earlier run is used, and its figures

    @classmethod
    def median(cls, builds: Sequence[dict[str, float]]) -> Build:
        middle = {name: statistics.median(build[name] for build in builds) for name in ("wall", "cpu", "bytes", "peak")}
        return cls(**middle, times=len(builds))


@dataclass(slots=True)
class Asked:
    """Milliseconds of each query of the mix: at first, and the median of the passes after it; and the counts."""

    first: list[float] = field(default_factory=list)
    passes: list[list[float]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    @property
    def warm(self) -> list[float]:
        return [statistics.median(taken) for taken in zip(*self.passes, strict=True)]


@dataclass(slots=True)
class Found:
    """Of the articles that hold copied substrings: how many were found, of how many; how many finds were right."""

    right: int = 0
    true: int = 0
    found: int = 0
    exact: int = 0
    asked: int = 0

    def weigh(self, found: set[int], true: frozenset[int]) -> None:
        self.right += len(found & true)
        self.true += len(true)
        self.found += len(found)
        self.exact += found == true
        self.asked += 1


@dataclass(slots=True)
class Figures:
    """All of one engine. added: milliseconds until so many new articles were found. ranks: MRR@10 by set."""

    name: str
    title: str
    build: Build
    open: float = 0.0
    plain: Asked = field(default_factory=Asked)
    facets: Asked = field(default_factory=Asked)
    anonymous: int = 0
    found: Found = field(default_factory=Found)
    added: dict[int, float] = field(default_factory=dict)
    ranks: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the values do not exceed: the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]
