"""Taking what is complete: bytes into the store, rows into the ledger, and only then the file out of the way."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from archive import authority
from archive.ingest.inbox.waiting import FoundFile, Heap, heaps, signature
from archive.ingest.intake import Handover, TakenFile, keep_batch, shown_name, take_in
from archive.models import Agency, UploadBatch

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
REST_AFTER_ERROR_SECONDS = 60.0
MOST_FILES = 1_000  # in one batch; the next look takes the rest
#: Folders in the inbox for what was kept, and for what was not (too large, not readable).
TAKEN, REFUSED = "taken", "refused"


@dataclass(slots=True)
class Inbox:
    """The watched folder of one worker. folder: None where none is watched.

    The loose files in it are one batch; so is each folder, which gives the batch its note and, where it bears the name
    of an agency, the outlet of pages that name none. A worker that is killed after the rows were written and before
    the files were moved takes them once more, and the ledger tells them as duplicates.
    """

    folder: Path | None
    _next_look: float = field(default=0.0, init=False)
    #: Files that could not be moved out of the way: not taken again while they are the same.
    _stuck: dict[Path, tuple[int, ...]] = field(default_factory=dict, init=False)

    def step(self) -> bool:
        """Look, if it is time, take what is complete, and tell whether there was anything.

        A folder that cannot be used is logged and looked at again later: other work goes on.
        """
        if self.folder is None or time.monotonic() < self._next_look:
            return False
        self._next_look = time.monotonic() + LOOK_SECONDS
        try:
            return bool(self.take())
        except OSError:
            logger.exception("The watched folder %s cannot be worked off", self.folder)
            self._next_look = time.monotonic() + REST_AFTER_ERROR_SECONDS
            return False

    def take(self) -> list[UploadBatch]:
        """Take what is complete now and return its batches. None, while another worker is about it.

        Raises OSError where the folder or the store cannot be used.
        """
        if self.folder is None:
            return []
        with _alone() as may:
            found = heaps(self.folder, ours=(TAKEN, REFUSED), most=MOST_FILES) if may else ()
            return [batch for heap in found if (batch := self._take_heap(self.folder, heap))]

    def _take_heap(self, inbox: Path, heap: Heap) -> UploadBatch | None:
        files = [file for file in heap.files if not self._is_stuck(file)]
        if not files:
            return None
        for aside in (TAKEN, REFUSED):  # before anything is kept: what cannot be moved would be taken once more
            (inbox / aside).mkdir(exist_ok=True)
        looked_at = [(file, take_in(file)) for file in files]
        taken = [(file, kept) for file, kept in looked_at if not file.gone]
        if not taken:
            return None
        batch = _keep(heap.name, [kept for _, kept in taken])
        for file, kept in taken:
            self._move(file, inbox / (REFUSED if kept.problem else TAKEN) / _folder_of(batch) / heap.name / file.inside)
        return batch

    def _is_stuck(self, file: FoundFile) -> bool:
        stuck = self._stuck.get(file.path)
        return stuck is not None and file.path.exists() and stuck == signature(file.path.lstat())

    def _move(self, file: FoundFile, target: Path) -> None:
        """Move a file aside that the ledger tells of; one that cannot be moved stays and is known as taken."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            file.path.rename(target)
        except FileNotFoundError:
            return  # its owner was faster
        except OSError:
            logger.exception("%s was taken, and cannot be moved to %s", file.path, target)
            self._stuck[file.path] = signature(file.path.lstat())


def _keep(name: str, taken: list[TakenFile]) -> UploadBatch:
    note = shown_name(name)
    return keep_batch(taken, Handover(by=None, origin=UploadBatch.Origin.INBOX, note=note, outlet=_outlet_named(note)))


def _outlet_named(name: str) -> Agency | None:
    agency = authority.find(name) if name else None
    return agency if agency and agency.confirmed else None


def _folder_of(batch: UploadBatch) -> str:
    """Where the files of a batch go: named so that no other batch, not even of a restored database, has the name."""
    return f"{timezone.localtime(batch.created_at):%Y-%m-%d-%H%M%S}-{batch.pk}"


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the lock of the watched folder, and tell whether it was free."""
    with (settings.BAOKU_DATA / "inbox.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
