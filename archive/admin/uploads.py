"""The upload page, and the page of a batch with the fate of each file."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.admin import ledger
from archive.admin.progress import progress_of
from archive.admin.records import OnlyRead
from archive.admin.site import person, visible_batches
from archive.forms import MOST_FILES, UploadForm
from archive.ingest import intake, processing, zips
from archive.models import UploadBatch, UploadItem
from archive.review import queue, roles

PER_PAGE = 50
EARLIER = 10
MEGABYTE = 1024 * 1024
LIMITS = {
    "files": MOST_FILES,
    "page_mb": intake.MAX_PAGE_BYTES // MEGABYTE,
    "zip_mb": intake.MAX_ZIP_BYTES // MEGABYTE,
    "members": zips.MAX_MEMBERS,
    "inflated_mb": zips.MAX_INFLATED_BYTES // MEGABYTE,
}


@admin.register(UploadBatch)
class UploadBatchAdmin(OnlyRead):
    list_display = ("batch", "created_at", "uploaded_by", "origin", "note", "files", "left")
    list_display_links = None
    list_filter = ("origin", "uploaded_by")
    search_fields = ("note", "items__name")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[UploadBatch]:
        return visible_batches(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload), name="archive_uploadbatch_upload"),
            path("<int:pk>/ledger/", wrap(self.ledger), name="archive_uploadbatch_ledger"),
            path("<int:pk>/progress/", wrap(self.progress), name="archive_uploadbatch_progress"),
            *super().get_urls(),
        ]

    @admin.display(description=_("batch"), ordering="pk")
    def batch(self, batch: UploadBatch) -> str:
        return format_html('<a href="{}">{}</a>', batch.get_absolute_url(), batch)

    @admin.display(description=_("files"), ordering="files")
    def files(self, batch: UploadBatch) -> int:
        return batch.files  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("waiting"), ordering="left")
    def left(self, batch: UploadBatch) -> int:
        return batch.left  # type: ignore[attr-defined, no-any-return]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """A batch has one page only, its ledger."""
        return redirect(reverse("admin:archive_uploadbatch_ledger", args=[object_id]))

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take files into a new batch and go to its ledger."""
        if not roles.may_upload(request.user):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            batch = intake.receive(
                given["files"], by=person(request), origin=UploadBatch.Origin.WEB, note=given["note"]
            )
            return redirect(batch)
        earlier = visible_batches(request)[:EARLIER]
        return self._page(request, "upload", title=_("Upload"), form=form, limits=LIMITS, earlier=earlier)

    def ledger(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what became of each file of the batch; a POST lets the failed ones wait again."""
        batch = get_object_or_404(UploadBatch.objects.select_related("uploaded_by"), pk=pk)
        if not roles.may_see_batch(request.user, batch):
            raise PermissionDenied
        if request.method == "POST":
            return self._retry(request, batch)
        chosen = request.GET.get("fate", "")
        chosen = chosen if chosen in ledger.FATES else ""
        return self._page(request, "ledger", title=str(batch), batch=batch, **_ledger(request, batch, chosen))

    def progress(self, request: HttpRequest, pk: int) -> JsonResponse:
        """How far the batch is, for the script that keeps its ledger up to date."""
        batch = get_object_or_404(UploadBatch, pk=pk)
        if not roles.may_see_batch(request.user, batch):
            raise PermissionDenied
        now = progress_of(batch)
        return JsonResponse({"done": now.done, "left": now.left, "words": now.words, "pace": now.pace})

    def _retry(self, request: HttpRequest, batch: UploadBatch) -> HttpResponse:
        again = sum(processing.retry(item) for item in batch.items.filter(state=UploadItem.State.FAILED))
        words = ngettext("%(count)d file is read again.", "%(count)d files are read again.", again)
        self.message_user(request, words % {"count": again}, messages.SUCCESS if again else messages.INFO)
        return redirect(batch)

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context |= self.admin_site.each_context(request)
        return TemplateResponse(request, f"admin/archive/uploadbatch/{template}.html", context)


def _ledger(request: HttpRequest, batch: UploadBatch, chosen: str) -> dict[str, Any]:
    sums = ledger.sums(batch, chosen)
    page = Paginator(ledger.in_order(ledger.of_fate(batch, chosen)), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "chosen": chosen,
        "sums": sums,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "lines": ledger.lines(page, request.user),
        "progress": progress_of(batch),
        "containers": batch.items.filter(state=UploadItem.State.UNPACKED, parent=None).count(),
        "next_draft": queue.waiting(request.user, batch=batch.pk).values_list("pk", flat=True).first(),
        "may_review": roles.may_review(request.user),
        "failed": batch.items.filter(state=UploadItem.State.FAILED).count(),
    }
