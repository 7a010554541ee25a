"""Pages on which one agency is merged into another, split, or renamed, and the list where each of that is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import authority
from archive.admin.site import person
from archive.authority import Obstacle
from archive.models import Agency, AgencyChange

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

CHANGE, JUDGE = "archive.change_agency", "archive.judge_candidate"


def merge(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Ask which agency this one belongs to (?into=any name), show what would move, and merge by a POST."""
    agency = get_object_or_404(Agency, pk=pk)
    _may(request, CHANGE if agency.confirmed else JUDGE)
    typed = (request.POST if request.method == "POST" else request.GET).get("into", "").strip()
    into = authority.find(typed) if typed else None
    mistake = _why_not_into(agency, into) if typed else None
    if request.method == "POST" and into and not mistake:
        told = {"name": agency.name, "into": into.name}
        authority.merge(agency, into, by=person(request), reason=request.POST.get("reason", ""))
        return _done(request, into, _("%(name)s is now a name of %(into)s.") % told)
    effect = authority.effect_of(agency, into) if into and not mistake else None
    shown: dict[str, Any] = {"typed": {"into": typed}, "into": into, "effect": effect}
    title = _("Merge %(name)s into another agency") % {"name": agency.name}
    return _page(request, site, "merge", agency, title, mistake=mistake, **shown)


def split(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show an agency's names with the articles that print them; a POST makes a new agency of those that are ticked."""
    agency = get_object_or_404(Agency, pk=pk)
    _may(request, CHANGE)
    chosen = [int(key) for key in request.POST.getlist("alias") if key.isdecimal() and len(key) < 16]
    typed = {"name": request.POST.get("name", ""), "reason": request.POST.get("reason", "")}
    mistake = None
    if request.method == "POST":
        answer = authority.split(agency, chosen, name=typed["name"], by=person(request), reason=typed["reason"])
        if isinstance(answer, AgencyChange):
            told = {"name": answer.other_name, "from": agency.name}
            return _done(request, agency, _("%(name)s is an agency of its own now, apart from %(from)s.") % told)
        mistake = answer
    title = _("Split %(name)s") % {"name": agency.name}
    names = authority.names_in_use(agency)
    return _page(request, site, "split", agency, title, typed=typed, mistake=mistake, names=names, chosen=chosen)


def rename(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Ask for an agency's new name and since when it bears it; a POST renames it."""
    agency = get_object_or_404(Agency, pk=pk)
    _may(request, CHANGE)
    typed = {key: request.POST.get(key, "") for key in ("name", "on", "reason")}
    mistake = None
    if request.method == "POST":
        answer = authority.rename(agency, typed["name"], on=typed["on"], by=person(request), reason=typed["reason"])
        if isinstance(answer, AgencyChange):
            told = {"before": answer.other_name, "after": agency.name}
            return _done(request, agency, _("%(before)s is now called %(after)s.") % told)
        mistake = answer
    title = _("Rename %(name)s") % {"name": agency.name}
    return _page(request, site, "rename", agency, title, typed=typed, mistake=mistake)


def way_to_undo(agency: Agency, words: str) -> SafeString:
    """The words, and a link to the list where the decision about this agency can be undone."""
    address = f"{reverse('admin:archive_agency_decisions')}?agency={agency.pk}"
    return format_html('{} <a href="{}">{}</a>', words, address, _("Undo"))


def _may(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _why_not_into(agency: Agency, into: Agency | None) -> Obstacle | None:
    if into is None or not into.confirmed:
        return Obstacle.NO_AGENCY
    return Obstacle.ITSELF if into.pk == agency.pk else None


def _done(request: HttpRequest, agency: Agency, words: str) -> HttpResponse:
    messages.success(request, way_to_undo(agency, words))
    if request.user.has_perm(CHANGE):
        return redirect("admin:archive_agency_change", agency.pk)
    return redirect("admin:archive_agency_candidates")


def _page(
    request: HttpRequest,
    site: DeskSite,
    name: str,
    agency: Agency,
    title: str,
    *,
    mistake: Obstacle | None,
    **told: Any,
) -> HttpResponse:
    context = {"title": title, "agency": agency, "mistake": mistake.label if mistake else "", **told}
    status = 422 if mistake and request.method == "POST" else 200
    template = f"admin/archive/agency/{name}.html"
    return TemplateResponse(request, template, site.each_context(request) | context, status=status)
