"""The one door to searching: execute(SearchRequest) -> SearchPage. Pages, API and commands all come through here."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from haystack.query import SearchQuerySet

from archive.models import Agency, Article
from search import facets
from search.backends import IndexUnavailable
from search.facets import Facets
from search.highlighting import marked, snippet
from search.index_state import REMEDY, needs_rebuild
from search.query.compiler import compile_to_sq
from search.query.parser import parse
from search.query.syntax import Mistake, ParsedQuery, positive_terms

log = logging.getLogger(__name__)

MAX_SIZE = 100
DEFAULT_SIZE = 20

Sort = Literal["relevance", "-date", "date"]
_ORDERS: dict[str, tuple[str, ...]] = {
    "relevance": ("-score", "-moment", "-pk"),
    "-date": ("-moment", "-pk"),
    "date": ("moment", "pk"),
}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader wants. Days are those of China and both ends count; `source` is an agency's slug.

    `page` counts from 1; `size` is taken as at most MAX_SIZE.
    """

    q: str = ""
    page: int = 1
    size: int = DEFAULT_SIZE
    sort: Sort = "relevance"
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    source: str = ""
    script: str = ""
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A public article with what was found in it, as HTML that is safe to show."""

    article: Article
    title: SafeString
    snippet: SafeString
    score: float


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer. `count` is exact and counts public articles alone; `notice` tells what hinders the search."""

    request: SearchRequest
    query: ParsedQuery
    count: int = 0
    hits: Sequence[Hit] = ()
    facets: Facets = field(default_factory=Facets)
    mistakes: Sequence[Mistake] = ()
    notice: str = ""
    took_ms: float = 0.0

    @property
    def pages(self) -> int:
        """How many pages there are; none without hits."""
        return -(-self.count // _size(self.request))


def execute(request: SearchRequest) -> SearchPage:
    """Answer the request. Whatever was typed and however the index is: this returns a page and does not raise."""
    started = time.perf_counter()
    query = parse(request.q)
    try:
        page = _found(request, query)
    except IndexUnavailable as error:
        page = SearchPage(request, query, mistakes=query.mistakes, notice=_unavailable(error))
    return replace(page, took_ms=round((time.perf_counter() - started) * 1000, 1))


def _found(request: SearchRequest, query: ParsedQuery) -> SearchPage:
    found = _narrowed(SearchQuerySet().filter(compile_to_sq(query.tree)), request).query
    found.order_by = list(_ORDERS[request.sort])
    if request.facets:
        for name in facets.NAMES:
            found.add_field_facet(name)
    size = _size(request)
    found.set_limits((request.page - 1) * size, request.page * size)
    results = found.get_results()
    return SearchPage(
        request,
        query,
        count=found.get_count(),
        hits=_hits(results, query),
        facets=facets.facets_of(found.get_facet_counts()["fields"]) if request.facets else Facets(),
        mistakes=query.mistakes,
        notice=_stale(),
    )


def _narrowed(found: SearchQuerySet, request: SearchRequest) -> SearchQuerySet:
    if request.first_day:
        found = found.filter(day__gte=request.first_day)
    if request.last_day:
        found = found.filter(day__lte=request.last_day)
    if request.source:
        found = found.filter(source__in=list(Agency.objects.filter(slug=request.source).values_list("pk", flat=True)))
    if request.script:
        found = found.filter(script__exact=request.script)
    return found


def _hits(results: Sequence[Any], query: ParsedQuery) -> list[Hit]:
    """Read the hits from the database, through the gate once more: nothing is shown from the index itself."""
    articles = Article.objects.public().select_related("source", "site").in_bulk([result.pk for result in results])
    terms = list(dict.fromkeys(term.text for term in positive_terms(query.tree)))
    return [_hit(articles[result.pk], terms, result.score) for result in results if result.pk in articles]


def _hit(article: Article, terms: Sequence[str], score: float) -> Hit:
    passages = [*article.body, article.original_title, article.kicker, article.subtitle]
    return Hit(article, marked(str(article), terms), snippet(passages, terms), score)


def _size(request: SearchRequest) -> int:
    return max(1, min(request.size, MAX_SIZE))


def _stale() -> str:
    with override("en"):
        reason = needs_rebuild()
    if reason is None:
        return ""
    _tell_staff(reason)
    return _("The search index is being renewed. Until it is ready, results may be incomplete.")


def _unavailable(error: IndexUnavailable) -> str:
    _tell_staff(f"The index is {error.reason}.")
    return _("The search index is being prepared. Until it is ready, nothing can be found.")


@cache
def _tell_staff(reason: str) -> None:
    """Log what is wrong and what mends it, once for each cause: readers can do nothing about it."""
    log.warning("%s `%s` mends it, and so does the worker.", reason, REMEDY)
