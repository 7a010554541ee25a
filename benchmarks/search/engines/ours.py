"""Our engine by itself: documents in, hits out, without Django. Visibility and snippets are the website's part."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.text.folding import fold
from benchmarks.search.engines.engine import FACETS, PAGE, Answer, Engine, memory
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row, read
from search.analysis.analyzer import Analyzer
from search.analysis.segmentation import Cut, own_jieba, segmenter
from search.engine import writing
from search.engine.folders import live_folder, make_live, new_folder
from search.engine.layout import MISSING, Document, Layout
from search.engine.relaxed import relaxed
from search.engine.searching import BY_RELEVANCE, Asked, matching, search
from search.engine.snapshot import Snapshot, current
from search.query.syntax import And, Everything, Field, Node, Not, Or, Phrase, Prefix, Term

LAYOUT = Layout(
    texts={"title": 2.0, "body": 1.0},
    default=("title", "body"),
    numbers=("day", "moment", "outlet"),
    labels=("script",),
    sets=("agency",),
)
_SEGMENT = 8_000  # articles in a segment at the most: half a gigabyte of memory for each process


class Ours(Engine):
    """Built by as many processes as there are processors, each a segment at a time."""

    _peak = 0

    def build(self, file: Path, count: int) -> None:
        self.folder.mkdir(parents=True)
        folder = new_folder(self.folder)
        writing.create(folder, LAYOUT)
        writing.adopt(folder, LAYOUT, self._built(folder, file, count))
        make_live(self.folder, folder)

    def _built(self, folder: Path, file: Path, count: int) -> list[writing.Built]:
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            parts = [(folder, file, start, stop) for start, stop in _parts(count, os.cpu_count() or 1)]
            done = list(pool.map(self._segment, *zip(*parts, strict=True)))
        self._peak = max(peak for _built, peak in done)
        return [built for built, _peak in done]

    @classmethod
    def cut(cls, folder: Path) -> Cut:
        return segmenter(folder / "jieba")

    @classmethod
    def _segment(cls, folder: Path, file: Path, start: int, stop: int) -> tuple[writing.Built, int]:
        """Write the segment of the rows from `start` to `stop`; tell the memory that this process took at the most."""
        documents = map(_document, itertools.islice(read(file, stop), start, None))
        built = writing.build_segment(folder, LAYOUT, Analyzer(cls.cut(folder.parent)), documents)
        return built, memory("VmHWM")

    def peak(self) -> int:
        return max(self._peak, memory("VmHWM"))

    def bytes(self) -> int:
        return sum(path.stat().st_size for path in live_folder(self.folder).iterdir())

    def open(self) -> None:
        fold("")
        self.snapshot: Snapshot = current(self.folder, LAYOUT, None)

    def ask(self, query: Query, facets: bool) -> Answer:
        order = ("-day", "-pk") if query.newest else BY_RELEVANCE
        filters: dict[str, Node] = {"day": Field("day", "range", query.days)} if query.days else {}
        wanted = FACETS if facets else ()
        found = search(self.snapshot, Asked(_tree(query), filters, order=order, stop=PAGE, facets=wanted))
        counted = {name: {str(value): n for value, n in values} for name, values in found.facets.items()}
        return Answer(found.count, [hit.pk for hit in found.hits], counted)

    def holding(self, words: str) -> list[int]:
        found = search(self.snapshot, Asked(Phrase(fold(words)), order=("-pk",)))
        return [hit.pk for hit in found.hits]

    def best(self, question: str, count: int) -> list[int]:
        """Those that hold the question as it stands, then those that come near it."""
        exact = search(self.snapshot, Asked(Term(fold(question)), stop=count)).hits
        left = count - len(exact)
        near = relaxed(self.snapshot, fold(question), self.cut(self.folder), limit=left, without=self._masks(question))
        return [hit.pk for hit in (*exact, *near)]

    def _masks(self, question: str) -> list[NDArray[np.bool_]]:
        return matching(self.snapshot, Term(fold(question)))

    def add(self, rows: Sequence[Row]) -> None:
        folder = live_folder(self.folder)
        documents = map(_document, rows)
        writing.commit(folder, LAYOUT, Analyzer(self.cut(self.folder)), add=documents, remove=())
        self.snapshot = current(self.folder, LAYOUT, self.snapshot)


class OursAlone(Ours):
    """The same in one process, which has a thread for the dictionary."""

    def _built(self, folder: Path, file: Path, count: int) -> list[writing.Built]:
        documents = map(_document, read(file, count))
        return list(writing.build_segments(folder, LAYOUT, Analyzer(self.cut(self.folder)), documents))


class OursByJieba(Ours):
    """The same where rjieba is missing."""

    @classmethod
    def cut(cls, folder: Path) -> Cut:
        return own_jieba(folder / "jieba")


def _parts(count: int, processes: int) -> Iterator[tuple[int, int]]:
    """Cut the articles into equal segments, as many for one process as for the other."""
    turns = -(-count // (_SEGMENT * processes))
    size = -(-count // (turns * processes))
    return ((start, min(start + size, count)) for start in range(0, count, size))


def _document(row: Row) -> Document:
    day = row.day if row.day > 0 else MISSING
    return Document(
        pk=row.pk,
        texts={"title": row.title, "body": row.body},
        numbers={"day": day, "moment": day, "outlet": row.outlet},
        labels={"script": row.script},
        sets={"agency": row.agencies},
    )


def _tree(query: Query) -> Node:
    parts: list[Node] = [Phrase(fold(word)) if query.kind == "phrase" else Term(fold(word)) for word in query.every]
    if query.prefix:
        parts.append(Prefix(fold(query.prefix)))
    if query.either:
        parts.append(Or(tuple(Term(fold(word)) for word in query.either)))
    parts += _none(query.none)
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else Everything()


def _none(words: Iterable[str]) -> list[Node]:
    return [Not(Term(fold(word))) for word in words]
