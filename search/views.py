"""The results page. Everything that shapes it stands in its address, so it can be kept, sent and cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from search.answering.chips import TITLES, chips_of, panels_of, whole_year
from search.answering.executor import SearchPage, execute
from search.answering.facets import FacetValue
from search.answering.histogram import histogram_of
from search.asking.requests import FEW, SearchRequest
from search.asking.searched import searched
from search.forms import SORTS, SearchForm
from search.mistakes import explained
from search.query.syntax import Mistake

#: What the form of the year facet sets anew, and the place in the list, which another span makes meaningless.
_SPAN = ("from", "to", "page", "cursor")
#: What the conditions are called that a reader does not choose by a link.
_CALLED = {"from": gettext_lazy("From year or day"), "to": gettext_lazy("To year or day"), **TITLES}
#: Characters of the query that are shown around the place of a mistake, and of the place itself.
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A mistake in the reader's language, and its place in the query: what stands before, at and after it."""

    message: str
    before: str = ""
    at: str = ""
    after: str = ""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with facets; without a query or a condition, how to search."""
    form = SearchForm(request.GET)
    collapse = request.GET.get("collapse") != "0"
    asked = form.search_request(facets=True, collapse=collapse, related=FEW)
    if asks_for_nothing(asked):
        context = {"section": "search", "asked": asked, "wrong": left_out(form)}
        return render(request, "search/results.html", context)
    page = execute(asked)
    last = max(page.pages, 1)
    if asked.page > last:
        form.cleaned_data["page"] = last
        page = execute(form.search_request(facets=True, collapse=collapse, related=FEW))
    return render(request, "search/results.html", context_of(page, form))


def context_of(found: SearchPage, form: SearchForm) -> dict[str, Any]:
    """What the template shows."""
    asked, words = found.request, searched(found.query.tree)
    return {
        "section": "search",
        "asked": asked,
        "found": found,
        "page": Paginator(range(found.groups), asked.length).get_page(asked.page),
        "chips": chips_of(asked, found.facets),
        "panels": panels_of(asked, found.facets),
        "histogram": histogram_of(found.facets, asked),
        "searched": words,
        "sorts": sorts_of(asked, has_words=bool(words)),
        "mistakes": [told(mistake, asked.q) for mistake in found.mistakes],
        "wrong": left_out(form),
        "year": whole_year(asked),
        **years_of(found.facets.year),
        "kept": [(name, value) for name, values in form.asked.lists() if name not in _SPAN for value in values],
    }


def told(mistake: Mistake, query: str) -> Told:
    """Return the mistake for the page. A long query is shown around the place alone; a place may be nowhere in it."""
    start, end = mistake.position, mistake.end
    before, at, after = query[max(0, start - _AROUND) : start], query[start:end], query[end : end + _AROUND]
    return Told(
        explained(mistake),
        "…" * (start > _AROUND) + before,
        at if len(at) <= _AROUND else f"{at[:_AROUND]}…",
        after + "…" * (len(query) > end + _AROUND),
    )


def years_of(counted: Sequence[FacetValue]) -> dict[str, str]:
    """The years of the first and last match, as examples of what to type; none without a match."""
    return {"latest": counted[0].value, "earliest": counted[-1].value} if counted else {}


def sorts_of(asked: SearchRequest, *, has_words: bool) -> list[tuple[str, str, bool]]:
    """The orders to choose from. Without words nothing is more relevant, and relevance is by date, the newest first."""
    if has_words:
        return [(key, str(label), key == asked.sort) for key, label in SORTS]
    current = "date" if asked.sort == "date" else "-date"
    return [(key, str(label), key == current) for key, label in SORTS if key != "relevance"]


def left_out(form: SearchForm) -> list[tuple[str, str]]:
    """The conditions that made no sense: what each is called on the page, and what is wrong with it."""
    return [(str(_CALLED.get(name, name)), message) for name, message in form.mistakes().items()]


def asks_for_nothing(asked: SearchRequest) -> bool:
    return not asked.q.strip() and not any((asked.first_day, asked.last_day, asked.chosen))
