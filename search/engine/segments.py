"""A segment as a reader sees it: its terms, its columns, its texts, and which of its documents are deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.engine import columns
from search.engine.cache import CACHE
from search.engine.contents import SegmentEntry
from search.engine.damage import read_from
from search.engine.layout import MISSING, Layout
from search.engine.mapped import MappedFiles
from search.engine.posting_groups import decoded_all
from search.engine.postings import NO_POSTINGS, Postings, decoded
from search.engine.termtable import TermTable

Value = TypeVar("Value")
_serial = count()


class SegmentFiles:
    """The open files of a segment; they never change, so newer snapshots go on using them, and threads share them.

    Columns are read when they are first asked for. Every method raises IndexDamaged for files that are not in order.
    """

    def __init__(self, folder: Path, layout: Layout, entry: SegmentEntry) -> None:
        """Open the files. Raises FileNotFoundError where one is gone, IndexDamaged, or OSError."""
        self.name, self.size, self.lengths, self.layout = entry.name, entry.size, entry.lengths, layout
        self.serial = next(_serial)
        self.files = MappedFiles(folder, entry.name, compound=entry.compound)
        self._columns: dict[str, Any] = {}
        with read_from(self.name):
            self.terms = TermTable(self.files["trm"])

    def postings(self, field: str, term: str) -> Postings:
        """The documents that hold the index term, deleted ones among them. What is returned must not be changed."""
        return CACHE.get((self.serial, field, term), lambda: self._decoded(field, term))

    def df(self, field: str, term: str) -> int:
        """How many documents hold the index term, deleted ones among them; cheap."""
        with read_from(self.name):
            info = self.terms.find(field, term)
        return info.documents if info else 0

    def beginning_with(self, field: str, prefix: str, longest: int | None = None) -> Postings:
        """The documents that hold any index term beginning with `prefix`, of at most `longest` bytes; weights added."""
        key = (self.serial, field, prefix, longest, "beginning")
        return CACHE.get(key, lambda: self._beginning_with(field, prefix, longest))

    def count_beginning_with(self, field: str, prefix: str) -> int:
        """How many index terms begin with `prefix`; cheap."""
        with read_from(self.name):
            return self.terms.count_beginning_with(field, prefix)

    def number(self, name: str) -> NDArray[np.int64]:
        """The column of a number, MISSING where a document has none."""
        return self._column(f"n_{name}", lambda: self._numbers(f"n_{name}.col", ">i8", MISSING))

    def label(self, name: str) -> tuple[NDArray[np.int64], list[str]]:
        """For each document the place of its label, and the labels."""
        return self._column(f"l_{name}", lambda: self._labels(f"l_{name}.col"))

    def set(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The column of a set: the numbers of document i are values[bounds[i] : bounds[i + 1]]."""
        return self._column(f"s_{name}", lambda: columns.lists(self.texts(f"s_{name}")))

    def length_bytes(self, name: str) -> NDArray[np.uint8]:
        """The lengths of a text, as Whoosh rounds them to a byte."""
        return self._column(f"_{name}_len", lambda: self._numbers(f"_{name}_len.col", "u1", 0).astype(np.uint8))

    def folded(self, name: str) -> columns.Bytes:
        """Where the folded forms of a text lie."""
        return self.texts(f"f_{name}")

    def written(self, name: str) -> columns.Bytes:
        """Where the written forms of a text lie; empty where the folded form is the same."""
        return self.texts(f"w_{name}")

    def texts(self, name: str) -> columns.Bytes:
        """Where the values of a column of bytes lie."""
        return self._column(f"{name}.bytes", lambda: self._bytes(f"{name}.col"))

    def text(self, name: str, number: int) -> str:
        """The folded form of one document's text."""
        with read_from(self.name):
            return self.folded(name).value(number).decode("utf-16-le")

    def derived(self, name: str, make: Callable[[], Value]) -> Value:
        """What was once worked out from the columns, under a name of the caller's."""
        return self._column(f"derived {name}", make)

    def _decoded(self, field: str, term: str) -> Postings:
        with read_from(self.name):
            info = self.terms.find(field, term)
            return decoded(self.files["pst"], info, self.size) if info else NO_POSTINGS

    def _beginning_with(self, field: str, prefix: str, longest: int | None) -> Postings:
        with read_from(self.name):
            infos = self.terms.beginning_with(field, prefix, longest)
            return decoded_all(self.files["pst"], infos, self.size)

    # Whoosh does not write a column in which no document has a value.

    def _numbers(self, name: str, kind: str, default: int) -> NDArray[np.int64]:
        if name not in self.files:
            return np.full(self.size, default, np.int64)
        return columns.numbers(self.files[name], kind, self.size, default)

    def _labels(self, name: str) -> tuple[NDArray[np.int64], list[str]]:
        if name not in self.files:
            return np.zeros(self.size, np.int64), [""]
        return columns.references(self.files[name], self.size)

    def _bytes(self, name: str) -> columns.Bytes:
        if name not in self.files:
            nowhere = np.zeros(self.size, np.int64)
            return columns.Bytes(self.files["trm"], nowhere, nowhere)
        return columns.various(self.files[name], self.size)

    def _column(self, name: str, make: Callable[[], Value]) -> Value:
        """Two threads may make a column at once: both make the same."""
        if name not in self._columns:
            with read_from(f"{self.name}, {name}"):
                self._columns[name] = make()
        found: Value = self._columns[name]
        return found


@dataclass(frozen=True, eq=False)
class Segment:
    """A segment's files and which of its documents are deleted in this snapshot."""

    files: SegmentFiles
    deleted: frozenset[int]

    @property
    def name(self) -> str:
        return self.files.name

    @property
    def size(self) -> int:
        """How many documents the segment has, deleted ones among them."""
        return self.files.size

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which documents are not deleted."""
        mask = np.ones(self.size, np.bool_)
        mask[list(self.deleted)] = False
        return mask

    @property
    def pks(self) -> NDArray[np.int64]:
        return self.number("pk")

    def number(self, name: str) -> NDArray[np.int64]:
        """See SegmentFiles.number."""
        return self.files.number(name)

    def label(self, name: str) -> tuple[NDArray[np.int64], list[str]]:
        """See SegmentFiles.label."""
        return self.files.label(name)

    def set(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """See SegmentFiles.set."""
        return self.files.set(name)

    def text(self, name: str, number: int) -> str:
        """See SegmentFiles.text."""
        return self.files.text(name, number)

    def postings(self, field: str, term: str) -> Postings:
        """See SegmentFiles.postings."""
        return self.files.postings(field, term)

    def df(self, field: str, term: str) -> int:
        """See SegmentFiles.df."""
        return self.files.df(field, term)
