"""Keeps the index in step with the database: works off the outbox in order, or builds a new index beside the live one.

One process at a time, held by a lock on the index's folder. Changes are marked done after the commit; a process that
dies in between leaves them pending, and to do them again changes nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from archive.models import Article
from search.engine import folders
from search.engine.damage import IndexDamaged
from search.engine.folders import IndexLocked, IndexMissing, writing_lock
from search.engine.layout import Document
from search.generation import Generation
from search.index_state import index_root, needs_rebuild
from search.indexing import drift, outbox, purging, rebuilding
from search.indexing.drift import Drift
from search.indexing.halving import in_halves
from search.indexing.preparing import prepared
from search.models import IndexChange, IndexPurge
from search.suggestions.dictionary import staff_names

__all__ = ["IndexLocked", "RebuildFailed", "check", "drain", "purge", "rebuild", "tend"]

log = logging.getLogger("baoku.search")

#: One commit takes at most so many changes, and no more when preparing them has taken so long or they are so large.
BATCH, SECONDS, CHARACTERS = 200, 1.0, 2_000_000
#: Rows read from the database before the clock is asked again.
_ROWS = 25
#: From so many changes on, if they are half of the archive, a new index is made sooner than they are worked off.
MANY = 2_000
#: From so many segments on, they are compacted even while changes are waiting: each costs every search a little.
MOST_SEGMENTS = 30

Progress = Callable[[int, int], None]


class RebuildFailed(Exception):
    """The new index does not hold what was written to it; the live one was left as it was."""


def drain(limit: int = BATCH) -> int:
    """Work off the first changes, at most `limit`, in one commit; return how many. 0 means that none can be done now.

    An article that cannot be indexed is set aside with the reason, and its words leave the index. A missing, stale or
    damaged index is built anew first, which settles all changes at once. When nothing waits, segments are compacted
    and a small purge is done. Raises IndexLocked if another process is writing.
    """
    if not IndexChange.objects.due().exists():
        return 0
    with writing_lock(index_root()):
        if needs_rebuild() or _are_many():
            return _rebuild(None, None)
        try:
            generation = Generation.live(index_root())
            done = _drain(generation, limit)
            _tidy(generation)
        except (IndexMissing, IndexDamaged):
            return _mend()
    return done


def tend() -> IndexPurge | None:
    """Purge the files if that is due; call it while nothing waits. Raises IndexLocked."""
    return purge() if purging.is_due() else None


def purge() -> IndexPurge:
    """Take withdrawn and corrected words out of the files now. Raises IndexLocked.

    If remains are found, the index is built anew and purged once more.
    """
    with writing_lock(index_root()):
        try:
            record = purging.purge(Generation.live(index_root()))
        except (IndexMissing, IndexDamaged):
            _mend()
            return purging.purge(Generation.live(index_root()))
        if record.remains:
            _rebuild(None, None)
            record = purging.purge(Generation.live(index_root()))
    return record


def rebuild(progress: Progress | None = None, *, processes: int | None = None) -> int:
    """Build a new index from all public articles and make it live; return how many changes that settled.

    Readers search the old index until the new one is whole. `progress` is called with the articles done and their
    number in all. processes: by default one a core. Raises IndexLocked if another process is writing, RebuildFailed
    if the new index is not whole.
    """
    with writing_lock(index_root()):
        return _rebuild(progress, processes)


def check() -> Drift:
    """Read every byte of the index against its checksums and compare it with the database; mend what differs.

    A damaged index is built anew; differences go into the outbox. Returns these. Raises IndexLocked.
    """
    with writing_lock(index_root()):
        try:
            generation = Generation.live(index_root())
            if altered := generation.altered():
                raise IndexDamaged(f"not as written: {', '.join(altered)}")
            found = drift.find(generation)
        except (IndexMissing, IndexDamaged):
            log.warning("The index cannot be read and is built anew.", exc_info=True)
            _mend()
            found = Drift()
    drift.mend(found)
    return found


def _drain(generation: Generation, limit: int) -> int:
    changes = outbox.next_changes(limit)
    documents, read, failed = _read(list(dict.fromkeys(change.article_pk for change in changes)))

    def commit(keys: Sequence[int]) -> int:
        """Make the index say of these articles what the database says now: the change's kind is only a hint."""
        added = [documents[key] for key in keys if key in documents]
        return generation.commit(add=added, remove=keys).removed

    removed, bad = in_halves(read, commit)
    failed |= {key: repr(error) for key, error in bad}
    if bad:
        removed.append(generation.commit(add=(), remove=[key for key, _error in bad]).removed)
    done = [change for change in changes if change.article_pk in set(read)]
    outbox.settle(done, failed, nothing_removed=not any(removed))
    return len(done)


def _read(keys: Sequence[int]) -> tuple[dict[int, Document], list[int], dict[int, str]]:
    """Prepare articles until a commit's worth is there: the documents, the keys looked at, and what failed why."""
    documents: dict[int, Document] = {}
    failed: dict[int, str] = {}
    read: list[int] = []
    began, characters = time.monotonic(), 0
    for start in range(0, len(keys), _ROWS):
        chunk = keys[start : start + _ROWS]
        more, bad = prepared(chunk)
        documents |= {document.pk: document for document in more}
        failed |= bad
        read += chunk
        characters += sum(len(text) for document in more for text in document.texts.values())
        if characters >= CHARACTERS or time.monotonic() - began >= SECONDS:
            break
    return documents, read, failed


def _tidy(generation: Generation) -> None:
    """After a commit: purge if that is due or little work, and compact when nothing waits.

    Not the other way round: compacting drops the deleted texts, and the purge could no longer look for remains.
    """
    are_many = len(generation.segments()) > MOST_SEGMENTS
    if IndexChange.objects.unpurged().exists():
        if not (are_many or purging.is_due() or purging.is_little(generation)):
            return
        purging.purge(generation)
    if are_many or not IndexChange.objects.due().exists():
        generation.compact()


def _are_many() -> bool:
    waiting = IndexChange.objects.due().count()
    return waiting >= MANY and waiting >= Article.objects.public().count() // 2


def _mend() -> int:
    """Build anew what could not be read. The mark tells other processes, should this one die."""
    folders.mark_damaged(index_root())
    return _rebuild(None, None)


def _rebuild(progress: Progress | None, processes: int | None) -> int:
    try:
        return _build_and_swap(progress, processes)
    except BrokenProcessPool:
        log.warning("A process that built a part of the index was killed; building it in one process.")
        return _build_and_swap(progress, 1)


def _build_and_swap(progress: Progress | None, processes: int | None) -> int:
    # Seen before any article is read: what changes later has a row of its own, and that one stays pending.
    seen = list(IndexChange.objects.pending())
    is_first = folders.live_name(index_root()) is None
    with _new_generation() as generation:
        whole = rebuilding.build(generation, processes=processes, progress=progress)
        generation.adopt(whole.segments)
        held = generation.open().size
        if held != whole.documents:
            raise RebuildFailed(f"{held} of {whole.documents} articles are in {generation.folder}")
        generation.make_live()
    outbox.settle(seen, whole.failed, nothing_removed=is_first)
    return len(seen)


@contextmanager
def _new_generation() -> Iterator[Generation]:
    """Begin a generation; whatever goes wrong, nothing of it stays behind to fill the disk."""
    root = index_root()
    folders.drop_all_but(root, folders.live_name(root))
    generation = Generation.new(root, staff_names())
    try:
        yield generation
    except BaseException:
        folders.drop_all_but(root, folders.live_name(root))
        raise
