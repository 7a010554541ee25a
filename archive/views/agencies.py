"""The page of one outlet or government body: its public articles by role and year, and what is known of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive import holdings
from archive.by_agency import articles_naming
from archive.models import Agency, AgencyAlias, ArticleAgency
from archive.paging import stretch
from archive.views.charts import year_chart

#: A merge leads to the other agency for good, and yet can be undone: no browser may remember it unasked.
ask_each_time = cache_control(public=True, no_cache=True)


@require_safe
@ask_each_time
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """An agency with its public articles, by role and year, a stretch at a time. A merged one leads to the other."""
    found = Agency.objects.confirmed().select_related("parent").filter(slug=slug).first()
    roles = holdings.count_by_role(found) if found else {"any": 0}
    if found is None or not roles["any"]:
        if successor := holdings.successor(slug):
            return redirect(successor, permanent=True)
        raise Http404
    role, year = chosen_role(request, roles), chosen_year(request)
    by_year, count = holdings.agency_by_year(found, role), roles[role or "any"]
    articles = articles_naming(found, count=count, by_year=by_year, role=role, year=year)
    oldest = request.GET.get("sort") == "oldest"
    context = {
        "agency": found,
        "section": found.kind,
        "roles": [("", roles.pop("any")), *((one, number) for one, number in roles.items() if number)],
        "chosen": {"role": role, "year": year or "", "sort": "oldest" if oldest else ""},
        "count": count if year is None else by_year.get(year, 0),
        "page": stretch(articles, request.GET, oldest=oldest),
        "chart": year_chart(by_year, height=50),
        "parent": public_parent(found),
        **names_of(found),
    }
    return render(request, "archive/agency.html", context)


def chosen_role(request: HttpRequest, roles: dict[str, int]) -> str:
    """The role that the address asks for; "" for any, and for one that is none."""
    role = request.GET.get("role", "")
    return role if role in ArticleAgency.Role.values and role in roles else ""


def chosen_year(request: HttpRequest) -> int | None:
    """The year that the address asks for; None for all, and for what is no year."""
    year = request.GET.get("year", "")
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 and year != "0000" else None


def names_of(agency: Agency) -> dict[str, list[AgencyAlias]]:
    """Its names beside its own: those that it bears still, and the former ones in their order."""
    names = [alias for alias in agency.aliases.all() if alias.name != agency.name]
    former = sorted((alias for alias in names if alias.until), key=lambda alias: alias.until)
    return {"aliases": [alias for alias in names if not alias.until], "former": former}


def public_parent(agency: Agency) -> Agency | None:
    """The agency above, if a public article names it: else its page does not exist."""
    parent = agency.parent
    return parent if parent and holdings.has_page(parent) else None
