"""What a reader sees of the index: the segments of one commit, unchanged while newer commits come.

A snapshot is shared by all threads of a process: nothing in it changes but what is read late, and that is the same
whoever reads it. It is renewed by comparing names, without reading any file: the live folder's and that of its
newest table of contents. Files that a writer drops stay readable as long as a snapshot has them mapped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.engine.contents import SegmentEntry, latest_generation, read_contents
from search.engine.damage import IndexDamaged, demand
from search.engine.doc_lists import Docs
from search.engine.folders import IndexMissing, live_folder
from search.engine.layout import Layout
from search.engine.segments import Segment, SegmentFiles

__all__ = ["IndexDamaged", "IndexMissing", "Segment", "Snapshot", "current", "opened"]

Numbers = NDArray[np.int64]
Value = TypeVar("Value")

_serial = count()
#: A writer may drop files between our reading of the table of contents and our opening them: look again.
_ATTEMPTS, _PAUSE = 10, 0.02  # seconds


class Snapshot:
    """The segments of one commit, and their columns as if they were one: a document's place is its number in its
    segment plus the sizes of all segments before. Columns are joined when they are first asked for."""

    def __init__(self, folder: Path, generation: int, layout: Layout, segments: tuple[Segment, ...]) -> None:
        self.folder = folder
        self.generation = generation
        self.layout = layout
        self.segments = segments
        #: Where each segment begins, and the end of the last one: of all documents, deleted ones among them.
        self.bounds: Numbers = np.cumsum([0, *(segment.size for segment in segments)])
        #: Another one for each snapshot, in the order they were opened.
        self.serial = f"snapshot {next(_serial)}"
        self._derived: dict[str, Any] = {}

    @cached_property
    def size(self) -> int:
        """How many living documents there are."""
        return self.size_with_deleted - sum(len(segment.deleted) for segment in self.segments)

    @property
    def size_with_deleted(self) -> int:
        """How many documents there are, deleted ones among them."""
        return int(self.bounds[-1])

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which documents are not deleted."""
        return np.concatenate([np.zeros(0, np.bool_), *(segment.live for segment in self.segments)])

    def living(self, docs: Docs) -> Docs:
        """Those of the documents that are not deleted."""
        return docs if self.size == self.size_with_deleted else docs[self.live[docs]]

    def average_length(self, name: str) -> float:
        """The average length of a text in tokens, over all documents; 1 where no document has it, as Whoosh says."""
        total = sum(segment.files.lengths.get(name, 0) for segment in self.segments)
        return total / (self.size_with_deleted or 1) or 1

    def number(self, name: str) -> Numbers:
        """The column of a number, MISSING where a document has none."""
        return self.derived(f"n_{name}", lambda: self.joined(segment.number(name) for segment in self.segments))

    def length_bytes(self, name: str) -> NDArray[np.uint8]:
        """The lengths of a text, as Whoosh rounds them to a byte."""
        parts = (segment.files.length_bytes(name) for segment in self.segments)
        return self.derived(f"_{name}_len", lambda: np.concatenate([np.zeros(0, np.uint8), *parts]))

    def located(self, place: int) -> tuple[Segment, int]:
        """Return the segment of a document and the document's number there."""
        which = int(np.searchsorted(self.bounds, place, side="right")) - 1
        return self.segments[which], place - int(self.bounds[which])

    def derived(self, name: str, make: Callable[[], Value]) -> Value:
        """What was once worked out from all segments, under a name of the caller's. Two threads may do it at once."""
        if name not in self._derived:
            self._derived[name] = make()
        found: Value = self._derived[name]
        return found

    def joined(self, parts: Iterable[Numbers]) -> Numbers:
        """Join what each segment has of a column."""
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def check(self) -> None:
        """Raise IndexDamaged if a mapped file was cut short since it was opened."""
        for segment in self.segments:
            segment.files.files.check()


def current(root: Path, layout: Layout, previous: Snapshot | None) -> Snapshot:
    """Return the newest snapshot: `previous` itself if nothing was committed since.

    Raises IndexMissing if there is no live index, IndexDamaged if its files are not in order.
    """
    for attempt in range(_ATTEMPTS):
        folder = live_folder(root)
        generation = latest_generation(folder)
        if previous is not None and (folder, generation) == (previous.folder, previous.generation):
            return previous
        try:
            return _open(folder, generation, layout, previous)
        except FileNotFoundError as error:
            if attempt and folder == live_folder(root) and generation == latest_generation(folder):
                raise IndexDamaged(f"{error.filename} is missing") from error
            time.sleep(_PAUSE)
        except OSError as error:
            raise IndexDamaged(str(error)) from error
    raise IndexDamaged(f"{root} changes faster than it can be read")


def opened(folder: Path, layout: Layout) -> Snapshot:
    """Open the index in any folder, live or not. Raises IndexDamaged."""
    try:
        return _open(folder, latest_generation(folder), layout, None)
    except OSError as error:
        raise IndexDamaged(str(error)) from error


def _open(folder: Path, generation: int, layout: Layout, previous: Snapshot | None) -> Snapshot:
    known = {}
    if previous is not None and (previous.folder, previous.layout) == (folder, layout):
        known = {segment.name: segment for segment in previous.segments}
    entries = read_contents(folder, generation)
    return Snapshot(folder, generation, layout, tuple(_segment(folder, layout, entry, known) for entry in entries))


def _segment(folder: Path, layout: Layout, entry: SegmentEntry, known: dict[str, Segment]) -> Segment:
    """The known segment if it is the same, one with the known files if only deletions are new, else a new one."""
    before = known.get(entry.name)
    if before is None:
        return Segment(SegmentFiles(folder, layout, entry), entry.deleted)
    demand(before.size == entry.size, f"{entry.name} has another size than before")
    return before if before.deleted == entry.deleted else Segment(before.files, entry.deleted)
