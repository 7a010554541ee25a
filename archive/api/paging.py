"""Lists of articles a page at a time, each from the place where the one before ended, however far that is.

What comes or goes meanwhile moves nothing, and every page is read from the index of its order.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from archive.api import cursors
from archive.models import Article
from archive.models.articles import ArticleQuerySet

#: SQLite and PostgreSQL take no larger keys.
_MAX_KEY = 2**63 - 1
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Order:
    """column: what articles stand by, the key among equals. Those without a value there come last either way."""

    column: str
    newest: bool


ORDERS = {
    "-released": Order("released_at", newest=True),
    "-date": Order("published_on", newest=True),
    "date": Order("published_on", newest=False),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the value and the key of its last article. value is None among those without one."""

    value: datetime.date | datetime.datetime | None
    key: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page. cursor: of the page that follows, None on the last one."""

    articles: list[Article]
    cursor: str | None


def page_of(articles: ArticleQuerySet, sort: str, after: Place | None, size: int) -> Listed:
    """The page behind the place, the first one for None. sort: a key of ORDERS. Costs one query, or two at the end."""
    order = ORDERS[sort]
    found: list[Article] = []
    if after is None or after.value is not None:
        found += _ordered(_behind(articles.exclude(**{order.column: None}), order, after), order)[: size + 1]
        after = None
    if len(found) <= size:
        found += _among_unknown(articles, order, after)[: size + 1 - len(found)]
    more = encoded(sort, found[size - 1]) if len(found) > size else None
    return Listed(found[:size], more)


def encoded(sort: str, article: Article) -> str:
    """The cursor of a page in this order that ended with this article: URL-safe, and of no use in another order."""
    value = getattr(article, ORDERS[sort].column)
    if isinstance(value, datetime.datetime):
        value = (value - _EPOCH) // _MICROSECOND
    elif value is not None:
        value = value.toordinal()
    return cursors.encoded([sort, value, article.pk])


def decoded(sort: str, cursor: str) -> Place | None:
    """The place that the cursor tells, None if it is none of ours for this order."""
    told = cursors.decoded(cursor, 3)
    if told is None or told[0] != sort or not _is_key(told[2]):
        return None
    try:
        return Place(_value(ORDERS[sort], told[1]), told[2])
    except (TypeError, ValueError, OverflowError):
        return None


def _value(order: Order, number: Any) -> datetime.date | datetime.datetime | None:
    """Raises TypeError, ValueError or OverflowError for a number that stands for no day or moment."""
    if number is None:
        return None
    if not isinstance(number, int):
        raise TypeError(number)
    if order.column == "released_at":
        return _EPOCH + number * _MICROSECOND
    return datetime.date.fromordinal(number)


def _is_key(number: Any) -> bool:
    return isinstance(number, int) and 0 < number <= _MAX_KEY


def _ordered(articles: ArticleQuerySet, order: Order) -> ArticleQuerySet:
    way = "-" if order.newest else ""
    listed = articles.order_by(f"{way}{order.column}", f"{way}pk")
    return listed.select_related("source", "site").defer("body", "evidence")


def _behind(articles: ArticleQuerySet, order: Order, after: Place | None) -> ArticleQuerySet:
    if after is None:
        return articles
    way = "lt" if order.newest else "gt"
    equal, further = Q(**{order.column: after.value}), Q(**{f"{order.column}__{way}": after.value})
    # The first condition alone leads the index to the place; the second one drops what stands before it there.
    return articles.filter(**{f"{order.column}__{way}e": after.value}).filter(
        further | equal & Q(**{f"pk__{way}": after.key})
    )


def _among_unknown(articles: ArticleQuerySet, order: Order, after: Place | None) -> ArticleQuerySet:
    unknown = articles.filter(**{order.column: None})
    if after is not None:
        unknown = unknown.filter(**{f"pk__{'lt' if order.newest else 'gt'}": after.key})
    return _ordered(unknown, order)
