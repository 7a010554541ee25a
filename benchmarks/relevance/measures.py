"""What a ranking is worth: the reciprocal rank, the discounted gain and the recall of one right answer each."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.relevance.sets import Asked, Question

#: How many answers a ranking gives at the most, the best first, as numbers of articles.
DEEP = 100
Ranking = Callable[[str], Sequence[int]]
_TOP = 10


@dataclass(slots=True)
class Measures:
    """For each question the rank of the first right answer, 0 if none was found, and the seconds it took."""

    name: str
    ranks: list[int] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)

    @property
    def mrr(self) -> float:
        """The mean of 1 / rank, 0 beyond the first ten."""
        return self._mean(map(_reciprocal, self.ranks))

    @property
    def ndcg(self) -> float:
        """The mean of 1 / log₂(rank + 1), 0 beyond the first ten: with one right answer the ideal gain is 1."""
        return self._mean(1 / math.log2(rank + 1) if 0 < rank <= _TOP else 0.0 for rank in self.ranks)

    @property
    def recall(self) -> float:
        """The part of the questions with a right answer among the first hundred."""
        return self._mean(float(rank > 0) for rank in self.ranks)

    @property
    def error(self) -> float:
        """The standard error of the mean reciprocal rank."""
        mean = self.mrr
        spread = sum((_reciprocal(rank) - mean) ** 2 for rank in self.ranks)
        return math.sqrt(spread) / max(len(self.ranks), 1)

    @property
    def milliseconds(self) -> float:
        """The median."""
        return sorted(self.taken)[len(self.taken) // 2] * 1000

    def _mean(self, values: Iterable[float]) -> float:
        return sum(values) / max(len(self.ranks), 1)


def measure(name: str, ranking: Ranking, asked: Asked, questions: Sequence[Question]) -> Measures:
    """Ask each question."""
    found = Measures(name)
    for question in questions:
        started = time.perf_counter()
        answers = ranking(question.text)
        found.taken.append(time.perf_counter() - started)
        found.ranks.append(_rank(answers, question.right, asked))
    return found


HEAD = f"{'':<44} {'MRR@10':>8} {'±':>6} {'nDCG@10':>8} {'recall@100':>10} {'ms':>7}"


def line(found: Measures) -> str:
    """One line below HEAD."""
    return (
        f"{found.name:<44} {found.mrr:>8.4f} {found.error:>6.4f} {found.ndcg:>8.4f} {found.recall:>10.4f}"
        f" {found.milliseconds:>7.2f}"
    )


def _rank(answers: Sequence[int], right: int, asked: Asked) -> int:
    return next((rank for rank, one in enumerate(answers, start=1) if asked.same(one, right)), 0)


def _reciprocal(rank: int) -> float:
    return 1 / rank if 0 < rank <= _TOP else 0.0
