"""The documents of a written segment, as its columns tell them: indexed anew, they give the same terms and columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Segment

from search.engine.contents import SegmentEntry
from search.engine.damage import read_from
from search.engine.fields import PK
from search.engine.layout import Document, Layout
from search.engine.segments import SegmentFiles


def files_of(folder: Path, layout: Layout, segment: W3Segment) -> SegmentFiles:
    """Open the files of a segment that Whoosh's table of contents names. Raises as SegmentFiles does."""
    return SegmentFiles(folder, layout, _entry(segment))


def living(folder: Path, layout: Layout, segments: Collection[W3Segment]) -> Iterator[Document]:
    """Yield the documents of these segments that are not deleted, in order. Raises IndexDamaged."""
    for segment in segments:
        deleted = frozenset(segment.deleted_docs())
        if segment.doc_count():
            for number, document in enumerate(documents(files_of(folder, layout, segment))):
                if number not in deleted:
                    yield document


def documents(files: SegmentFiles) -> Iterator[Document]:
    """Yield all documents of a segment, in order, deleted ones among them.

    Their texts are as written but for width and case, which folding passes over the same way. Raises IndexDamaged.
    """
    layout = files.layout
    with read_from(files.name):
        texts = _rows(files.size, layout.texts, lambda name: written(files, name))
        numbers = _rows(files.size, layout.numbers, lambda name: files.number(name).tolist())
        labels = _rows(files.size, layout.labels, lambda name: _labels(files, name))
        sets = _rows(files.size, layout.sets, lambda name: _sets(files, name))
        pks = files.number(PK).tolist()
    for row in zip(pks, texts, numbers, labels, sets, strict=True):
        yield Document(*row)


def folded(files: SegmentFiles, text: str) -> list[str]:
    """The folded form of a text, of all documents."""
    return [files.text(text, number) for number in range(files.size)]


def written(files: SegmentFiles, text: str) -> list[str]:
    """The form of a text that keeps its script, of all documents."""
    column = files.written(text)
    kept = [column.value(number).decode("utf-16-le") for number in range(files.size)]
    return [one or files.text(text, number) for number, one in enumerate(kept)]


def _labels(files: SegmentFiles, name: str) -> list[str]:
    places, values = files.label(name)
    return [values[place] for place in places.tolist()]


def _sets(files: SegmentFiles, name: str) -> list[tuple[int, ...]]:
    bounds, values = files.set(name)
    return [tuple(values[start:end].tolist()) for start, end in pairwise(bounds.tolist())]


def _rows(size: int, names: Iterable[str], column: Callable[[str], Sequence[Any]]) -> list[dict[str, Any]]:
    """The columns of these names, turned into one dictionary a document."""
    columns = {name: column(name) for name in names}
    return [{name: values[number] for name, values in columns.items()} for number in range(size)]


def _entry(segment: W3Segment) -> SegmentEntry:
    return SegmentEntry(
        segment.segment_id(),
        segment.doc_count_all(),
        frozenset(segment.deleted_docs()),
        segment.is_compound(),
        segment._fieldlengths,
    )
