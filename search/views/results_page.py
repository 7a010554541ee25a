"""The results page. Everything that shapes it stands in its address, so it can be kept, sent and cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.answering.chips import chips_of, panels_of, whole_year
from search.answering.days import by_day
from search.answering.examples import examples
from search.answering.executor import SearchPage, execute
from search.answering.histogram import histogram_of
from search.answering.hits import marked_terms
from search.answering.ways import narrower, wider
from search.asking.requests import SearchRequest
from search.asking.searched import searched
from search.exporting import FORMATS
from search.forms import PageForm
from search.query.combining import narrowed
from search.views.telling import WITHIN, left_out, sorts_of, told, views_of, years_of

#: What a form sets anew, and the place in the list, which another question makes meaningless.
_PLACE = ("page", "cursor", "within")
#: Words that an article's page marks, at most.
_MARKED = 12
_SPAN = ("from", "to", *_PLACE)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with facets; without a query or a condition, how to search."""
    form = PageForm(request.GET)
    asked = form.page_request()
    if "within" in request.GET and (query := narrowed(asked.q, request.GET["within"], today=timezone.localdate())):
        return HttpResponseRedirect(_address(request, query))
    if asks_for_nothing(asked):
        context = {"section": "search", "asked": asked, "wrong": _wrong(form), "examples": examples()}
        return render(request, "search/results.html", context)
    page = execute(asked)
    last = max(page.pages, 1)
    if asked.page > last:
        form.cleaned_data["page"] = last
        page = execute(form.page_request())
    return render(request, "search/results.html", context_of(page, form))


def context_of(found: SearchPage, form: PageForm) -> dict[str, Any]:
    """What the template shows."""
    asked, words = found.request, searched(found.query.tree, found.spellings)
    return {
        "section": "search",
        "asked": asked,
        "found": found,
        "page": Paginator(range(found.groups), asked.length).get_page(asked.page),
        "chips": chips_of(asked, found.facets),
        "panels": panels_of(asked, found.facets),
        "histogram": histogram_of(found.facets, asked),
        "searched": words,
        "find": find_in(found),
        "view": form.chosen_view,
        "views": views_of(form.chosen_view),
        "days": by_day(found.hits) if form.chosen_view == "days" else [],
        "sorts": sorts_of(asked, ranked=bool(words) and form.chosen_view != "days"),
        "mistakes": [told(mistake, asked.q) for mistake in found.mistakes],
        "wrong": _wrong(form),
        "narrower": narrower(found) if asked.page == 1 else [],
        "wider": wider(found) if not found.count and not found.notice else [],
        "formats": FORMATS.values(),
        "year": whole_year(asked),
        **years_of(found.facets.year),
        "kept": list(_kept(form, _PLACE)),
        "kept_without_days": list(_kept(form, _SPAN)),
    }


def find_in(found: SearchPage) -> str:
    """What is put behind the addresses of the articles, so that their pages mark what was searched for; "" for nothing.

    docs/reading.md has the parameter.
    """
    words = marked_terms(found.query)[:_MARKED]
    return "?" + urlencode([("find", word) for word in words]) if words else ""


def asks_for_nothing(asked: SearchRequest) -> bool:
    return not asked.q.strip() and not any((asked.first_day, asked.last_day, asked.chosen))


def _kept(form: PageForm, names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What a form on the page hands on of the address: all but these."""
    return ((name, value) for name, values in form.asked.lists() if name not in names for value in values)


def _address(request: HttpRequest, query: str) -> str:
    """The address of this search for another query, from the first page on."""
    kept = request.GET.copy()
    for name in _PLACE:
        kept.pop(name, None)
    kept["q"] = query
    return f"{request.path}?{kept.urlencode()}"


def _wrong(form: PageForm) -> list[tuple[str, str]]:
    """The conditions that made no sense. Words to search within come here only where they cannot be added."""
    found = left_out(form)
    if form.asked.get("within", "").strip():
        found.append((str(WITHIN), _("Together with what was searched it would be too long to be read.")))
    return found
