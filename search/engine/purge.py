"""Takes the words of removed documents out of the files of the index, and proves that they are gone.

A deletion is a mark: the texts stay in their columns, the terms in their table. A purge writes every segment anew that
has such marks, drops all files that nobody needs, and then looks for the removed texts in the bytes of every file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import clean_files

from search.analysis.analyzer import Analyzer
from search.engine.byte_scan import SHORTEST, ByteScan
from search.engine.compaction import rewrite
from search.engine.fields import INDEX_NAME
from search.engine.folders import drop_all_but, live_name
from search.engine.layout import Layout
from search.engine.segments import SegmentFiles
from search.engine.stored_documents import files_of, folded, written
from search.engine.writing import DurableStorage, changing, drop_drafts, read_contents

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What a purge did and found. It does not repeat what was removed.

    `documents`: removed ones whose texts were still there. `traces`: lines and terms that were looked for, `living`:
    how many of these other documents or word lists hold, so that they stay. `files` and `size` (bytes): what was read.
    `remains`: files that still hold what should be gone; none, or something is wrong.
    """

    documents: int
    traces: int
    living: int
    files: int
    size: int
    remains: tuple[Path, ...]


def purge(folder: Path, layout: Layout, analyzer: Analyzer, *, word_lists: Iterable[Path] = ()) -> PurgeReport:
    """Rewrite the segments that have deleted documents, drop dead files and older generations, and look for remains.

    Looked for, in UTF-8 and both UTF-16, in all files beneath the folder's parent: the lines of the removed documents,
    folded and as written, and their terms, unless a living document or one of `word_lists` (files or folders that hold
    words, not texts) holds them as well. What has fewer than six bytes is not, for it stands in any file by chance:
    a single character, in UTF-16 a pair. The caller holds the lock.
    """
    with changing(folder, layout) as contents:
        stale = [segment for segment in contents.segments if segment.deleted_count()]
        traces = {trace for segment in stale for trace in _traces(folder, layout, analyzer, segment)}
        if stale:
            rewrite(folder, layout, analyzer, contents, stale)
        _drop_dead_files(folder, layout)
        living = _living(folder, layout, traces, word_lists)
    scan = ByteScan([string for trace in traces - living for string in _encoded(trace)])
    files = sorted(path for path in folder.parent.rglob("*") if path.is_file())
    remains = tuple(path for path in files if scan.found_in_file(path))
    size = sum(path.stat().st_size for path in files)
    documents = sum(segment.deleted_count() for segment in stale)
    return PurgeReport(documents, len(traces), len(living), len(files), size, remains)


def _traces(folder: Path, layout: Layout, analyzer: Analyzer, segment: W3Segment) -> Iterator[str]:
    """The lines and terms of the segment's deleted documents."""
    files = files_of(folder, layout, segment)
    for name in layout.texts:
        plain, kept = folded(files, name), written(files, name)
        for number in segment.deleted_docs():
            yield from filter(None, (*plain[number].split("\n"), *kept[number].split("\n")))
            yield from analyzer.terms(plain[number])


def _encoded(trace: str) -> set[bytes]:
    """The byte strings that would give the trace away."""
    return {string for encoding in _ENCODINGS if len(string := trace.encode(encoding)) >= SHORTEST}


def _drop_dead_files(folder: Path, layout: Layout) -> None:
    """Remove what an interrupted writer or an earlier generation left."""
    contents = read_contents(folder, layout)
    clean_files(DurableStorage(folder), INDEX_NAME, contents.generation, contents.segments)
    drop_drafts(folder)
    drop_all_but(folder.parent, folder.name, live_name(folder.parent))


def _living(folder: Path, layout: Layout, traces: set[str], word_lists: Iterable[Path]) -> set[str]:
    """The traces that living documents or word lists hold. Too short ones count as such: no file could tell."""
    scan = ByteScan([string for trace in traces for string in _encoded(trace)])
    found = {string for path in _files(word_lists) for string in scan.found_in_file(path)}
    segments = [files_of(folder, layout, segment) for segment in read_contents(folder, layout).segments]
    for files in segments:
        for name in layout.texts:
            for part in (files.folded(name).part, files.written(name).part):
                found |= scan.found_in(part.data, part.start, part.end)
    return {trace for trace in traces if not _encoded(trace) or found & _encoded(trace) or _is_pair(trace, segments)}


def _is_pair(trace: str, segments: list[SegmentFiles]) -> bool:
    """Tell whether these two characters, too short for the scan in UTF-16, are a pair of some living document: one
    that the index names and whose text holds them."""
    if len(trace) != 2:
        return False
    for files in segments:
        for name in files.layout.texts:
            documents = files.postings(name, trace).docs
            if len(documents) and trace in files.text(name, int(documents[0])):
                return True
    return False


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from (one for one in (path, *path.rglob("*")) if one.is_file())
