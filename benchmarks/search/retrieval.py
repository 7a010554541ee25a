"""Questions in plain language and the one passage that answers each: mean reciprocal rank of the first ten (MRR@10)."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpus import SHARED
from benchmarks.search.building import folder_of, tell
from benchmarks.search.client import Client, Fault
from benchmarks.search.engines import ENGINES
from benchmarks.search.figures import Figures
from benchmarks.search.rows import Corpus, write

SETS = ("drcd", "cmrc")
_FOLDER = SHARED.parent / "retrieval"
_DEEP = 10
_SEED = 11


def rank_all(engines: Sequence[Figures], cache: Path, questions: int) -> int:
    """Ask each engine so many questions of each set. Returns how many were asked, 0 where the sets are missing."""
    if not _FOLDER.is_dir():
        return 0
    for name in SETS:
        corpus, keys = _passages(name, cache)
        asked = _questions(name, keys, questions)
        for one in engines:
            try:
                one.ranks[name] = _mean_reciprocal_rank(one, corpus, asked)
            except Fault as fault:
                tell(f"{one.title}, {name}: {fault}")
    return questions


def _mean_reciprocal_rank(one: Figures, corpus: Corpus, asked: Sequence[tuple[str, int]]) -> float:
    folder = folder_of(one.name, corpus, corpus.count)
    if not (folder / "ready").exists() or one.name.startswith("ours"):
        shutil.rmtree(folder, ignore_errors=True)
        with Client(one.name, folder) as client:
            client.build(corpus.file(ENGINES[one.name].folded), corpus.count)
        (folder / "ready").touch()
    with Client(one.name, folder) as client:
        client.open()
        return sum(_reciprocal(client.best(question, _DEEP), right) for question, right in asked) / len(asked)


def _reciprocal(found: Sequence[int], right: int) -> float:
    return 1 / (found.index(right) + 1) if right in found else 0.0


def _passages(name: str, cache: Path) -> tuple[Corpus, dict[str, int]]:
    """Return the passages as a corpus, and the key of each by its name."""
    passages = list(_lines(f"{name}_corpus.jsonl"))
    folder = cache / f"rows-{name}"
    if not (folder / "count").exists():
        given = ({"title": one["title"], "body": one["text"], "date": None} for one in passages)
        write(folder, given, held_back=0)
    return Corpus(name, folder, len(passages)), {one["id"]: pk for pk, one in enumerate(passages, start=1)}


def _questions(name: str, keys: dict[str, int], count: int) -> list[tuple[str, int]]:
    """Draw questions with the key of the passage that answers each."""
    texts = {one["id"]: one["text"] for one in _lines(f"{name}_queries.jsonl")}
    pairs = [(texts[question], keys[passage]) for question, passage, _grade in _lines(f"{name}_qrels.jsonl")]
    return random.Random(_SEED).sample(pairs, min(count, len(pairs)))  # noqa: S311 - the same in every run


def _lines(name: str) -> list[Any]:
    return [json.loads(line) for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines() if line]
