"""How long one upload takes, by the wall and by the processor: the machine may be shared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds."""

    wall: float
    cpu: float


def clock(work: Callable[[], object]) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


@dataclass(frozen=True, slots=True)
class Times:
    """Median and 95th percentile, in milliseconds."""

    wall: tuple[float, float]
    cpu: tuple[float, float]


def times(taken: Iterable[Taken]) -> Times:
    given = list(taken)
    return Times(_median_and_p95([one.wall for one in given]), _median_and_p95([one.cpu for one in given]))


def _median_and_p95(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]
