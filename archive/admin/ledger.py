"""The page of a batch: the fate of each file, its CSV, reading failed files again, undoing the batch."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import ngettext

from archive import heartbeat, ledger
from archive.admin import undo
from archive.admin.batches import batch_of
from archive.heartbeat import Condition
from archive.ingest import processing
from archive.ledger import COLUMNS, progress_of
from archive.models import UploadBatch, UploadItem
from archive.review import queue, roles
from archive.review.batches import unfinished
from archive.text.spreadsheets import csv_lines

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 50
FAILED = UploadItem.State.FAILED


def page_of(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show what became of each file of the batch. A POST does one of VERBS."""
    batch = batch_of(request, pk)
    if request.method == "POST":
        act = VERBS.get(request.POST.get("verb", "retry"))
        if act:
            act(request, batch)
        return redirect(batch)
    context = site.each_context(request) | {"title": str(batch), "batch": batch} | _lines(request, batch)
    context |= _acts(request, batch, left=context["progress"].left)
    return TemplateResponse(request, "admin/archive/uploadbatch/ledger.html", context)


def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the batch is, for the script that keeps its ledger up to date."""
    now = progress_of(batch_of(request, pk))
    return JsonResponse({"done": now.done, "left": now.left, "words": now.words, "pace": now.pace})


def spreadsheet(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The ledger as CSV, of one fate where ?fate= names it."""
    batch = batch_of(request, pk)
    told = ([row[key] for key in COLUMNS] for row in ledger.rows(batch, _chosen(request), request.user))
    answer = StreamingHttpResponse(csv_lines(chain([COLUMNS.values()], told)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="baoku-batch-{batch.pk}.csv"'
    return answer


def _chosen(request: HttpRequest) -> str:
    chosen = request.GET.get("fate", "")
    return chosen if chosen in ledger.FATES else ""


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """The pages of a list whose length is known already, so that it is not counted again."""

    def __init__(self, lines: QuerySet[UploadItem], per_page: int, *, count: int) -> None:
        super().__init__(lines, per_page)
        self.known = count

    @property
    def count(self) -> int:
        return self.known


def _lines(request: HttpRequest, batch: UploadBatch) -> dict[str, Any]:
    chosen, found = _chosen(request), ledger.counts_of(batch)
    sums, items = ledger.sums(batch, chosen, found=found), ledger.in_order(ledger.of_fate(batch, chosen))
    count = next(sum.count for sum in sums if sum.current)
    page = CountedPaginator(items, PER_PAGE, count=count).get_page(request.GET.get("page"))
    return {
        "chosen": chosen,
        "sums": sums,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "lines": ledger.lines(page, request.user),
        "progress": progress_of(batch, found=found),
        "containers": batch.items.filter(state=UploadItem.State.UNPACKED, parent=None).count(),
        "failed": 0 if batch.undone_at else found.get(FAILED, 0),
    }


def _acts(request: HttpRequest, batch: UploadBatch, *, left: int) -> dict[str, Any]:
    """What this person can do with the batch now, and why nothing moves, where that is so."""
    return {
        "next_draft": queue.waiting(request.user, batch=batch.pk).values_list("pk", flat=True).first(),
        "may_review": roles.may_review(request.user),
        "unfinished": unfinished(batch),
        "worker_away": _worker_away(batch) if left else "",
    }


def _worker_away(batch: UploadBatch) -> str:
    """Why nothing moves, "" where it does. What was given on the command line is read there."""
    by_worker = batch.origin != UploadBatch.Origin.COMMAND
    return str(Condition.AWAY.label) if by_worker and heartbeat.condition() == Condition.AWAY else ""


def _retry(request: HttpRequest, batch: UploadBatch) -> None:
    """Let the failed files wait again, or the one that is named."""
    failed, item = batch.items.filter(state=FAILED), request.POST.get("item", "")
    if item.isdecimal() and len(item) < 16:
        failed = failed.filter(pk=int(item))
    again = sum(processing.retry(item) for item in failed)
    words = ngettext("%(count)d file is read again.", "%(count)d files are read again.", again)
    messages.add_message(request, messages.SUCCESS if again else messages.INFO, words % {"count": again})


VERBS: dict[str, Callable[[HttpRequest, UploadBatch], None]] = {"retry": _retry, "bring-back": undo.bring_back}
