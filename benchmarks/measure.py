"""Clocks and what is made of them."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spent:
    wall: float  # seconds
    cpu: float  # seconds, of this process and its children


def spend(work: Callable[[], Any]) -> Spent:
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return Spent(time.perf_counter() - wall, _cpu() - cpu)


def latencies(ask: Callable[[str], Any], queries: Iterable[str]) -> tuple[list[Any], float, float]:
    """Return the answers, and the median and 95th percentile of the milliseconds that each took."""
    answers, taken = [], []
    for query in queries:
        begin = time.perf_counter()
        answers.append(ask(query))
        taken.append((time.perf_counter() - begin) * 1000)
    return answers, statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def _cpu() -> float:
    return sum(os.times()[:4])
