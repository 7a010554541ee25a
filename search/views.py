"""The results page. Everything that shapes it stands in its address, so it can be kept, sent and cited."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Agency
from search.executor import SearchPage, SearchRequest, execute
from search.facets import SCRIPT_LABELS
from search.forms import SORTS, SearchForm
from search.mistakes import explained


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with facets; without a query or a condition, how to search."""
    form = SearchForm(request.GET)
    asked = form.search_request(facets=True)
    if asks_for_nothing(asked):
        return render(request, "search/results.html", {"section": "search", "asked": asked, "wrong": form.mistakes()})
    page = execute(asked)
    last = max(page.pages, 1)
    if asked.page > last:
        form.cleaned_data["page"] = last
        page = execute(form.search_request(facets=True))
    return render(request, "search/results.html", context_of(page, form))


def context_of(found: SearchPage, form: SearchForm) -> dict[str, Any]:
    """What the template shows."""
    asked = found.request
    return {
        "section": "search",
        "asked": asked,
        "found": found,
        "page": Paginator(range(found.count), asked.size).get_page(asked.page),
        "chips": chips_of(asked),
        "sorts": [(key, label, key == asked.sort) for key, label in SORTS],
        "mistakes": [explained(mistake) for mistake in found.mistakes],
        "wrong": form.mistakes(),
        "year": whole_year(asked),
    }


def asks_for_nothing(asked: SearchRequest) -> bool:
    conditions = (asked.first_day, asked.last_day, asked.source, asked.script)
    return not asked.q.strip() and not any(conditions)


def chips_of(asked: SearchRequest) -> list[tuple[str, str]]:
    """The conditions in force: what each is called, and which parameter it is."""
    chips = []
    if asked.first_day:
        chips.append((_("from %(day)s") % {"day": asked.first_day.isoformat()}, "from"))
    if asked.last_day:
        chips.append((_("until %(day)s") % {"day": asked.last_day.isoformat()}, "to"))
    if asked.source:
        chips.append((Agency.objects.get(slug=asked.source).name, "source"))
    if asked.script:
        chips.append((str(SCRIPT_LABELS[asked.script]), "script"))
    return chips


def whole_year(asked: SearchRequest) -> str:
    """The year that the days asked for make up from end to end; "" for any other span."""
    first, last = asked.first_day, asked.last_day
    if not first or not last or first.year != last.year:
        return ""
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return str(first.year) if whole else ""
