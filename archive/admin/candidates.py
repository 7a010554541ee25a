"""The candidates' page of the desk: names that pages bear and nobody has confirmed, and what to do about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from django.utils.translation import ngettext

from archive import authority
from archive.admin import agency_pages
from archive.admin.site import person
from archive.models import Agency, ArticleAgency
from archive.models.agencies import AgencyQuerySet
from archive.review import collation
from archive.text.folding import fold

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 30
PERMISSION = "archive.judge_candidate"
NARROWED_BY = ("kind", "once", "dismissed", "q", "page")


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate. quote, title: of the newest article that names it; personal data in them and the name covered."""

    candidate: Agency
    name: str
    link: ArticleAgency | None
    quote: str
    title: str
    owners: list[Agency]


def candidates(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """List the candidates, those that the most articles name first; a POST decides about one, or about those ticked.

    ?kind= narrows the list to outlets or bodies, ?once=1 shows bodies that one article mentions, ?dismissed=1 what was
    dismissed, ?q= names with these characters.
    """
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method == "POST":
        return _decide_together(request) if "together" in request.POST else _decide(request, site)
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
    told = done[verb] % {"name": candidate.name}
    messages.success(request, agency_pages.way_to_undo(candidate, told) if verb == "confirm" else told)
    return redirect(_here(request))


def _decide_together(request: HttpRequest) -> HttpResponse:
    """Confirm or dismiss every candidate that is ticked."""
    verb, ticked = request.POST["together"], request.POST.getlist("ticked")
    if verb not in ("confirm", "dismiss") or not all(key.isdecimal() and len(key) < 16 for key in ticked):
        return HttpResponseBadRequest(_("There is no such button."))
    chosen = list(Agency.objects.candidates().filter(pk__in=[int(key) for key in ticked]))
    if not chosen:
        messages.error(request, _("Tick the names first."))
    elif verb == "confirm":
        authority.confirm_all(chosen, by=person(request))
        told = ngettext("%(count)d name confirmed.", "%(count)d names confirmed.", len(chosen)) % {"count": len(chosen)}
        messages.success(request, told)
    else:
        authority.dismiss_all(chosen, by=person(request))
        told = ngettext("%(count)d name dismissed.", "%(count)d names dismissed.", len(chosen)) % {"count": len(chosen)}
        messages.success(request, told)
    return redirect(_here(request))


def _merge(request: HttpRequest, site: DeskSite, candidate: Agency) -> HttpResponse:
    typed = request.POST.get("into", "").strip()
    into = authority.find(typed)
    if into is None or not into.confirmed:
        wrong = _("No confirmed agency is known by the name “%(name)s”.") % {"name": typed}
        return _page(request, site, mistake={"pk": candidate.pk, "typed": typed, "wrong": wrong}, status=422)
    told = {"name": candidate.name, "into": into.name}
    authority.merge(candidate, into, by=person(request))
    messages.success(request, agency_pages.way_to_undo(into, _("%(name)s is now a name of %(into)s.") % told))
    return redirect(_here(request))


def _page(
    request: HttpRequest, site: DeskSite, *, mistake: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    dismissed, once, kind = "dismissed" in request.GET, "once" in request.GET, request.GET.get("kind", "")
    typed = request.GET.get("q", "").strip()
    rows = Agency.objects.filter(dismissed=True).order_by("sort_key") if dismissed else authority.waiting(once=once)
    if kind in Agency.Kind.values:
        rows = rows.filter(kind=kind)
    if typed:
        rows = rows.filter(pk__in=Agency.objects.filter(aliases__key__contains=fold(typed)).values("pk"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Dismissed names") if dismissed else _("Candidates"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": _lines(page),
        "counts": authority.how_many(),
        "kind": kind if kind in Agency.Kind.values else "",
        "dismissed": dismissed,
        "once": once and not dismissed,
        "typed": typed,
        "mistake": mistake,
        "may_change": request.user.has_perm("archive.change_agency"),
    }
    template = "admin/archive/agency/candidates.html"
    return TemplateResponse(request, template, site.each_context(request) | context, status=status)


def _lines(page: Page[Agency]) -> list[Line]:
    seen, owners = _last_seen(page), authority.likely_owners(page)
    return [_line(candidate, seen.get(candidate.pk), owners.get(candidate.pk, [])) for candidate in page]


def _line(candidate: Agency, link: ArticleAgency | None, owners: list[Agency]) -> Line:
    hide = collation.words_to_hide(link.article) if link else set()
    quote = collation.veil(link.evidence[0]["quote"], hide) if link and link.evidence else ""
    title = collation.covered_title(link.article) if link else ""
    return Line(candidate, collation.veil(candidate.name, hide), link, quote, title, owners)


def _last_seen(page: Page[Agency]) -> dict[int, ArticleAgency]:
    """The newest link of each candidate on the page, by the candidate's key."""
    keys = [latest for candidate in page if (latest := getattr(candidate, "latest", None))]
    links = ArticleAgency.objects.filter(pk__in=keys).select_related("article").prefetch_related("article__findings")
    return {link.agency_id: link for link in links}


def _here(request: HttpRequest) -> str:
    """This page with what it was narrowed to."""
    kept = {name: request.GET[name] for name in NARROWED_BY if request.GET.get(name)}
    address = reverse("admin:archive_agency_candidates")
    return f"{address}?{urlencode(kept)}" if kept else address


def waiting_count() -> int:
    """How many candidates wait for a person."""
    rows: AgencyQuerySet = authority.waiting()
    return rows.count()
