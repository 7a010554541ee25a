"""What a reader sees of the index: the segments of one commit, unchanged while newer commits come.

A snapshot belongs to one thread (Whoosh's files have one position each) and is renewed by comparing names, without
reading any file: the live folder's name and the number of its newest table of contents.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from search.engine.folders import live_folder
from search.engine.layout import Layout
from search.engine.postings import holder_count, holders

_NAME = "MAIN"
#: A writer may drop files between our reading of the table of contents and our opening them: look again.
_ATTEMPTS, _PAUSE = 10, 0.02  # seconds


class _Texts:
    """The texts of a segment, where Whoosh's column says that they are. Whoosh itself seeks, then reads, then copies;
    with every candidate of a phrase to be looked into, one system call each is several times faster."""

    def __init__(self, column: Any, path: Path) -> None:
        self._file = path.open("rb")
        self._offsets, self._lengths = column._offsets, column._lengths

    def __getitem__(self, number: int) -> bytes:
        length = self._lengths[number]
        text = os.pread(self._file.fileno(), length, self._offsets[number])
        if len(text) != length:
            raise OSError(f"{self._file.name} ends too early")
        return text


class SegmentFiles:
    """The open files of one segment; they never change, so a newer snapshot goes on using them."""

    def __init__(self, storage: FileStorage, layout: Layout, segment: Any) -> None:
        self.reader = SegmentReader(storage, layout.schema(), segment)
        self.size = int(segment.doc_count_all())
        self.texts = self._texts(storage, segment)
        self.lengths: list[int] = list(self._column("length"))
        self.characters = sum(self.lengths)
        self.numbers: dict[str, list[int]] = {name: list(self._column(f"n_{name}")) for name in layout.numbers}
        self.labels: dict[str, list[str]] = {
            name: [value.decode() for value in self._column(f"l_{name}")] for name in layout.labels
        }
        self.titles: dict[str, list[bytes]] = {name: list(self._column(f"t_{name}")) for name in layout.titles}

    def _texts(self, storage: FileStorage, segment: Any) -> Any:
        """The texts by number. Only Whoosh can look into a compound file, which its own optimize() makes."""
        column = self._column("text")
        if segment.is_compound():
            return column
        return _Texts(column, Path(storage.folder) / W3Codec.column_filename(segment, "text"))

    def _column(self, name: str) -> Any:
        """The column's reader. Not Whoosh's translating one: values stay bytes. Absent columns read as defaults."""
        return self.reader.column_reader(name, translate=False)


@dataclass(frozen=True)
class Segment:
    """A segment's files and which of its documents are deleted in this snapshot."""

    files: SegmentFiles
    deleted: frozenset[int]

    @cached_property
    def alive(self) -> set[int]:
        return set(range(self.files.size)) - self.deleted

    def holders(self, term: str) -> set[int]:
        """The living documents that hold the index term."""
        return set(holders(self.files.reader, term)) - self.deleted

    def holder_count(self, term: str) -> int:
        """How many documents hold the index term, deleted ones included."""
        return holder_count(self.files.reader, term)

    def text(self, number: int) -> bytes:
        """The document's folded text in UTF-8."""
        return bytes(self.files.texts[number])

    def title(self, name: str, number: int) -> bytes:
        return self.files.titles[name][number]


@dataclass(frozen=True)
class Snapshot:
    folder: Path
    generation: int
    segments: tuple[Segment, ...]

    @property
    def size(self) -> int:
        """How many living documents there are."""
        return sum(segment.files.size - len(segment.deleted) for segment in self.segments)


def current(root: Path, layout: Layout, previous: Snapshot | None) -> Snapshot:
    """Return the newest snapshot: `previous` itself if nothing was committed since. Raises IndexMissing.

    Whatever Whoosh raises on files that are damaged or were made by others passes through.
    """
    for attempt in range(_ATTEMPTS):
        folder = live_folder(root)
        storage = FileStorage(str(folder))
        generation = TOC._latest_generation(storage, _NAME)
        if previous is not None and (folder, generation) == (previous.folder, previous.generation):
            return previous
        try:
            return _open(folder, storage, generation, layout, previous)
        except OSError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_PAUSE)
    raise AssertionError("unreachable")


def opened(folder: Path, layout: Layout) -> Snapshot:
    """Open the index in any folder, live or not."""
    storage = FileStorage(str(folder))
    return _open(folder, storage, TOC._latest_generation(storage, _NAME), layout, None)


def _open(folder: Path, storage: FileStorage, generation: int, layout: Layout, previous: Snapshot | None) -> Snapshot:
    contents = TOC.read(storage, _NAME, gen=generation, schema=layout.schema())
    known = {}
    if previous is not None and previous.folder == folder:
        known = {segment.files.reader.segment().segment_id(): segment.files for segment in previous.segments}
    segments = tuple(
        Segment(known.get(one.segment_id()) or SegmentFiles(storage, layout, one), frozenset(one.deleted_docs()))
        for one in contents.segments
    )
    return Snapshot(folder, generation, segments)
