"""Builds the segments of a new generation from all public articles, on every core.

Each process reads the rows itself, over its own database connection: to read and prepare them costs as much as to
hand them over would. What changes meanwhile has a row in the outbox and is indexed afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from archive.models import Article
from search.engine.layout import Document
from search.engine.writing import Built
from search.generation import Generation
from search.indexing import child_processes
from search.indexing.halving import in_halves
from search.indexing.preparing import prepared

#: A segment holds at most so many documents of so many characters: about 0.7 GB of memory while it is built.
SEGMENT, CHARACTERS = 8_000, 12_000_000
#: For fewer articles a second process takes longer to start than it saves.
WORTH_A_PROCESS = 1_000
#: More processes wait for the disk and take memory.
MOST_PROCESSES = 4
#: Rows read from the database at once: a long query would hold up writers.
ROWS = 500
_PROGRESS_SECONDS = 0.5

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Part:
    """What was built of some articles. failed: keys of those that could not be indexed, with the reason."""

    segments: list[Built] = field(default_factory=list)
    documents: int = 0
    failed: dict[int, str] = field(default_factory=dict)

    def take(self, other: Part) -> None:
        self.segments += other.segments
        self.documents += other.documents
        self.failed |= other.failed


def build(generation: Generation, *, processes: int | None, progress: Progress | None) -> Part:
    """Build segments of all public articles, to be adopted; one article that cannot be indexed stops nothing.

    processes: by default one a core, fewer for a small archive. progress: called with the articles read and their
    number in all. Raises BrokenProcessPool if a child was killed.
    """
    keys = list(Article.objects.public().order_by("pk").values_list("pk", flat=True))
    wanted = processes or min(len(os.sched_getaffinity(0)), MOST_PROCESSES, len(keys) // WORTH_A_PROCESS)
    spans = _spans(keys, max(wanted, 1))
    tell = progress or (lambda done, total: None)
    if wanted <= 1:
        return _build_here(generation, spans, lambda done: tell(done, len(keys)))
    return _build_in_children(generation, spans, wanted, lambda done: tell(done, len(keys)))


def build_span(folder: Path, after: int, last: int, count: Callable[[int], None] = child_processes.count) -> Part:
    """Build segments of the public articles whose keys are above `after` and up to `last`."""
    generation, part = Generation(folder), Part()
    for documents, failed in _segments(after, last, count):
        built, bad = in_halves(documents, generation.build)
        part.segments += built
        part.failed |= failed | {document.pk: repr(error) for document, error in bad}
        part.documents += len(documents) - len(bad)
    return part


def _build_here(generation: Generation, spans: Sequence[tuple[int, int]], tell: Callable[[int], None]) -> Part:
    whole, read = Part(), [0]

    def count(articles: int) -> None:
        read[0] += articles
        tell(read[0])

    for span in spans:
        whole.take(build_span(generation.folder, *span, count))
    return whole


def _build_in_children(
    generation: Generation, spans: Sequence[tuple[int, int]], processes: int, tell: Callable[[int], None]
) -> Part:
    whole = Part()
    with child_processes.children(processes) as (pool, shared):
        waiting: set[Future[Part]] = {pool.submit(build_span, generation.folder, *span) for span in spans}
        while waiting:
            done, waiting = wait(waiting, timeout=_PROGRESS_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                whole.take(future.result())
            tell(shared.read.value)
    return whole


def _spans(keys: Sequence[int], processes: int) -> list[tuple[int, int]]:
    """Cut the ascending keys into spans of a segment's worth, as many as keep all processes at work to the end."""
    if not keys:
        return []
    rounds = -(-len(keys) // (SEGMENT * processes))
    size = -(-len(keys) // (rounds * processes))
    bounds = [0, *(keys[min(end, len(keys)) - 1] for end in range(size, len(keys) + size, size))]
    return list(pairwise(bounds))


def _segments(after: int, last: int, count: Callable[[int], None]) -> Iterator[tuple[list[Document], dict[int, str]]]:
    """Yield the documents of a segment after the other, with the articles that could not be prepared."""
    documents: list[Document] = []
    failed: dict[int, str] = {}
    characters = 0
    rows = Article.objects.public().filter(pk__lte=last).order_by("pk").values_list("pk", flat=True)
    while keys := list(rows.filter(pk__gt=after)[:ROWS]):
        after = keys[-1]
        more, bad = prepared(keys)
        documents += more
        failed |= bad
        characters += sum(len(text) for document in more for text in document.texts.values())
        count(len(keys))
        if characters >= CHARACTERS or len(documents) > SEGMENT - ROWS:
            yield documents, failed
            documents, failed, characters = [], {}, 0
    if documents or failed:
        yield documents, failed
