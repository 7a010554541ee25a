"""Edits of many drafts as they are looked up afterwards, undone in one step, and done again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.bulk_pages import Changed, labels, titled_one, values
from archive.admin.site import person
from archive.admin.verbs import personal_data
from archive.models import BulkEdit, BulkEditLine
from archive.review import bulk_undoing, roles
from archive.review.bulk_edits import ASSIGNED, Done

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 50


def tell(request: HttpRequest, done: Done, words: str) -> None:
    """Say what an edit has done, with the way to take it back."""
    said = words % {"count": done.changed}
    if done.edit and done.changed:
        said = format_html('{} <a href="{}">{}</a>', said, _address(done.edit), _("Look at it or undo it"))
    messages.add_message(request, messages.SUCCESS if done.changed else messages.INFO, said)
    if done.left:
        left = ngettext("%(count)d stayed as it was.", "%(count)d stayed as they were.", done.left)
        messages.info(request, left % {"count": done.left})


def edits(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """The edits of many drafts that this person may look at, the newest first."""
    counted = _visible(request).annotate(articles=Count("lines")).order_by("-pk")
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Bulk edits"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": [(edit, _address(edit), labels(edit.wanted)) for edit in page],
    }
    return TemplateResponse(request, "admin/archive/article/bulk_edits.html", site.each_context(request) | context)


def one_edit(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """What an edit changed, article by article; a POST undoes it or does it again."""
    edit = get_object_or_404(_visible(request), pk=pk)
    if request.method == "POST":
        return _turn(request, edit)
    lines = edit.lines.select_related("article").prefetch_related("article__findings")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Bulk edit of %(when)s") % {"when": edit},
        "edit": edit,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "changes": _changes(page),
    }
    return TemplateResponse(request, "admin/archive/article/bulk_done.html", site.each_context(request) | context)


def _changes(lines: Iterable[BulkEditLine]) -> list[Changed]:
    keys = {values.get(ASSIGNED) for line in lines for values in (line.before, line.after)}
    people = dict(User.objects.filter(pk__in=keys - {None}).values_list("pk", "username"))
    return [Changed(titled_one(line.article), values(line.article, line.before, line.after, people)) for line in lines]


def _turn(request: HttpRequest, edit: BulkEdit) -> HttpResponse:
    if request.POST.get("verb") == "redo":
        done = bulk_undoing.redo(edit, by=person(request), detect=personal_data)
        words = ngettext("%(count)d draft changed again.", "%(count)d drafts changed again.", done.changed)
    else:
        done = bulk_undoing.undo(edit, by=person(request), detect=personal_data)
        words = ngettext("%(count)d draft is as before.", "%(count)d drafts are as before.", done.changed)
    messages.success(request, words % {"count": done.changed})
    if done.left:
        left = ngettext(
            "%(count)d was changed, published or refused meanwhile, and stays as it is.",
            "%(count)d were changed, published or refused meanwhile, and stay as they are.",
            done.left,
        )
        messages.warning(request, left % {"count": done.left})
    return redirect(_address(edit))


def _visible(request: HttpRequest) -> QuerySet[BulkEdit]:
    """Reviewers see every edit, uploaders their own."""
    if not roles.may_upload(request.user):
        raise PermissionDenied
    found = BulkEdit.objects.select_related("made_by", "undone_by")
    return found if roles.may_review(request.user) else found.filter(made_by=request.user.pk)


def _address(edit: BulkEdit) -> str:
    return reverse("admin:archive_bulkedit_page", args=[edit.pk])
