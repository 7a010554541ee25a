"""Pages of a topic's articles by the day of publication, each from the place where the one before ended.

What comes or goes meanwhile moves nothing, and the last page of a long topic costs what the first one costs.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.db.models import F, Q

from archive.models import Article
from archive.models.articles import ArticleQuerySet

PAGE = 50  # articles
#: A day as its ordinal and a moment in microseconds since the year 1, each 0 where it is not known; the article's key.
_CURSOR = re.compile(r"([0-9]{1,7})-([0-9]{1,18})-([0-9]{1,18})")
_FIRST = datetime.datetime.min.replace(tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Paged:
    """after: the cursor of the page that follows, "" on the last one. is_first: whether it is the beginning."""

    articles: list[Article]
    after: str
    is_first: bool


def page_of(articles: ArticleQuerySet, *, oldest: bool, after: str) -> Paged:
    """The page behind the cursor, the first one for a cursor that is none of ours. Costs one query.

    Articles of unknown date come last, whichever way the others go.
    """
    place = _decoded(after)
    listed = _ordered(articles, oldest)
    if place:
        listed = listed.filter(_beyond(*place, way="gt" if oldest else "lt"))
    found = list(listed.select_related("source", "site").defer("evidence")[: PAGE + 1])
    more = encoded(found[PAGE - 1]) if len(found) > PAGE else ""
    return Paged(found[:PAGE], more, place is None)


def encoded(article: Article) -> str:
    """The cursor of a page that ended with this article."""
    day = article.published_on.toordinal() if article.published_on else 0
    moment = (article.published_at - _FIRST) // _MICROSECOND if article.published_at else 0
    return f"{day}-{moment}-{article.pk}"


def _ordered(articles: ArticleQuerySet, oldest: bool) -> ArticleQuerySet:
    if not oldest:
        return articles.newest_first()
    return articles.order_by(F("published_on").asc(nulls_last=True), F("published_at").asc(nulls_last=True), "pk")


def _decoded(after: str) -> tuple[datetime.date | None, datetime.datetime | None, int] | None:
    found = _CURSOR.fullmatch(after)
    if found is None:
        return None
    day, moment, key = map(int, found.groups())
    try:
        on = datetime.date.fromordinal(day) if day else None
        at = _FIRST + moment * _MICROSECOND if moment else None
    except (ValueError, OverflowError):
        return None
    return on, at, key


def _beyond(on: datetime.date | None, at: datetime.datetime | None, key: int, *, way: str) -> Q:
    """What comes behind this place in the order of day, moment and key, each with the unknown last."""
    same_moment = Q(published_at=at) if at else Q(published_at=None)
    later = same_moment & Q(**{f"pk__{way}": key})
    if at:
        later |= Q(**{f"published_at__{way}": at}) | Q(published_at=None)
    same_day = (Q(published_on=on) if on else Q(published_on=None)) & later
    return same_day | Q(**{f"published_on__{way}": on}) | Q(published_on=None) if on else same_day
