"""Keeps the index in step with the database: works off the outbox in order, or builds a new index beside the live one.

One process at a time, held by a lock on the index's folder. Changes are marked done after the commit; a process that
dies in between leaves them pending, and to do them again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from haystack import connections
from haystack.indexes import SearchIndex

from archive.models import Article
from search.backends import IndexUnavailable
from search.engine.folders import IndexLocked, make_live, writing_lock
from search.index_state import index_root, needs_rebuild
from search.models import IndexChange

__all__ = ["IndexLocked", "RebuildFailed", "drain", "rebuild"]

#: Documents in one commit of a rebuild: so many make a segment that is never merged again.
SEGMENT = 2_000
#: Rows read from the database at once, and keys in one of its queries.
_CHUNK = 500

Progress = Callable[[int, int], None]


class RebuildFailed(Exception):
    """The new index does not hold what was written to it; the live one was left as it was."""


def drain(limit: int = 200) -> int:
    """Work off at most `limit` changes in one commit; return how many are done. 0 means that none is pending.

    A missing, stale or damaged index is built anew first, which settles all changes at once. Raises IndexLocked if
    another process is writing.
    """
    if not IndexChange.objects.pending().exists():
        return 0
    with writing_lock(index_root()):
        if needs_rebuild() or not _opens():
            return _rebuild(None)
        changes = list(IndexChange.objects.pending()[:limit])
        _index_now([change.article_pk for change in changes])
        _settle([change.pk for change in changes])
        return len(changes)


def rebuild(progress: Progress | None = None) -> int:
    """Build a new index from all public articles and make it live; return how many changes that settled.

    Readers search the old index until the new one is whole. `progress` is called with the articles done and their
    number in all. Raises IndexLocked if another process is writing, RebuildFailed if the new index is not whole.
    """
    with writing_lock(index_root()):
        return _rebuild(progress)


def _index_now(pks: Sequence[int]) -> None:
    """Make the index say of these articles what the database says now: the change's kind is only a hint."""
    rows = Article.objects.public().filter(pk__in=set(pks)).order_by("pk")
    identifiers = [f"archive.article.{pk}" for pk in sorted(set(pks))]
    _backend().change(_index(), rows, remove=identifiers)


def _rebuild(progress: Progress | None) -> int:
    # Seen before any article is read: what changes later has a row of its own, and that one stays pending.
    settled = list(IndexChange.objects.pending().values_list("pk", flat=True))
    backend, total, written = _backend(), Article.objects.public().count(), 0
    folder = backend.new_folder()
    for rows in _public_articles():
        written += backend.write(folder, _index(), rows)
        if progress is not None:
            progress(written, total)
    if backend.count(folder) != written:
        raise RebuildFailed(f"{backend.count(folder)} of {written} articles are in {folder}")
    make_live(backend.root, folder)
    _settle(settled)
    return len(settled)


def _public_articles() -> Iterator[list[Article]]:
    """Yield the public articles by a segment's worth, read in short queries: a long one would hold up writers."""
    segment: list[Article] = []
    last = 0
    while rows := list(Article.objects.public().filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        last = rows[-1].pk
        segment += rows
        if len(segment) >= SEGMENT:
            yield segment
            segment = []
    if segment:
        yield segment


def _settle(pks: Sequence[int]) -> None:
    """Mark these changes done. The index has them on disk by now."""
    for start in range(0, len(pks), _CHUNK):
        IndexChange.objects.filter(pk__in=pks[start : start + _CHUNK]).update(done_at=timezone.now())


def _opens() -> bool:
    """Tell whether the live index can be opened; if not, it is marked damaged."""
    try:
        _backend().snapshot()
    except IndexUnavailable:
        return False
    return True


def _backend() -> Any:
    return connections["default"].get_backend()


def _index() -> SearchIndex:
    return connections["default"].get_unified_index().get_index(Article)
