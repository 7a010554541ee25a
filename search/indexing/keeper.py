"""What the worker does for the index, one step at a time: rebuild, drain, purge, and now and then a check."""

from __future__ import annotations

import logging
import threading
import time

from django.utils.translation import override

from search.index_state import needs_rebuild
from search.indexing import indexer
from search.models import IndexChange

log = logging.getLogger("baoku.search")

#: Seconds until the first check of the index, and between checks. One reads every byte of it, while nothing waits.
FIRST_CHECK, NEXT_CHECK = 60.0, 3600.0
#: Seconds between two lines about a rebuild.
TELL_EVERY = 10.0
#: A rebuild that mended nothing is not tried again before this many times what it took.
PATIENCE = 10.0


class Stopped(Exception):
    """The process is to end; what it was building is dropped."""


class Keeper:
    """Keeps the index in step for as long as a process runs. While another process writes, every step does nothing.

    stop: once it is set, a rebuild is given up; the index stays as it was.
    """

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()
        self._check_at = time.monotonic() + FIRST_CHECK
        self._rebuild_at = 0.0

    def step(self) -> bool:
        """Bring the index one step nearer to the database; return False when there was nothing to do."""
        try:
            with override("en"):  # the log's language
                reason = needs_rebuild()
            if reason is not None:
                return self._rebuild(reason)
            return indexer.drain() > 0 or indexer.tend() is not None or self._check()
        except indexer.IndexLocked:
            return False  # another process is at it; the outbox keeps what is left
        except Stopped:
            log.warning("The index is not rebuilt: the process was told to stop.")
            return False

    def finish(self) -> None:
        """Leave nothing for later: take out of the files now what would otherwise go when it is quiet."""
        try:
            if IndexChange.objects.unpurged().exists():
                indexer.purge()
        except indexer.IndexLocked:
            log.warning("Another process is writing to the index; it is purged later.")

    def _rebuild(self, reason: str) -> bool:
        began, progress = time.monotonic(), _Progress(self._stop)
        if began < self._rebuild_at:
            return False
        log.warning("Rebuilding the index: %s", reason)
        indexer.rebuild(progress)
        log.warning("The index is rebuilt: %d articles.", progress.done)
        self._rebuild_at = time.monotonic() + PATIENCE * (time.monotonic() - began)
        return True

    def _check(self) -> bool:
        if time.monotonic() < self._check_at:
            return False
        self._check_at = time.monotonic() + NEXT_CHECK
        found = indexer.check()
        if found:
            log.warning("The index differed from the database: %s. It is being mended.", found)
        return bool(found)


class _Progress:
    """Tells of a long rebuild in the log, every few seconds."""

    def __init__(self, stop: threading.Event) -> None:
        self.done = 0
        self._stop = stop
        self._told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self.done = done
        if time.monotonic() - self._told >= TELL_EVERY:
            self._told = time.monotonic()
            log.warning("Rebuilding the index: %d of %d articles.", done, total)
