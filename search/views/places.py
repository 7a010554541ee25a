"""Places: the provinces and cities that articles are about, and the articles about one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.text.divisions import Division, above, divisions
from search.answering.by_place import count_by_place, provinces, within
from search.answering.executor import execute
from search.answering.histogram import histogram_of
from search.asking import cursors
from search.asking.requests import SearchRequest

SIZE = 20  # articles on a page
_KEYS = 2  # of the order by date


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """The provinces with their cities, each with the number of its articles."""
    counts = count_by_place()
    context = {"section": "places", "provinces": provinces(counts or {}), "unreadable": counts is None}
    return render(request, "search/places.html", context)


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place: what lies in it, its years, its articles from the newest on. 404 for one that no article is about."""
    division = divisions().get(code)
    counts = count_by_place()
    if division is None or counts is None or not counts.get(code):
        raise Http404(_("No article is about such a place."))
    cursor = request.GET.get("cursor", "")
    found = execute(asked_of(division, cursor))
    context = {
        "section": "places",
        "division": division,
        "count": counts[code],
        "around": above(division),
        "within": within(division, counts),
        "histogram": histogram_of(found.facets, found.request),
        "found": found,
        "articles": [hit.article for hit in found.hits],
        "begun": bool(cursor),
    }
    return render(request, "search/place.html", context)


def asked_of(division: Division, cursor: str) -> SearchRequest:
    """The search for what is about a place; a cursor that is none begins at the newest."""
    return SearchRequest(
        size=SIZE,
        sort="-date",
        chosen={"place": (division.code,)},
        facets=True,
        passages=False,
        related=0,
        cursor=cursor if cursors.decoded(cursor, _KEYS) else "",
    )
