"""The one door to searching: execute(SearchRequest) -> SearchPage. Pages, API and commands all come through here."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from django.utils import timezone

from search.answering import facets, fallback, hits
from search.answering.facets import Facets
from search.answering.hits import Hit
from search.asking import cursors
from search.asking.conditions import conditions_of
from search.asking.names import resolved
from search.asking.requests import SearchRequest
from search.asking.spelling import other_spellings, preferring, spelled
from search.backends import IndexUnavailable
from search.backends.sessions import Session
from search.backends.whoosh import session
from search.engine.searching import Asked, Recency
from search.index_state import REMEDY
from search.missed import note_miss
from search.query.parser import parse
from search.query.syntax import Mistake, ParsedQuery
from search.suggestions import did_you_mean

log = logging.getLogger(__name__)

ORDERS: Mapping[str, tuple[str, ...]] = {
    "relevance": ("-score", "-moment", "-pk"),
    "-date": ("-moment", "-pk"),
    "date": ("moment", "pk"),
}
#: An article of today scores a tenth more than an old one, one of two years ago a twentieth: it settles near ties.
_RECENCY_WEIGHT, _HALF_LIFE = 0.1, 730  # days


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer. `count` is exact and counts public articles alone; `groups` counts the hits after collapsing.

    `related` follow where there are few hits, and are in no count. `cursor` continues after this page's last hit, ""
    where nothing follows. `spellings`: of words that are also spelled otherwise, all forms that were looked for, by the
    folded word. `suggestion`: other words that would find more. `notice` tells what hinders the search.
    """

    request: SearchRequest
    query: ParsedQuery
    count: int = 0
    groups: int = 0
    hits: Sequence[Hit] = ()
    related: Sequence[Hit] = ()
    facets: Facets = field(default_factory=Facets)
    mistakes: Sequence[Mistake] = ()
    notice: str = ""
    cursor: str = ""
    suggestion: str = ""
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    took_ms: float = 0.0

    @property
    def pages(self) -> int:
        """How many pages there are; none without hits."""
        return -(-self.groups // self.request.length)


def execute(request: SearchRequest) -> SearchPage:
    """Answer the request. Whatever was typed and however the index is: this returns a page and does not raise."""
    started = time.perf_counter()
    query = understood(request)
    try:
        page = _from_index(session(), request, query)
    except IndexUnavailable as error:
        page = _from_database(request, query, error)
    if asks_in_vain(page):
        page = replace(page, suggestion=_suggestion(request.q))
    return replace(page, took_ms=round((time.perf_counter() - started) * 1000, 1))


def asks_in_vain(page: SearchPage) -> bool:
    """Tell whether words were asked for, and nothing holds them."""
    return not page.count and not page.notice and bool(page.request.q.strip()) and page.request.page == 1


def understood(request: SearchRequest) -> ParsedQuery:
    """Read the request's words, and put conditions on columns in place of the names in them."""
    return resolved(parse(request.q, today=timezone.localdate()))


def asked_of(request: SearchRequest, query: ParsedQuery, at: Session) -> Asked:
    """What the engine is asked: the tree in all spellings, the conditions, the order, the stretch of hits."""
    order = ORDERS[request.sort]
    after = cursors.decoded(request.cursor, len(order))
    start = 0 if after else request.start
    return Asked(
        tree=preferring(spelled(query.tree, at.analyzer.cut)),
        filters=conditions_of(request),
        order=order,
        start=start,
        stop=start + request.length,
        after=after,
        facets=facets.COLUMNS if request.facets else (),
        collapse="family" if request.collapse else None,
        recency=_recency() if request.fresh and request.sort == "relevance" else None,
    )


def _from_index(at: Session, request: SearchRequest, query: ParsedQuery) -> SearchPage:
    asked = asked_of(request, query, at)
    found = at.search(asked)
    exact, related = hits.shown(at, request, query, asked, found)
    more = len(found.hits) == request.length
    return SearchPage(
        request,
        query,
        count=found.count,
        groups=found.groups,
        hits=exact,
        related=related,
        facets=facets.facets_of(found.facets) if request.facets else Facets(),
        mistakes=query.mistakes,
        spellings=other_spellings(query.tree, at.analyzer.cut),
        cursor=cursors.encoded(found.hits[-1].key) if more else "",
    )


def _from_database(request: SearchRequest, query: ParsedQuery, error: IndexUnavailable) -> SearchPage:
    """Without an index, read the newest articles themselves: slower, fewer, and said so."""
    _tell_staff(f"The index is {error.reason}.")
    found = fallback.search(request, query)
    return SearchPage(
        request,
        query,
        count=found.count,
        groups=found.count,
        hits=hits.without_scores(found.articles, query),
        mistakes=query.mistakes,
        notice=fallback.notice(found),
    )


def _suggestion(q: str) -> str:
    """Words of the archive that the reader may have meant; what was asked in vain is noted for the staff."""
    note_miss(q)
    meant = did_you_mean(q)
    return meant.text if meant else ""


def _recency() -> Recency:
    return Recency("day", timezone.localdate().toordinal(), _HALF_LIFE, _RECENCY_WEIGHT)


@cache
def _tell_staff(reason: str) -> None:
    """Log what is wrong and what mends it, once for each cause: readers can do nothing about it."""
    log.warning("%s `%s` mends it, and so does the worker.", reason, REMEDY)
