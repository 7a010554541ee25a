"""The worker's way through waiting files, one at a time: unpack, extract in the sandbox, keep the draft.

Everything slow happens outside transactions; then one transaction per file writes its rows and its fate, if the
file is still waiting. So a worker may be killed at any step, and two may run at once: nothing is kept twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from django.db import OperationalError, transaction
from django.utils import timezone

from archive import authority, storage
from archive.ingest import store, zips
from archive.ingest.authority import Authority, build
from archive.ingest.intake import JSON_LINES, TakenFile, add_item, shown_name
from archive.ingest.records import Extraction, MediaType, Problem, SourceFile
from archive.models import Article, Capture, Event, UploadBatch, UploadItem

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

#: Problems of ours and not of the file: another try may end well.
PASSING = frozenset({"timeout", "crashed"})

State = UploadItem.State


class Extractor(Protocol):
    """What turns a page into an Extraction; archive.ingest.sandbox.Sandbox outside of tests."""

    def extract(self, source: SourceFile) -> Extraction | Problem: ...


def process_next(sandbox: Extractor, *, batch: UploadBatch | None = None) -> UploadItem | None:
    """Take the file that has waited longest to its fate and return it; None when nothing waits.

    batch: look at this batch only. Whatever is wrong with a file becomes its own fate; only an unreachable
    database raises (django.db.OperationalError), and then the file is still waiting.
    """
    waiting = UploadItem.objects.waiting().select_related("capture", "batch__uploaded_by")
    item = (waiting.filter(batch=batch) if batch else waiting).first()
    if item is None:
        return None
    try:
        _process(item, sandbox)
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


def process_all(
    sandbox: Extractor, progress: Callable[[UploadItem], object] | None = None, *, batch: UploadBatch | None = None
) -> int:
    """Process until nothing waits and return how many files that were. progress: called with each when it is done."""
    done = 0
    while item := process_next(sandbox, batch=batch):
        done += 1
        if progress:
            progress(item)
    return done


def retry(item: UploadItem) -> bool:
    """Let a failed file wait again. Tell whether it was a failed one."""
    failed = UploadItem.objects.filter(pk=item.pk, state=State.FAILED, capture__isnull=False)
    return bool(failed.update(state=State.WAITING, problem="", params={}, finished_at=None))


def authority_from_database() -> Authority:
    """Return the names of all confirmed agencies for the sandbox, which has no database."""
    return build(authority.known_names())


def _process(item: UploadItem, sandbox: Extractor) -> None:
    capture = _capture_of(item)
    with storage.path_of(capture.sha256).open("rb") as file:
        unpack = zips.is_zip(item.name, file.read(4))
    if unpack and item.parent_id:
        _end(item, Problem("nested-zip"))
    elif unpack:
        _unpack(item, capture)
    elif _article_of(capture):
        _keep(item, capture, None)
    else:
        result = sandbox.extract(SourceFile(item.name, storage.read(capture.sha256)))
        _end(item, result) if isinstance(result, Problem) else _keep(item, capture, result)


def _capture_of(item: UploadItem) -> Capture:
    if item.capture is None:
        raise FileNotFoundError(f"upload item {item.pk} waits without a stored file")
    return item.capture


def _article_of(capture: Capture) -> Article | None:
    """The article that was made of these very bytes. Withdrawn and returned ones count: the page is known."""
    if capture.media_type == JSON_LINES:  # many articles came from it, and it is the double of none
        return None
    return capture.articles.order_by("pk").first()


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


def _unpack(item: UploadItem, capture: Capture) -> None:
    with storage.path_of(capture.sha256).open("rb") as file:
        members = zips.read_zip(file)
        if isinstance(members, Problem):
            return _end(item, members)
        taken = [_take_member(member) for member in members]
    return _keep_members(item, taken) if taken else _end(item, Problem("empty"))


def _take_member(member: zips.Member) -> TakenFile:
    """Store a member's bytes and forget them, so that memory holds one member at a time."""
    name = shown_name(member.name)
    if isinstance(member.content, Problem):
        return TakenFile(name, problem=member.content)
    blob = storage.keep((member.content,))
    return TakenFile(name, blob.size, blob.sha256)


@transaction.atomic
def _keep_members(item: UploadItem, members: Iterable[TakenFile]) -> None:
    row = _lock_waiting(item)
    if row is None:
        return
    rows = [add_item(item.batch, member, parent=row) for member in members]
    Capture.objects.filter(items=row).update(media_type=MediaType.ZIP.value)
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
