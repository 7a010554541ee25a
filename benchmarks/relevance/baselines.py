"""Other rankings: Okapi BM25 over words or pairs by itself, and the search engines of benchmarks.search."""

from __future__ import annotations

import math
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import rjieba

from archive.text.folding import fold
from benchmarks.relevance.measures import DEEP, Ranking
from benchmarks.relevance.sets import Article
from benchmarks.search.client import PEERS, Client
from benchmarks.search.rows import write
from search.analysis.runs import Kind, runs

#: The engines that are asked beside us, by their names in benchmarks.search.
ENGINES = {"fts5-words": "SQLite FTS5, folded words", "tantivy": "tantivy, folded words"}
_K1, _B = 1.2, 0.75


def words(text: str) -> Iterator[str]:
    """The words of folded text, as jieba cuts them."""
    for run in runs(text):
        if run.kind is not Kind.MARK:
            yield from rjieba.cut(run.text) if run.kind is Kind.HAN else [run.text]


def pairs(text: str) -> Iterator[str]:
    """The pairs of neighbours of folded text, runs of one character, and runs of letters and digits."""
    for run in runs(text):
        if run.kind is Kind.HAN and len(run.text) > 1:
            yield from map("".join, pairwise(run.text))
        elif run.kind is not Kind.MARK:
            yield run.text


class Bm25:
    """Any of the question's terms, in title and body, each with its own statistics; both texts score alike."""

    def __init__(self, articles: Sequence[Article], terms: Callable[[str], Iterable[str]]) -> None:
        self._terms = terms
        self._count = len(articles)
        self._fields = [self._indexed(article.title for article in articles)]
        self._fields.append(self._indexed(article.body for article in articles))

    def __call__(self, question: str) -> list[int]:
        scores = np.zeros(self._count)
        for postings, lengths in self._fields:
            norms = _K1 * (1 - _B + _B * lengths / (lengths.mean() or 1))
            for term in set(self._terms(fold(question))) & postings.keys():
                numbers, tf = postings[term]
                idf = math.log(1 + (self._count - len(numbers) + 0.5) / (len(numbers) + 0.5))
                scores[numbers] += idf * tf * (_K1 + 1) / (tf + norms[numbers])
        best = np.argsort(-scores, kind="stable")[:DEEP]
        return [int(number) for number in best if scores[number] > 0]

    def _indexed(self, texts: Iterable[str]) -> tuple[dict[str, tuple[np.ndarray, np.ndarray]], np.ndarray]:
        found: dict[str, list[tuple[int, int]]] = {}
        lengths = np.zeros(self._count)
        for number, text in enumerate(texts):
            counts = Counter(self._terms(fold(text)))
            lengths[number] = counts.total()
            for term, count in counts.items():
                found.setdefault(term, []).append((number, count))
        columns = {term: np.array(rows).T for term, rows in found.items()}
        return {term: (numbers, counts.astype(float)) for term, (numbers, counts) in columns.items()}, lengths


def present() -> list[str]:
    """The engines that can be asked here: tantivy lies with the peers of benchmarks.search."""
    return [name for name in ENGINES if name != "tantivy" or (PEERS / "tantivy").is_dir()]


@contextmanager
def engine(name: str, articles: Sequence[Article], folder: Path) -> Iterator[Ranking]:
    """Have one of ENGINES index the articles below `folder`; any of the words of a question will do."""
    rows = folder / "rows"
    shutil.rmtree(folder, ignore_errors=True)
    write(rows, ({"title": one.title, "body": one.body, "date": ""} for one in articles), held_back=0)
    with Client(name, folder / name) as client:
        client.build(rows / "folded.jsonl", len(articles))
    with Client(name, folder / name) as client:
        client.open()
        yield lambda question: [key - 1 for key in client.best(question, DEEP)]
