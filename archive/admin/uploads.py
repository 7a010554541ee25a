"""The upload page, and the page of a batch with the fate of each file."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.admin import ledger, undo
from archive.admin.batches import visible_batches
from archive.admin.bookmark import bookmark
from archive.admin.records import OnlyRead
from archive.admin.site import person
from archive.forms import MOST_FILES, UploadForm
from archive.ingest import intake, zips
from archive.ingest.intake import Handover
from archive.models import UploadBatch
from archive.review import roles

logger = logging.getLogger(__name__)

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
    list_display = ("batch", "created_at", "uploaded_by", "origin", "note", "files", "left", "undone_at")
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
            path("upload/page/", wrap(self.page_from_browser), name="archive_uploadbatch_page"),
            path("<int:pk>/ledger/", wrap(self.ledger), name="archive_uploadbatch_ledger"),
            path("<int:pk>/progress/", wrap(ledger.progress), name="archive_uploadbatch_progress"),
            path("<int:pk>/undo/", wrap(self.undo), name="archive_uploadbatch_undo"),
            path("<int:pk>/ledger.csv", wrap(ledger.spreadsheet), name="archive_uploadbatch_csv"),
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
        """Take files and pasted pages into a new batch and go to its ledger. The page's script is told in JSON."""
        form = _form(request)
        if request.method != "POST":
            return self._upload_page(request, form)
        batch = _receive(request, form) if form.is_valid() else None
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return _told(batch, form)
        return redirect(batch) if batch else self._upload_page(request, form)

    @method_decorator(require_safe)
    def page_from_browser(self, request: HttpRequest) -> HttpResponse:
        """The upload page, waiting for the page that the bookmark in a browser sends."""
        answer = self._upload_page(request, _form(request), waits=True)
        # The window that opened this one must be able to reach it with a message, though its site is another.
        answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
        return answer

    def ledger(self, request: HttpRequest, pk: int) -> HttpResponse:
        return ledger.page_of(request, self.admin_site, pk)  # type: ignore[arg-type]  # it is the DeskSite

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        return undo.page_of(request, self.admin_site, pk)  # type: ignore[arg-type]  # it is the DeskSite

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context |= self.admin_site.each_context(request)
        return TemplateResponse(request, f"admin/archive/uploadbatch/{template}.html", context)

    def _upload_page(self, request: HttpRequest, form: UploadForm, *, waits: bool = False) -> HttpResponse:
        taker = request.build_absolute_uri(reverse("admin:archive_uploadbatch_page"))
        context = {
            "form": form,
            "waits": waits,
            "limits": LIMITS,
            "bookmark": bookmark(taker),
            "earlier": visible_batches(request)[:EARLIER],
        }
        return self._page(request, "upload", title=_("Upload"), **context)


def _form(request: HttpRequest) -> UploadForm:
    """The form with what was sent. Raises PermissionDenied where the person hands in no pages."""
    if not roles.may_upload(request.user):
        raise PermissionDenied
    return UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()


def _receive(request: HttpRequest, form: UploadForm) -> UploadBatch | None:
    """Store what a valid form holds; where the store cannot keep it, say so in the form."""
    sent, origin = form.cleaned_data, UploadBatch.Origin.WEB
    handover = Handover(by=person(request), origin=origin, note=sent["note"], outlet=sent["outlet"])
    try:
        return intake.receive(form.given, handover)
    except OSError:
        logger.exception("An upload could not be stored")
        form.add_error(None, _("The archive could not store the files, so nothing was taken. Tell its operator."))
        return None


def _told(batch: UploadBatch | None, form: UploadForm) -> JsonResponse:
    """Tell the script of the upload page where to go, or what is wrong."""
    if batch:
        return JsonResponse({"ledger": batch.get_absolute_url()}, status=201)
    wrong = [str(message) for messages in form.errors.values() for message in messages]
    return JsonResponse({"wrong": wrong}, status=400)
