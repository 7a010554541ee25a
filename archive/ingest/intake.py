"""Takes what people give: bytes durably on disk first, then one transaction of rows that say so. Never parses.

    batch = receive(request.FILES.getlist("files"), Handover(by=request.user, origin=UploadBatch.Origin.WEB))

Only when `receive` has returned may anybody be told that a file was accepted. The worker does the rest.
Who has to look at a file between the two steps takes them one by one: `take_in`, then `keep_batch`.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction
from django.utils import timezone

from archive import storage
from archive.ingest import containers, zips
from archive.ingest.containers import Given
from archive.ingest.records import BATCH_OUTLET, Metadata, Problem, SourceFile
from archive.models import Agency, Capture, Event, UploadBatch, UploadItem, UploadToken
from archive.text.storable import storable

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MEGABYTE = 1024 * 1024
MAX_PAGE_BYTES = zips.MAX_MEMBER_BYTES
MAX_ZIP_BYTES = zips.MAX_ZIP_BYTES
MAX_NAME_BYTES = 255  # of a name as UTF-8
JSON_LINES = "application/jsonl"  # media type of a list of articles, which is no page
_LONGEST_SUFFIX = 16  # characters; a longer one is no file type


class GivenFile(Protocol):
    """What `receive` takes: Django's uploaded files, and any file with a name that comes in pieces.

    It may have a `size` in bytes, and what is known of the page besides its bytes as `given`.
    """

    @property
    def name(self) -> str | None: ...

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One file after its bytes were stored or refused. name: as shown. size: bytes, 0 where it was refused.

    given: what its container says of it. list_notes: what was read, where it is a list of the pages beside it.
    """

    name: str
    size: int = 0
    sha256: str = ""
    problem: Problem | None = None
    given: Given | None = None
    list_notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Who hands a batch in, and what holds for all of it. by: None for the machine itself.

    origin: a value of UploadBatch.Origin. note: cut to the column. outlet: the source of pages that name none.
    token: by which a program was let in.
    """

    by: User | None
    origin: str
    note: str = ""
    outlet: Agency | None = None
    token: UploadToken | None = None


class _RefusedError(Exception):
    """Stops the reading of a file in the middle of storing it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def receive(files: Iterable[GivenFile], handover: Handover) -> UploadBatch:
    """Store the files and return their batch, whose items wait for the worker; what is too large is refused.

    files: read one after the other, in pieces, so that memory does not depend on their size.
    Raises OSError when the disk is full or broken; then no row was written.
    """
    return keep_batch([take_in(file) for file in files], handover)


def take_in(file: GivenFile) -> TakenFile:
    """Store one file's bytes durably, or say why not. Raises OSError when the disk is full or broken."""
    name = shown_name(file.name)
    try:
        blob = storage.keep(_limited(file, name))
    except _RefusedError as refusal:
        return TakenFile(name, problem=refusal.problem)
    return TakenFile(name, blob.size, blob.sha256, given=getattr(file, "given", None))


@transaction.atomic
def keep_batch(taken: Sequence[TakenFile], handover: Handover) -> UploadBatch:
    """Write the rows of files whose bytes are stored, in one transaction, and return their batch."""
    batch = UploadBatch.objects.create(
        uploaded_by=handover.by, origin=handover.origin, note=handover.note[:200], outlet=handover.outlet
    )
    for file in taken:
        add_item(batch, file)
    refused = sum(file.problem is not None for file in taken)
    Event.objects.record("uploaded", batch, actor=handover.by, files=len(taken), refused=refused, **_told(handover))
    return batch


def add_item(batch: UploadBatch, file: TakenFile, *, parent: UploadItem | None = None) -> UploadItem:
    """Write the row of one file: refused if it has a problem, else waiting with the capture of its bytes.

    A list of the pages beside it has been read already.
    """
    item = UploadItem(batch=batch, name=file.name, size=file.size, parent=parent)
    item.given = storable(_with_outlet(file.given or Given(), batch).as_json())
    if file.problem:
        item.state, item.finished_at = UploadItem.State.REFUSED, timezone.now()
        item.problem, item.params = file.problem.code, dict(file.problem.params)
    else:
        given = {"size": file.size, "file_name": file.name}
        item.capture, _ = Capture.objects.get_or_create(sha256=file.sha256, defaults=given)
    if file.list_notes:
        item.state, item.finished_at = UploadItem.State.LIST, timezone.now()
        item.params = notes_as_json(file.list_notes)
    item.save()
    return item


def notes_as_json(notes: Iterable[Problem]) -> dict[str, Any]:
    """Return notes on a container or a list as the params of its row."""
    return {"notes": [{"code": note.code, "params": storable(note.params)} for note in notes]}


def notes_of(item: UploadItem) -> list[Problem]:
    """Return the notes that were kept with a row."""
    return [Problem(note["code"], note["params"]) for note in item.params.get("notes", ())]


def source_of(item: UploadItem, sha256: str) -> SourceFile:
    """Return a waiting page with all that is known of it. Raises OSError where its bytes cannot be read."""
    given = Given.from_json(item.given)
    chosen = item.capture.chosen_charset if item.capture else ""
    return SourceFile(item.name, storage.read(sha256), chosen, given.captured_on, given.metadata)


def given_of(capture: Capture) -> Given:
    """Return what the containers that stored bytes came in say of them; of several, the one that was uploaded first."""
    rows = capture.items.order_by("pk").values_list("given", flat=True)
    return Given.from_json(next((given for given in rows if given), {}))


def shown_name(name: str | None) -> str:
    """Return a file name as data: NFC, invisible characters escaped, at most MAX_NAME_BYTES, its ending kept."""
    full = unicodedata.normalize("NFC", name or "")
    shown = zips.visible(full)
    if len(shown.encode()) <= MAX_NAME_BYTES:
        return shown
    ending = "…" + zips.visible(PurePosixPath(full[-_LONGEST_SUFFIX:]).suffix)
    room = MAX_NAME_BYTES - len(ending.encode())
    return shown.encode()[:room].decode(errors="ignore") + ending


def _told(handover: Handover) -> dict[str, Any]:
    """What the log says of it, beside who."""
    told: dict[str, Any] = {"outlet": handover.outlet.name} if handover.outlet else {}
    return told | ({"token": handover.token.pk} if handover.token else {})


def _with_outlet(given: Given, batch: UploadBatch) -> Given:
    """Add the outlet that the whole batch was given with, which is read where the page itself names none."""
    return given.with_metadata((Metadata(BATCH_OUTLET, batch.outlet.name),)) if batch.outlet else given


def _limited(file: GivenFile, name: str) -> Iterator[bytes]:
    """Pass the file on, and stop reading at the first byte over the limit for its kind."""
    chunks = _readable(file)
    head = next(chunks, b"")
    limit = MAX_ZIP_BYTES if containers.kind_of(name, head[: containers.HEAD_BYTES]) else MAX_PAGE_BYTES
    _refuse_over(limit, getattr(file, "size", None) or 0)
    size = 0
    for chunk in itertools.chain((head,), chunks):
        size += len(chunk)
        _refuse_over(limit, size)
        yield chunk


def _refuse_over(limit: int, size: int) -> None:
    if size > limit:
        raise _RefusedError(Problem("too-large", {"limit_mb": limit // MEGABYTE}))


def _readable(file: GivenFile) -> Iterator[bytes]:
    """The file's pieces; a fault in reading them is the file's problem, and not one of our disk."""
    try:
        yield from file.chunks()
    except OSError as error:
        raise _RefusedError(Problem("unreadable", {"detail": error.strerror or type(error).__name__})) from error
