"""Writes documents to one index folder. The caller holds the lock of the one that writes (folders.writing_lock).

What is new comes in a segment of its own, under a name that nobody reads, down to the disk; then Whoosh's table of
contents is renamed into place, and with it everything is there at once or not at all. Nothing is ever merged in a
commit: compaction.py does that when there is time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from search.analysis.analyzer import Analyzer
from search.engine import columns
from search.engine.fields import INDEX_NAME, PK, number_column, schema
from search.engine.folders import IndexLocked, sync
from search.engine.layout import MISSING, Document, Layout
from search.engine.mapped import MappedFiles
from search.engine.segment_writer import SegmentWriter, fill

#: A segment is finished with so many documents, or characters: either keeps the memory of writing it below 1 GB.
SEGMENT_DOCUMENTS, SEGMENT_CHARACTERS = 8_000, 16_000_000
#: Documents are analysed together until they have so many characters: more gains nothing.
BATCH_CHARACTERS = 500_000
#: Fewer documents are not worth another thread.
_THREADS_PAY = 200

_DRAFT = re.compile(r"draft-[0-9a-f]{32}\.seg")


@dataclass(frozen=True, slots=True)
class Commit:
    """How many documents a commit added and removed, and the number of the table of contents it wrote."""

    added: int
    removed: int
    generation: int


@dataclass(frozen=True, slots=True)
class Built:
    """A finished segment that nobody sees until it is adopted: its file in the folder and Whoosh's record of it."""

    draft: str
    segment: W3Segment
    documents: int


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """One segment of an index: its name, how many documents it has, how many of them are deleted, and its bytes."""

    name: str
    documents: int
    deleted: int
    size: int


def create(folder: Path, layout: Layout) -> None:
    """Make an empty index in `folder`."""
    TOC.create(DurableStorage(folder), schema(layout), INDEX_NAME)


def commit(
    folder: Path, layout: Layout, analyzer: Analyzer, *, add: Iterable[Document], remove: Collection[int]
) -> Commit:
    """In one commit remove the documents of these keys and add those.

    A document takes the place of an older one only if its key is among `remove`. Files are on the disk, not only in
    the system's memory, when this returns; after any error the index is as it was. Drops drafts that an interrupted
    build_segment() left, so none may be waiting to be adopted. Raises IndexLocked if Whoosh's own writer is at work.
    """
    with changing(folder, layout) as contents:
        drop_drafts(folder)
        built = list(build_segments(folder, layout, analyzer, add))
        removed = _remove(folder, contents.segments, remove)
        if not built and not removed:
            return Commit(0, 0, int(contents.generation))
        generation = write_contents(folder, contents, [*contents.segments, *place(folder, built)])
    return Commit(sum(one.documents for one in built), removed, generation)


def build_segment(folder: Path, layout: Layout, analyzer: Analyzer, documents: Iterable[Document]) -> Built:
    """Write one segment of all these documents (at most 65,535) that nobody sees until it is adopted.

    Several processes may do so at once while one of them, or their parent, holds the lock. Raises ValueError for
    too many documents.
    """
    writer = SegmentWriter(layout, analyzer)
    fill(writer, _batches(documents), threads=1)
    return _finished(folder, writer)


def build_segments(folder: Path, layout: Layout, analyzer: Analyzer, documents: Iterable[Document]) -> Iterator[Built]:
    """Write as many segments of a good size as the documents need."""
    batches = _batches(documents)
    for first in batches:
        writer = SegmentWriter(layout, analyzer)
        fill(writer, _enough(first, batches), threads=2 if len(first) >= _THREADS_PAY else 1)
        yield _finished(folder, writer)


def adopt(folder: Path, layout: Layout, built: Sequence[Built]) -> int:
    """Take finished segments in, all at once; return the number of the table of contents."""
    with changing(folder, layout) as contents:
        return write_contents(folder, contents, [*contents.segments, *place(folder, built)])


def segments_info(folder: Path, layout: Layout) -> list[SegmentInfo]:
    """Return what the newest table of contents says of the index's segments, in order."""
    return [
        SegmentInfo(one.segment_id(), one.doc_count_all(), one.deleted_count(), _bytes_of(folder, one))
        for one in read_contents(folder, layout).segments
    ]


def read_contents(folder: Path, layout: Layout) -> TOC:
    """Return Whoosh's newest table of contents."""
    return TOC.read(DurableStorage(folder), INDEX_NAME, schema=schema(layout))


def write_contents(folder: Path, contents: TOC, segments: Sequence[W3Segment]) -> int:
    """Let the index consist of these segments, from the next number on, which is returned; drop all other files.

    Those who still read from a dropped file keep it until they close it.
    """
    storage, generation = DurableStorage(folder), int(contents.generation) + 1
    TOC(contents.schema, list(segments), generation).write(storage, INDEX_NAME)
    sync(folder)
    clean_files(storage, INDEX_NAME, generation, segments)
    return generation


def place(folder: Path, built: Sequence[Built]) -> list[W3Segment]:
    """Give finished segments the names under which the next table of contents will know them."""
    for one in built:
        (folder / one.draft).rename(folder / one.segment.make_filename(".seg"))
    if built:
        sync(folder)
    return [one.segment for one in built]


def drop_drafts(folder: Path) -> None:
    """Remove segments that were begun or finished, but never adopted."""
    for path in folder.iterdir():
        if _DRAFT.fullmatch(path.name):
            path.unlink()


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's storage, but what is renamed into its place is on the disk before. Whoosh itself never syncs."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._path = folder

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Sync the file, then rename it; `safe` refuses to replace another one."""
        with (self._path / oldname).open("rb") as file:
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)


@contextmanager
def changing(folder: Path, layout: Layout) -> Iterator[TOC]:
    """Shut Whoosh's own writers out, and hand out the table of contents to be changed. Raises IndexLocked."""
    lock = DurableStorage(folder).lock(f"{INDEX_NAME}_WRITELOCK")
    if not lock.acquire(blocking=False):
        raise IndexLocked(folder)
    try:
        yield read_contents(folder, layout)
    except BaseException:
        drop_drafts(folder)
        raise
    finally:
        lock.release()


def _remove(folder: Path, segments: Sequence[W3Segment], keys: Collection[int]) -> int:
    """Mark the documents of these keys deleted in all segments; return how many were alive before."""
    if not keys:
        return 0
    removed, wanted = 0, np.fromiter(keys, np.int64, len(keys))
    for segment in segments:
        pks = _pks(folder, segment.segment_id(), segment.doc_count_all(), bool(segment.is_compound()))
        numbers = np.flatnonzero(np.isin(pks, wanted))
        alive = [number for number in numbers.tolist() if not segment.is_deleted(number)]
        for number in alive:
            segment.delete_document(number)
        removed += len(alive)
    return removed


@lru_cache(maxsize=256)
def _pks(folder: Path, segment: str, size: int, compound: bool) -> NDArray[np.int64]:
    """The keys of a segment's documents. No name is given twice and no segment changes, so they are read once."""
    column = MappedFiles(folder, segment, compound=compound)[f"{number_column(PK)}.col"]
    return columns.numbers(column, ">i8", size, MISSING)


def _finished(folder: Path, writer: SegmentWriter) -> Built:
    draft = f"draft-{uuid4().hex}.seg"
    return Built(draft, writer.write(folder / draft), len(writer))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents that are analysed together: until their texts are long enough."""
    batch, characters = [], 0
    for document in documents:
        batch.append(document)
        characters += _characters(document)
        if characters >= BATCH_CHARACTERS or len(batch) == SEGMENT_DOCUMENTS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _enough(first: list[Document], others: Iterator[list[Document]]) -> Iterator[list[Document]]:
    """As many batches as make a segment."""
    documents = characters = 0
    for batch in chain([first], others):
        documents += len(batch)
        characters += sum(map(_characters, batch))
        yield batch
        if documents >= SEGMENT_DOCUMENTS or characters >= SEGMENT_CHARACTERS:
            return


def _characters(document: Document) -> int:
    return sum(map(len, document.texts.values()))


def _bytes_of(folder: Path, segment: W3Segment) -> int:
    name: Any = f"{segment.segment_id()}."
    return sum(path.stat().st_size for path in folder.iterdir() if path.name.startswith(name))
