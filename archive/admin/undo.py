"""Undoing a batch: a page that says what goes with it, and the button in the ledger that brings everything back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.batches import batch_of
from archive.admin.site import person
from archive.models import UploadBatch
from archive.review import undoing
from archive.review.batches import Obstacle, reach_of, why_not_undo

if TYPE_CHECKING:
    from archive.admin.site import DeskSite


def page_of(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Say what undoing the batch takes along, and ask; a POST does it and leads back to the ledger."""
    batch, wrong = batch_of(request, pk), ""
    if request.method == "POST":
        answer = undoing.undo(batch, by=person(request), reason=request.POST.get("reason", ""))
        if not isinstance(answer, Obstacle):
            messages.success(request, _("The batch is undone. It can be brought back at any time."))
            return redirect(batch)
        wrong = str(answer.label)
    context = {
        "title": _("Undo batch %(batch)s") % {"batch": batch},
        "batch": batch,
        "reach": reach_of(batch),
        "obstacle": why_not_undo(batch, person(request)),
        "wrong": wrong,
    }
    context |= site.each_context(request)
    return TemplateResponse(request, "admin/archive/uploadbatch/undo.html", context, status=400 if wrong else 200)


def bring_back(request: HttpRequest, batch: UploadBatch) -> None:
    """Take the undo of the batch back and say what came."""
    answer = undoing.bring_back(batch, by=person(request))
    if isinstance(answer, Obstacle):
        messages.error(request, answer.label)
        return
    words = ngettext("%(count)d article is back.", "%(count)d articles are back.", answer.articles)
    messages.success(request, words % {"count": answer.articles})
