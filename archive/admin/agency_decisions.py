"""The list of decisions about agencies on the desk, the newest first, each with its button to undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from archive import authority
from archive.admin.candidates import PERMISSION as JUDGE
from archive.admin.site import person
from archive.models import Agency, AgencyChange

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 30
CHANGE = "archive.change_agency"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line. waits: a later decision about the same agencies stands before its undoing."""

    change: AgencyChange
    page: bool  # whether the agency still has a page on the desk
    may_undo: bool
    waits: bool


def decisions(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """List the decisions, ?agency= those about one agency; a POST undoes one."""
    if not request.user.has_perm(JUDGE):
        raise PermissionDenied
    return _undo(request) if request.method == "POST" else _page(request, site)


def _undo(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("change", "")
    if not (number.isdecimal() and len(number) < 16):
        return HttpResponseBadRequest(_("There is no such button."))
    change = get_object_or_404(AgencyChange, pk=int(number))
    if not _may_undo(request, change):
        raise PermissionDenied
    obstacle = authority.undo(change, by=person(request))
    if obstacle:
        messages.error(request, obstacle.label)
    else:
        messages.success(request, _("Undone: everything stands as it did before."))
    return redirect(_here(request))


def _may_undo(request: HttpRequest, change: AgencyChange) -> bool:
    return request.user.has_perm(JUDGE if change.of_candidate else CHANGE)


def _page(request: HttpRequest, site: DeskSite) -> HttpResponse:
    rows = AgencyChange.objects.select_related("made_by", "undone_by")
    agency = _narrowed_to(request)
    if agency is not None:
        rows = rows.touching(agency)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Decisions about agencies"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": _lines(request, page),
        "narrowed": agency is not None,
    }
    return TemplateResponse(request, "admin/archive/agency/decisions.html", site.each_context(request) | context)


def _lines(request: HttpRequest, page: Page[AgencyChange]) -> list[Decision]:
    keys = {key for change in page for key in (change.agency, change.other) if key is not None}
    there = set(Agency.objects.filter(pk__in=keys).values_list("pk", flat=True))
    standing = AgencyChange.objects.standing().touching(*keys).values_list("pk", "agency", "other")
    return [
        Decision(
            change=change,
            page=change.agency in there and request.user.has_perm("archive.view_agency"),
            may_undo=_may_undo(request, change),
            waits=any(
                pk > change.pk and ({change.agency, change.other} - {None}) & set(pair) for pk, *pair in standing
            ),
        )
        for change in page
    ]


def _narrowed_to(request: HttpRequest) -> int | None:
    number = request.GET.get("agency", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else None


def _here(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in ("agency", "page") if request.GET.get(name)}
    address = reverse("admin:archive_agency_decisions")
    return f"{address}?{urlencode(kept)}" if kept else address
