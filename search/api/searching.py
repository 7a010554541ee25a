"""The results page for scripts, and its counts by themselves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from ninja import Router

from archive.rest.answers import answer, refusal
from archive.rest.operations import reading
from archive.rest.parameters import parameters_of
from search.answering.executor import execute
from search.api import examples, schemas
from search.api.results import as_json, counted_as_json
from search.asking.requests import DEFAULT_SIZE
from search.forms import SearchForm

router = Router()

_ANY = "Given several times: any of the values will do. A `-` before a value shuts it out."
_WORDS = {
    "q": "The query, in the archive's query language; simplified and traditional characters find the same.",
    "page": "From 1. A page beyond the last one has no results and the same `count`.",
    "size": f"How many results are wanted, {DEFAULT_SIZE} unless told.",
    "sort": "`relevance` unless told, `-date` (the newest first) or `date`.",
    "source": f"The slug of the agency that is their source. {_ANY}",
    "agency": f"The slug of an agency that they name in any part. {_ANY}",
    "place": f"The code of a division (GB/T 2260); articles of places within it are found, too. {_ANY}",
    "script": f"`hans`, `hant`, `mixed` or `none`. {_ANY}",
    "kind": f"The kind of the source, `outlet` or `government`. {_ANY}",
    "facets": "1: count all matches by year, month, source, agency, place, script and kind.",
    "collapse": "1: of articles with the same text only the best hit is listed, with `reprints`.",
    "fresh": "0: rank by the words alone; otherwise newer articles score up to a tenth higher.",
    "related": "1: related articles follow where fewer than ten are exact, and not only where none is.",
    "cursor": "Goes on behind the last answer, whose `cursor` it is, instead of `page`, with all else as it was.",
    "from": "Published on this day or later; `2024` and `2024-09` stand for their first day.",
    "to": "Published on this day or before; `2024` and `2024-09` stand for their last day.",
}
#: What shapes a page of results and no count.
_OF_PAGES = {"page", "size", "sort", "facets", "collapse", "fresh", "related", "cursor"}
_PARAMETERS = parameters_of(SearchForm(QueryDict()), _WORDS)


@reading(
    router,
    "search",
    name="api-search",
    shape=schemas.Found,
    summary="Search articles",
    tag="Search",
    parameters=_PARAMETERS,
    example=examples.FOUND,
    sample="search?q=水&size=5",
)
def search(request: HttpRequest) -> JsonResponse:
    """What the results page finds, with all its conditions, orders and counts.

    `count` is exact. Where nothing holds all that was asked for, results with `"exact": false` come closest to it.
    """
    form = SearchForm(request.GET)
    if refused := refusal(request, form):
        return refused
    return _tagged(as_json(execute(form.search_request())))


@reading(
    router,
    "facets",
    name="api-facets",
    shape=schemas.Counted,
    summary="Count what a search finds",
    tag="Search",
    parameters=[one for one in _PARAMETERS if one["name"] not in _OF_PAGES],
    example=examples.COUNTED,
    sample="facets?q=水",
)
def facets(request: HttpRequest) -> JsonResponse:
    """The counts of a search without its results, each facet as if nothing were chosen in it."""
    form = SearchForm(_of_conditions(request.GET))
    if refused := refusal(request, form):
        return refused
    asked = form.search_request(facets=True, collapse=False, related=0)
    return answer(counted_as_json(execute(replace(asked, size=1))))


def _of_conditions(asked: QueryDict) -> QueryDict:
    """What says which articles are meant; the rest of a search's address is passed over like a strange word."""
    kept = asked.copy()
    for name in _OF_PAGES:
        kept.pop(name, None)
    return kept


def _tagged(told: dict[str, Any]) -> JsonResponse:
    """The answer under a weak ETag: two that differ in the time they took alone are the same."""
    response = answer(told)
    same = json.dumps({**told, "took_ms": None}, ensure_ascii=False)
    response.headers["ETag"] = f'W/"{hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:32]}"'
    return response
