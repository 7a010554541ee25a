"""Real questions find the passages that answer them: the promise made for questions in plain language."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import rjieba

from archive.text.folding import fold
from search.engine.layout import Document
from search.engine.relaxed import relaxed
from search.engine.snapshot import Snapshot
from tests.search.engine.indexes import by_us

pytestmark = pytest.mark.slow

#: The mean reciprocal rank of the first ten that the best other lexical engine reached: n-grams of Xapian on DRCD,
#: words of SQLite's FTS5 on CMRC.
_BEST_OTHER = {"drcd": 0.947, "cmrc": 0.984}
_ASKED, _SEED = 1_000, 11


@pytest.mark.parametrize("name", _BEST_OTHER)
def test_questions_find_their_answers_better_than_with_other_engines(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    passages = _lines(shared_data / "retrieval" / f"{name}_corpus.jsonl")
    snapshot = by_us(tmp_path, [[_document(number, one) for number, one in enumerate(passages)]])
    numbers = {one["id"]: number for number, one in enumerate(passages)}
    texts = {one["id"]: one["text"] for one in _lines(shared_data / "retrieval" / f"{name}_queries.jsonl")}
    pairs = _lines(shared_data / "retrieval" / f"{name}_qrels.jsonl")
    asked = random.Random(_SEED).sample(pairs, _ASKED)
    reciprocal = [_reciprocal(snapshot, texts[question], numbers[passage]) for question, passage, _grade in asked]
    assert sum(reciprocal) / _ASKED > _BEST_OTHER[name]


def _reciprocal(snapshot: Snapshot, question: str, right: int) -> float:
    found = [hit.pk for hit in relaxed(snapshot, fold(question), rjieba.cut, limit=10)]
    return 1 / (found.index(right) + 1) if right in found else 0.0


def _document(number: int, passage: dict[str, Any]) -> Document:
    return Document(number, {"title": passage["title"], "body": " ".join(passage["text"].split())})


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
