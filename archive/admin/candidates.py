"""The candidates' page of the desk: names that pages bear and nobody has confirmed, and what to do about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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
from archive.admin.site import person
from archive.models import Agency, ArticleAgency
from archive.models.agencies import AgencyQuerySet

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 30
PERMISSION = "archive.judge_candidate"


def candidates(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """List the candidates, those that the most articles name first; a POST decides about one.

    ?kind= narrows the list to outlets or bodies, ?once=1 shows bodies that one article mentions, ?dismissed=1 what was
    dismissed.
    """
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request, site)
    return _page(request, site)


def _decide(request: HttpRequest, site: DeskSite) -> HttpResponse:
    number, verb = request.POST.get("candidate", ""), request.POST.get("verb", "")
    if not (number.isdecimal() and len(number) < 16) or verb not in ("confirm", "merge", "dismiss", "take-back"):
        return HttpResponseBadRequest(_("There is no such button."))
    candidate = get_object_or_404(Agency.objects.filter(confirmed=False), pk=int(number))
    if verb == "merge":
        return _merge(request, site, candidate)
    done = {
        "confirm": _("Confirmed: %(name)s"),
        "dismiss": _("Dismissed: %(name)s"),
        "take-back": _("Proposed again: %(name)s"),
    }
    do = {"confirm": authority.confirm, "dismiss": authority.dismiss, "take-back": authority.take_back}
    do[verb](candidate, by=person(request))
    messages.success(request, done[verb] % {"name": candidate.name})
    return redirect(_here(request))


def _merge(request: HttpRequest, site: DeskSite, candidate: Agency) -> HttpResponse:
    typed = request.POST.get("into", "").strip()
    into = authority.find(typed)
    if into is None or not into.confirmed:
        wrong = _("No confirmed agency is known by the name “%(name)s”.") % {"name": typed}
        return _page(request, site, mistake={"pk": candidate.pk, "typed": typed, "wrong": wrong}, status=422)
    told = {"name": candidate.name, "into": into.name}
    authority.merge(candidate, into, by=person(request))
    messages.success(request, _("%(name)s is now a name of %(into)s.") % told)
    return redirect(_here(request))


def _page(
    request: HttpRequest, site: DeskSite, *, mistake: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    dismissed, once, kind = "dismissed" in request.GET, "once" in request.GET, request.GET.get("kind", "")
    rows = Agency.objects.filter(dismissed=True).order_by("sort_key") if dismissed else authority.waiting(once=once)
    if kind in Agency.Kind.values:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Dismissed names") if dismissed else _("Candidates"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": [(candidate, seen.get(candidate.pk)) for seen in (_last_seen(page),) for candidate in page],
        "kind": kind if kind in Agency.Kind.values else "",
        "dismissed": dismissed,
        "once": once and not dismissed,
        "mistake": mistake,
        "names": names_to_choose() if page.object_list and not dismissed else (),
        "may_change": request.user.has_perm("archive.change_agency"),
    }
    template = "admin/archive/agency/candidates.html"
    return TemplateResponse(request, template, site.each_context(request) | context, status=status)


def names_to_choose() -> list[str]:
    """The confirmed agencies' names in reading order, for a field that is filled by typing."""
    return list(Agency.objects.confirmed().values_list("name", flat=True))


def _last_seen(page: Page[Agency]) -> dict[int, ArticleAgency]:
    """The newest link of each candidate on the page, by the candidate's key."""
    keys = [latest for candidate in page if (latest := getattr(candidate, "latest", None))]
    links = ArticleAgency.objects.filter(pk__in=keys).select_related("article")
    return {link.agency_id: link for link in links}


def _here(request: HttpRequest) -> str:
    """This page with what it was narrowed to."""
    kept = {name: request.GET[name] for name in ("kind", "once", "dismissed", "page") if request.GET.get(name)}
    address = reverse("admin:archive_agency_candidates")
    return f"{address}?{urlencode(kept)}" if kept else address


def waiting_count() -> int:
    """How many candidates wait for a person."""
    rows: AgencyQuerySet = authority.waiting()
    return rows.count()
