"""Writes documents to the files of one index folder: one writer, one commit, and nothing left behind on an error."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from search.engine.folders import sync
from search.engine.layout import Document, Layout
from search.engine.postings import Codec, PostingLists, holders

#: Segments of at least so many documents are merged no more: to write them anew costs more than to look into them.
FULL_SEGMENT = 2_000
#: So many segments of one order of magnitude become one.
MERGE_AT = 10


def create(folder: Path, layout: Layout) -> None:
    """Make an empty index in `folder`."""
    FileIndex.create(FileStorage(str(folder)), layout.schema())


def commit(folder: Path, layout: Layout, *, add: Iterable[Document], remove: Sequence[str]) -> int:
    """In one commit remove the documents of these keys and add those; return how many were added.

    A document takes the place of an older one only if its key is among `remove`. Files are on the disk, not only
    in the system's memory, when this returns. Raises LockError if another writer is at work in the folder; after
    any error the index is as it was.
    """
    writer = _Writer(FileIndex(FileStorage(str(folder)), schema=layout.schema()))
    try:
        writer.remove(remove)
        for document in add:
            writer.add_document(**layout.row(document))
        added = int(writer.doc_count())
        writer.commit(mergetype=_merge)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    _flush(folder, writer)
    return added


class _Writer(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer with our posting lists; files stay single, for compound ones are copied whole by each reader."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, codec=Codec(), compound=False, timeout=5.0)
        self.pool = PostingLists()

    def remove(self, keys: Sequence[str]) -> None:
        """Mark the documents of these keys deleted in all segments."""
        for segment in self.segments if keys else ():
            reader = SegmentReader(self.storage, self.schema, segment)
            try:
                for key in keys:
                    for number in holders(reader, key, field="key"):
                        segment.delete_document(number)
            finally:
                reader.close()


def _merge(writer: _Writer, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy, called within the commit: take small segments of one size together, drop empty ones.

    Whoosh's own policy may merge everything at any commit; with orders of magnitude each document is written anew
    at most three times on its way into a full segment.
    """
    kept = [segment for segment in segments if segment.doc_count() > 0]
    for lower, upper in ((1, 10), (10, 100), (100, FULL_SEGMENT)):
        group = [segment for segment in kept if lower <= segment.doc_count() < upper]
        if len(group) >= MERGE_AT:
            kept = [segment for segment in kept if segment not in group]
            _take_over(writer, group)
    return kept


def _take_over(writer: _Writer, segments: list[Any]) -> None:
    for segment in segments:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        try:
            writer.add_reader(reader)
        finally:
            reader.close()


def _flush(folder: Path, writer: _Writer) -> None:
    """Whoosh never syncs: do it for the files of this commit."""
    own = (f"{writer.newsegment.segment_id()}.", f"_{writer.indexname}_{writer.generation}.toc")
    for path in folder.iterdir():
        if path.name.startswith(own):
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync(folder)
