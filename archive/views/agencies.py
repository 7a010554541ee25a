"""Outlets and government bodies: the list of those that public articles name, and a page for each."""

from __future__ import annotations

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive import holdings
from archive.models import Agency, AgencyAlias, ArticleAgency
from archive.models.articles import ArticleQuerySet
from archive.views.charts import year_chart

PAGE = 20
#: A merge leads to the other agency for good, and yet can be undone: no browser may remember it unasked.
ask_each_time = cache_control(public=True, no_cache=True)


@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """Agencies in the order of a Chinese index, outlets first, then government bodies by level."""
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in Agency.Kind.values else Agency.Kind.values
    listed = sorted(holdings.holdings_by_agency(), key=lambda holding: holding.reading_order)
    parts = [
        {"kind": Agency.Kind(kind), "groups": by_level([one for one in listed if one.kind == kind])} for kind in kinds
    ]
    section = kind if kind in Agency.Kind.values else ""
    return render(request, "archive/agency_list.html", {"parts": parts, "section": section})


def by_level(agencies: list[holdings.Holding]) -> list[tuple[str, list[holdings.Holding]]]:
    """Group agencies under the name of their level, from the centre down; those of no stated level come last."""
    rank = {level: place for place, level in enumerate(Agency.Level.values)}
    ranked = sorted(agencies, key=lambda one: rank.get(one.level, len(rank)))
    names = dict(Agency.Level.choices)
    return [(str(names.get(level, "")), list(group)) for level, group in groupby(ranked, key=lambda one: one.level)]


@require_safe
@ask_each_time
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """An agency with its public articles, by role and year, a page at a time. A merged one leads to the other."""
    found = Agency.objects.confirmed().select_related("parent").filter(slug=slug).first()
    roles = holdings.count_by_role(found) if found else {"any": 0}
    if found is None or not roles["any"]:
        if successor := holdings.successor(slug):
            return redirect(successor, permanent=True)
        raise Http404
    articles, chosen = narrow(holdings.articles_of(found), found, request)
    context = {
        "agency": found,
        "section": found.kind,
        "roles": [("", roles.pop("any")), *((role, count) for role, count in roles.items() if count)],
        "chosen": chosen,
        "page": Paginator(articles.select_related("source", "site"), PAGE).get_page(request.GET.get("page")),
        "chart": year_chart(holdings.count_by_year(holdings.articles_of(found)), height=50),
        "parent": public_parent(found),
        **names_of(found),
    }
    return render(request, "archive/agency.html", context)


def narrow(
    articles: ArticleQuerySet, agency: Agency, request: HttpRequest
) -> tuple[ArticleQuerySet, dict[str, str | int]]:
    """Apply what the query string asks for; what it asks wrongly is left out, not an error."""
    role, year, sort = (request.GET.get(name, "") for name in ("role", "year", "sort"))
    chosen: dict[str, str | int] = {"role": "", "year": "", "sort": "oldest" if sort == "oldest" else ""}
    if role in ArticleAgency.Role.values:
        links = agency.article_links.filter(role=role)
        articles, chosen["role"] = articles.filter(pk__in=links.values("article")), role
    if year.isascii() and year.isdigit() and len(year) == 4 and year != "0000":
        articles, chosen["year"] = articles.filter(published_on__year=int(year)), int(year)
    oldest = articles.order_by(F("published_on").asc(nulls_last=True), F("published_at").asc(nulls_last=True), "pk")
    return oldest if chosen["sort"] else articles.newest_first(), chosen


def names_of(agency: Agency) -> dict[str, list[AgencyAlias]]:
    """Its names beside its own: those that it bears still, and the former ones in their order."""
    names = [alias for alias in agency.aliases.all() if alias.name != agency.name]
    former = sorted((alias for alias in names if alias.until), key=lambda alias: alias.until)
    return {"aliases": [alias for alias in names if not alias.until], "former": former}


def public_parent(agency: Agency) -> Agency | None:
    """The agency above, if a public article names it: else its page does not exist."""
    parent = agency.parent
    return parent if parent and holdings.has_page(parent) else None
