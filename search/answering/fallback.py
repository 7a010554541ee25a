"""Searching without an index: reads the newest public articles themselves until time is up, and says how far it came.

Slow and for once only: while the index is missing or damaged and the worker builds it anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Article
from search.asking.conditions import conditions_of
from search.asking.requests import SearchRequest
from search.documents import article_document, article_layout
from search.engine.plain import PlainDocument, holds
from search.query.syntax import And, Node, ParsedQuery
from search.search_indexes import ArticleIndex

#: Seconds that one search may read for, and articles that are read in one query.
TIME_LIMIT = 1.5
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class FallbackResult:
    """The articles of the page asked for, out of `count` found among the `read` newest; `whole` if those are all."""

    articles: Sequence[Article]
    count: int
    read: int
    whole: bool


def search(request: SearchRequest, query: ParsedQuery, clock: Callable[[], float] = time.monotonic) -> FallbackResult:
    """Read public articles from the newest on, and keep those that fulfil the query; the page is a slice of them."""
    tree = And((query.tree, *conditions_of(request).values()))
    found: list[Article] = []
    read, until = 0, clock() + TIME_LIMIT
    for article in _newest(oldest_first=request.sort == "date"):
        if clock() > until:
            return FallbackResult(_page(found, request), len(found), read, whole=False)
        read += 1
        if _fulfils(article, tree):
            found.append(article)
    return FallbackResult(_page(found, request), len(found), read, whole=True)


def notice(result: FallbackResult) -> str:
    """What readers are told: that the index is missing, and how far the search came without it."""
    renewed = _("The search index is being prepared; the articles themselves were searched, by date alone.")
    if result.whole:
        return renewed
    words = ngettext("Time was enough for %(count)d article.", "Time was enough for %(count)d articles.", result.read)
    return f"{renewed} {words % {'count': result.read}}"


def _newest(*, oldest_first: bool) -> Iterator[Article]:
    rows = ArticleIndex().index_queryset().newest_first()
    keys = list((rows.reverse() if oldest_first else rows).values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        articles = ArticleIndex().index_queryset().select_related("source", "site").in_bulk(chunk)
        yield from (articles[key] for key in chunk if key in articles)


def _fulfils(article: Article, tree: Node) -> bool:
    return holds(tree, PlainDocument.of(article_document(article), article_layout()))


def _page(found: Sequence[Article], request: SearchRequest) -> Sequence[Article]:
    return found[request.start : request.start + request.length]
