"""What is asked and what is right: questions with the one passage that answers each, from the sets beside the project.

A set's questions are parted once and for all: a thousand that are reported, the same that benchmarks.search asks,
and all others, on which a ranking may be tuned.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.corpus import SHARED

QUESTIONS = ("drcd", "cmrc")
#: How many questions are reported.
REPORTED = 1_000
_FOLDER = SHARED.parent / "retrieval"
_SEED = 11


@dataclass(frozen=True, slots=True)
class Article:
    """As printed. `day` is yyyymmdd, -1 where none is known."""

    title: str
    body: str
    day: int = -1


@dataclass(frozen=True, slots=True)
class Question:
    """`right` is the number of the article that is wanted."""

    text: str
    right: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Articles, questions to report and questions to tune on; `same` tells whether another article will do as well."""

    name: str
    articles: Sequence[Article]
    reported: Sequence[Question]
    others: Sequence[Question]
    same: Callable[[int, int], bool] = int.__eq__


def missing() -> bool:
    """Tell whether the sets are not beside the project."""
    return not _FOLDER.is_dir()


def questions(name: str) -> Asked:
    """Return one of QUESTIONS. Of those not reported, as many as the reported ones are enough to tune on."""
    passages = _lines(f"{name}_corpus.jsonl")
    numbers = {one["id"]: number for number, one in enumerate(passages)}
    texts = {one["id"]: one["text"] for one in _lines(f"{name}_queries.jsonl")}
    pairs = [Question(texts[asked], numbers[passage]) for asked, passage, _grade in _lines(f"{name}_qrels.jsonl")]
    chance = random.Random(_SEED)  # noqa: S311 - the same in every run
    reported = chance.sample(range(len(pairs)), REPORTED)
    others = chance.sample(sorted(set(range(len(pairs))) - set(reported)), REPORTED)
    articles = [Article(one["title"], one["text"]) for one in passages]
    return Asked(name, articles, [pairs[one] for one in reported], [pairs[one] for one in others])


def _lines(name: str) -> list[Any]:
    return [json.loads(line) for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines() if line]
