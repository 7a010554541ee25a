"""A whole segment: documents in, one compound file of Whoosh out (whoosh.filedb.compound, 2.7.4)."""

from __future__ import annotations

import os
import pickle
import struct
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from search.analysis.analyzer import Analyzer
from search.analysis.batch import MOST_TEXTS, Terms
from search.analysis.codes import folded_table, joined, written_table
from search.engine.column_writer import length_bytes, numeric_column, ref_bytes_column, var_bytes_column
from search.engine.fields import (
    INDEX_NAME,
    PK,
    folded_column,
    label_column,
    length_column,
    number_column,
    set_column,
    written_column,
)
from search.engine.layout import MISSING, Document, Layout
from search.engine.term_table_writer import Piece, TermTable
from search.engine.text_writer import TextColumns, TextWriter, text_columns

_DIRECTORY = struct.Struct("!qi")
#: Files within the compound file begin at multiples of this, so that numbers and UTF-16 can be read where they are.
_ALIGNMENT = 8
AnalysedTexts = dict[str, tuple[Terms, TextColumns]]


class SegmentWriter:
    """Collects documents, then writes them as one segment. At most MOST_TEXTS documents (65,535)."""

    def __init__(self, layout: Layout, analyzer: Analyzer) -> None:
        self._layout = layout
        self._analyzer = analyzer
        self._texts = {name: TextWriter(factor) for name, factor in sorted(layout.texts.items())}
        self._documents: list[Document] = []

    def __len__(self) -> int:
        return len(self._documents)

    def analyse(self, documents: Sequence[Document]) -> AnalysedTexts:
        """Return what add() wants to know of the documents' texts. Changes nothing, so threads may do it at once."""
        return {name: self._analysed([one.texts.get(name, "") for one in documents]) for name in self._texts}

    def add(self, documents: Sequence[Document], texts: AnalysedTexts) -> None:
        """Take the next documents with their analysed texts. Raises ValueError when they become too many."""
        if len(self) + len(documents) > MOST_TEXTS:
            raise ValueError("too many documents in one segment")
        for name, (terms, columns) in texts.items():
            self._texts[name].add(terms, columns)
        self._documents += [_without_texts(one) for one in documents]

    def write(self, path: Path) -> W3Segment:
        """Write the segment to `path`, down to the disk, and return what Whoosh's table of contents keeps of it."""
        segment = W3Segment(W3Codec(), INDEX_NAME, doccount=len(self))
        segment.compound = True
        segment._fieldlengths = {name: int(text.lengths.sum()) for name, text in self._texts.items()}
        with path.open("xb") as file:
            _write_compound(file, self._files(segment))
            file.flush()
            os.fsync(file.fileno())
        return segment

    def _analysed(self, texts: Sequence[str]) -> tuple[Terms, TextColumns]:
        codes, ends = joined(texts)
        written, folded = written_table()[codes], folded_table()[codes]
        terms = self._analyzer.batch(folded, ends)
        return terms, text_columns(terms, written, folded, ends)

    def _files(self, segment: W3Segment) -> Iterator[tuple[str, list[Piece]]]:
        """The files of the segment, each by name and in pieces."""
        for name, column in self._columns():
            yield W3Codec.column_filename(segment, name), [column]
        table, place = TermTable(), 0
        blocks: list[Piece] = []
        for number, text in enumerate(self._texts.values()):
            written, keys, infos = text.postings(place)
            table.add_field(number, keys, infos)
            blocks += [one.data for one in written]
            place += sum(map(len, written))
        yield segment.make_filename(W3Codec.POSTS_EXT), blocks
        parts = table.parts({name: number for number, name in enumerate(self._texts)})
        yield segment.make_filename(W3Codec.TERMS_EXT), parts

    def _columns(self) -> Iterator[tuple[str, bytes]]:
        yield "_stored", var_bytes_column(b"", np.zeros(len(self), np.int64))
        for name, text in self._texts.items():
            yield length_column(name), length_bytes(text.lengths).tobytes()
            yield folded_column(name), text.folded_column()
            yield written_column(name), text.written_column()
        yield number_column(PK), self._numbers(one.pk for one in self._documents)
        for name in self._layout.numbers:
            yield number_column(name), self._numbers(one.numbers.get(name, MISSING) for one in self._documents)
        for name in self._layout.labels:
            yield label_column(name), ref_bytes_column([one.labels.get(name, "").encode() for one in self._documents])
        for name in self._layout.sets:
            yield set_column(name), _set_column([one.sets.get(name, ()) for one in self._documents])

    def _numbers(self, values: Iterable[int]) -> bytes:
        return numeric_column(np.fromiter(values, np.int64, len(self)))


def fill(writer: SegmentWriter, batches: Iterable[Sequence[Document]], threads: int) -> None:
    """Add all batches in order, so many of them analysed at once: sorting and segmenting need no lock of Python's."""
    if threads < 2:
        for batch in batches:
            writer.add(batch, writer.analyse(batch))
        return
    waiting: deque[tuple[Sequence[Document], Future[AnalysedTexts]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for batch in batches:
            waiting.append((batch, pool.submit(writer.analyse, batch)))
            if len(waiting) > threads:
                _take(writer, *waiting.popleft())
        while waiting:
            _take(writer, *waiting.popleft())


def _take(writer: SegmentWriter, batch: Sequence[Document], texts: Future[AnalysedTexts]) -> None:
    writer.add(batch, texts.result())


def _without_texts(document: Document) -> Document:
    return Document(document.pk, {}, document.numbers, document.labels, document.sets)


def _set_column(values: Sequence[Sequence[int]]) -> bytes:
    members = np.fromiter(chain.from_iterable(values), np.int64)
    sizes = np.fromiter(map(len, values), np.int64, len(values))
    return var_bytes_column(_as_int32(members).tobytes(), 4 * sizes)


def _as_int32(numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    """Raises ValueError for a number that is negative or 2³¹ and more."""
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() < 2**31:
        raise ValueError("a set holds whole numbers from 0 to 2**31 - 1")
    return numbers.astype("<i4")


def _write_compound(file: BinaryIO, files: Iterable[tuple[str, list[Piece]]]) -> None:
    """Write the place of the directory, the files, and the directory: pickled places and sizes by name, and options."""
    file.write(bytes(_DIRECTORY.size))
    directory = {}
    for name, pieces in files:
        file.write(bytes(-file.tell() % _ALIGNMENT))
        start = file.tell()
        for piece in pieces:
            file.write(piece)
        directory[name] = {"offset": start, "length": file.tell() - start, "modified": time.time()}
    start = file.tell()
    file.write(pickle.dumps(directory, 2) + pickle.dumps({}, 2))
    size = file.tell() - start
    file.seek(0)
    file.write(_DIRECTORY.pack(start, size))
