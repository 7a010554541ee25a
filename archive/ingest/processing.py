"""The worker's way through waiting files: unpack, extract in the sandboxes, keep the draft.

Pages are read side by side and kept one after the other, in the order in which they were given. Everything slow
happens outside transactions; then one transaction per file writes its rows and its fate, if the file is still
waiting. So a worker may be killed at any step, and two may run at once: nothing is kept twice.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from django.db import OperationalError, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from archive import authority, storage
from archive.ingest import containers, store
from archive.ingest.authority import Authority, build
from archive.ingest.intake import JSON_LINES, add_item, notes_as_json, source_of
from archive.ingest.kept_rules import kept_rules
from archive.ingest.records import Extraction, MediaType, Problem, SourceFile
from archive.ingest.unpacking import Room, Unpacked, unpack
from archive.models import Article, Capture, Event, UploadBatch, UploadItem

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

#: Problems of ours and not of the file: another try may end well.
PASSING = frozenset({"timeout", "crashed"})
#: Pages that are read ahead of the one being kept, for each that is read at once.
AHEAD = 4
#: How long a confirmed outlet may stay unknown to the sandboxes, in seconds.
LEARN_SECONDS = 5.0

State = UploadItem.State
Result = Future[Extraction | Problem]


class Extractor(Protocol):
    """What turns pages into Extractions; archive.ingest.pool.Pool outside of tests. size: pages read at once."""

    size: int

    def submit(self, load: Callable[[], SourceFile]) -> Result: ...

    def learn(self, authority: Authority) -> None: ...


def process_waiting(extractor: Extractor, *, batch: UploadBatch | None = None) -> Iterator[UploadItem]:
    """Take the waiting files to their fates and yield each when it is there, until nothing waits.

    batch: look at this batch only. Whatever is wrong with a file becomes its own fate; only an unreachable
    database raises (django.db.OperationalError), and then the file is still waiting, as are all that were read ahead.
    """
    begun: deque[tuple[UploadItem, Result | None]] = deque()
    learned = float("-inf")
    while True:
        found = _next_waiting(batch, begun, room=extractor.size * AHEAD - len(begun))
        if found and time.monotonic() - learned > LEARN_SECONDS:
            extractor.learn(authority_from_database())  # people may have confirmed an outlet since
            learned = time.monotonic()
        for item in found:
            begun.append((item, _begin(item, extractor)))
        if not begun:
            return
        yield _finish(*begun.popleft())


def process_all(
    extractor: Extractor, progress: Callable[[UploadItem], object] | None = None, *, batch: UploadBatch | None = None
) -> int:
    """Process until nothing waits and return how many files that were. progress: called with each when it is done."""
    done = 0
    for item in process_waiting(extractor, batch=batch):
        done += 1
        if progress:
            progress(item)
    return done


def retry(item: UploadItem) -> bool:
    """Let a failed file wait again. Tell whether it was a failed one."""
    failed = UploadItem.objects.filter(
        pk=item.pk, state=State.FAILED, capture__isnull=False, batch__undone_at__isnull=True
    )
    return bool(failed.update(state=State.WAITING, problem="", params={}, finished_at=None))


def authority_from_database() -> Authority:
    """Return the names of all confirmed agencies and the rules of outlets for the sandbox, which has no database."""
    return replace(build(authority.known_names()), rules=kept_rules())


def _next_waiting(
    batch: UploadBatch | None, begun: Iterable[tuple[UploadItem, Result | None]], *, room: int
) -> list[UploadItem]:
    """The files that have waited longest and are not begun yet, at most `room`."""
    waiting = UploadItem.objects.waiting().exclude(pk__in=[item.pk for item, _ in begun])
    if batch:
        waiting = waiting.filter(batch=batch)
    return list(waiting.select_related("capture", "batch__uploaded_by")[: max(room, 0)])


def _begin(item: UploadItem, extractor: Extractor) -> Result | None:
    """Let a page be read; None where nothing is to be read: a zip, or a page that is known."""
    try:
        capture = _capture_of(item)
        if _container_kind(item, capture) or _article_of(capture):
            return None
    except OSError as error:
        broken: Result = Future()
        broken.set_exception(error)
        return broken
    return extractor.submit(partial(source_of, item, capture.sha256))


def _finish(item: UploadItem, reading: Result | None) -> UploadItem:
    """Take a begun file to its fate, and return it as the database has it now."""
    try:
        _process(item, reading)
    except OperationalError:
        raise
    except OSError as error:
        logger.exception("The file of upload item %s cannot be read or written", item.pk)
        _end(item, Problem("unreadable", {"detail": error.strerror or type(error).__name__}), state=State.FAILED)
    except Exception:
        # The wall between one bad file and all the others; the trace goes to the log.
        logger.exception("Processing of upload item %s failed", item.pk)
        _end(item, Problem("crashed"))
    return UploadItem.objects.select_related("article").filter(pk=item.pk).first() or item


def _process(item: UploadItem, reading: Result | None) -> None:
    result = reading.result() if reading else None
    capture = _capture_of(item)
    if isinstance(result, Problem):
        _end(item, result)
    elif result or not (kind := _container_kind(item, capture)):
        _keep(item, capture, result)
    elif item.parent_id and kind is MediaType.ZIP:
        _end(item, Problem("nested-zip"))
    else:
        _unpack(item, capture, kind)


def _container_kind(item: UploadItem, capture: Capture) -> MediaType | None:
    with storage.path_of(capture.sha256).open("rb") as file:
        return containers.kind_of(item.name, file.read(containers.HEAD_BYTES))


def _capture_of(item: UploadItem) -> Capture:
    if item.capture is None:
        raise FileNotFoundError(f"upload item {item.pk} waits without a stored file")
    return item.capture


def _article_of(capture: Capture) -> Article | None:
    """The article that was made of these very bytes. Withdrawn, returned and refused ones count: the page is known.

    One that was undone with its batch does not: it is as if it had never been given.
    """
    if capture.media_type == JSON_LINES:  # many articles came from it, and it is the double of none
        return None
    undone = capture.items.filter(article__isnull=False).exclude(undone_from="").values("article")
    known = capture.articles.exclude(state=Article.State.DISCARDED, pk__in=undone)
    return known.order_by("pk").first()


@transaction.atomic
def _keep(item: UploadItem, capture: Capture, extraction: Extraction | None) -> None:
    """Make the draft and end the item in one transaction. Locking the capture lets one of two equal files through."""
    row = _lock_waiting(item)
    if row is None:
        return
    locked = Capture.objects.select_for_update().get(pk=capture.pk)
    known = _article_of(locked)
    if known:
        _write_fate(row, State.DUPLICATE, article=known)
    elif extraction:
        draft = store.keep_draft(extraction, capture=locked, by=item.batch.uploaded_by)
        _write_fate(row, State.DRAFT, article=draft)


def _unpack(item: UploadItem, capture: Capture, kind: MediaType) -> None:
    with storage.path_of(capture.sha256).open("rb") as file:
        unpacked = unpack(kind, file, _room_beside(item))
    if isinstance(unpacked, Problem):
        return _end(item, unpacked)
    empty = Problem("empty" if kind is MediaType.ZIP else "no-page-inside")
    return _keep_members(item, kind, unpacked) if unpacked.files else _end(item, empty)


def _room_beside(item: UploadItem) -> Room:
    """What a web archive inside a zip archive may hold, so that the zip as a whole keeps to its limits."""
    beside = UploadItem.objects.filter(Q(parent=item.parent_id) | Q(parent__parent=item.parent_id))
    used = beside.aggregate(files=Count("pk"), bytes=Sum("size")) if item.parent_id else {}
    files, size = used.get("files") or 0, used.get("bytes") or 0
    return Room(max(0, containers.MAX_MEMBERS - files), max(0, containers.MAX_INFLATED_BYTES - size))


@transaction.atomic
def _keep_members(item: UploadItem, kind: MediaType, unpacked: Unpacked) -> None:
    row = _lock_waiting(item)
    if row is None:
        return
    rows = [add_item(item.batch, member, parent=row) for member in unpacked.files]
    Capture.objects.filter(items=row).update(media_type=kind.value)
    if unpacked.notes:
        row.params = notes_as_json(unpacked.notes)
    _write_fate(row, State.UNPACKED)
    Event.objects.record("unpacked", item.batch, actor=item.batch.uploaded_by, item=row.pk, members=len(rows))


@transaction.atomic
def _end(item: UploadItem, problem: Problem, *, state: str = "") -> None:
    """End the item with its problem: failed where another try may help, refused where the file is at fault."""
    row = _lock_waiting(item)
    if row:
        row.problem, row.params = problem.code, dict(problem.params)
        _write_fate(row, state or (State.FAILED if problem.code in PASSING else State.REFUSED))


def _lock_waiting(item: UploadItem) -> UploadItem | None:
    """Lock the item's row and read it anew; None when it is no longer ours to end, or gone with its batch."""
    return UploadItem.objects.select_for_update().filter(pk=item.pk, state=State.WAITING).first()


def _write_fate(row: UploadItem, state: str, *, article: Article | None = None) -> None:
    row.state, row.article, row.finished_at = state, article, timezone.now()
    row.save(update_fields=["state", "article", "problem", "params", "finished_at"])
