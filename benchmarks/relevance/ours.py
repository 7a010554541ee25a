"""Our engine's rankings: of questions by the relaxed formula and others like it, of exact hits by what is weighed."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import rjieba

from archive.text.folding import fold
from benchmarks.relevance.measures import DEEP
from benchmarks.relevance.sets import Article
from search.analysis.analyzer import Analyzer
from search.engine import writing
from search.engine.layout import Document, Layout
from search.engine.relaxed import FORMULA, Formula, relaxed
from search.engine.searching import Asked, Recency, search
from search.engine.snapshot import Snapshot, opened
from search.query.syntax import And, Phrase, Prefer, Term

#: As in search_indexes.py.
TITLE_FACTOR = 2.0
#: The formula, and others that differ in one thing each.
FORMULAS: dict[str, Formula] = {
    "ours": FORMULA,
    "ours, BM25 alone": replace(FORMULA, passage_weight=0.0),
    "ours, no characters in passages": replace(FORMULA, characters=False),
    "ours, all pairs count alike": replace(FORMULA, across=1.0),
    "ours, pairs across words not at all": replace(FORMULA, across=0.0),
    "ours, k1 1.2, b 0.75": replace(FORMULA, k1=1.2, b=0.75),
    "ours, k1 0.8": replace(FORMULA, k1=0.8),
    "ours, k1 1.5": replace(FORMULA, k1=1.5),
    "ours, b 0.3": replace(FORMULA, b=0.3),
    "ours, passages of 20": replace(FORMULA, passage=20),
    "ours, passages of 80": replace(FORMULA, passage=80),
    "ours, passages of 160": replace(FORMULA, passage=160),
    "ours, passages weigh 1": replace(FORMULA, passage_weight=1.0),
    "ours, passages weigh 3": replace(FORMULA, passage_weight=3.0),
    "ours, 50 read": replace(FORMULA, candidates=50),
    "ours, 300 read": replace(FORMULA, candidates=300),
    "ours, no floor": replace(FORMULA, floor=0.0),
    "ours, floor 0.3": replace(FORMULA, floor=0.3),
}


@dataclass(frozen=True, slots=True)
class Exact:
    """What is weighed in the ranking of exact hits. `recency` is its weight, `half_life` in days."""

    title: float = TITLE_FACTOR
    row: float = 0.5
    recency: float = 0.0
    half_life: int = 730


def indexed(articles: Sequence[Article], folder: Path, title: float = TITLE_FACTOR) -> Snapshot:
    """Write the articles into an index in `folder`; the key of each is its number."""
    layout = Layout({"title": title, "body": 1.0}, ("title", "body"), numbers=("day", "moment"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    writing.create(folder, layout)
    documents = (_document(number, article) for number, article in enumerate(articles))
    writing.adopt(folder, layout, list(writing.build_segments(folder, layout, Analyzer(rjieba.cut), documents)))
    return opened(folder, layout)


def near(snapshot: Snapshot, formula: Formula, question: str) -> list[int]:
    """What comes near the question."""
    return [hit.pk for hit in relaxed(snapshot, fold(question), rjieba.cut, limit=DEEP, formula=formula)]


def exact(snapshot: Snapshot, weighed: Exact, question: str) -> list[int]:
    """What holds all of the question's words, parted by blanks."""
    words = [Term(word) for word in fold(question).split()]
    tree = And(tuple(words))
    asked = Asked(Prefer(tree, Phrase("".join(word.text for word in words)), weighed.row) if len(words) > 1 else tree)
    if weighed.recency:
        newest = str(int(snapshot.number("day").max()))
        today = datetime.datetime.strptime(newest, "%Y%m%d").replace(tzinfo=datetime.UTC).date()
        asked = replace(asked, recency=Recency("day", today.toordinal(), weighed.half_life, weighed.recency))
    return [hit.pk for hit in search(snapshot, replace(asked, stop=DEEP)).hits]


def _document(number: int, article: Article) -> Document:
    texts = {"title": " ".join(article.title.split()), "body": _lines(article.body)}
    day = {"day": article.day, "moment": article.day * 10_000} if article.day > 0 else {}
    return Document(number, texts, day)


def _lines(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
