"""Which public addresses there are, in parts by the articles' numbers, and when each part last changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Max, QuerySet
from django.utils import timezone

from archive.models import Article, Review
from archive.models.articles import ArticleQuerySet
from archive.parts import PART

#: No part bears a greater number: a database counts no further.
LAST_PART = 10**9
#: The most that Google reads of a news sitemap, and how long it takes an article for news.
MOST_NEWS, NEWS_FOR = 1_000, datetime.timedelta(days=2)
_READ_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """changed: when an article in it last changed, came or was withdrawn."""

    number: int
    count: int
    changed: datetime.datetime


def parts() -> list[Part]:
    """The parts that hold public articles. Costs two queries, each read off an index."""
    rows = Article.objects.public().order_by().values_list(F("pk") / PART)
    counted = rows.annotate(n=Count("pk"), at=Max("updated_at"))
    gone = dict(_withdrawals().values_list(F("article_id") / PART).annotate(at=Max("decided_at")))
    return [Part(number, n, max(at, gone.get(number, at))) for number, n, at in sorted(counted)]


def part(number: int) -> Part | None:
    """The part, None where it holds no public article. Costs two queries."""
    if number > LAST_PART:
        return None
    found = _articles_in(number).aggregate(n=Count("pk"), at=Max("updated_at"))
    if not found["n"]:
        return None
    inside = _withdrawals().filter(article_id__gte=number * PART, article_id__lt=(number + 1) * PART)
    gone = inside.aggregate(at=Max("decided_at"))["at"]
    return Part(number, found["n"], max(found["at"], gone or found["at"]))


def articles_of(number: int) -> Iterator[tuple[str, datetime.datetime]]:
    """The public id of each article of a part and when it changed, read as they are asked for. Costs one query."""
    rows = _articles_in(number).order_by("pk").values_list("public_id", "updated_at")
    return rows.iterator(chunk_size=_READ_AT_ONCE)


def news() -> ArticleQuerySet:
    """Articles that appeared within the last two days, the newest first.

    By the day on which an outlet published them, not by that on which they came here; those known to the day only.
    """
    first = timezone.localdate() - NEWS_FOR
    known = Article.objects.public().filter(date_precision__in=[Article.Precision.MINUTE, Article.Precision.DAY])
    recent = known.filter(published_on__gte=first, published_on__lte=timezone.localdate())
    return recent.newest_first().select_related("source", "site", "capture").defer("evidence")[:MOST_NEWS]


def _articles_in(number: int) -> ArticleQuerySet:
    return Article.objects.public().order_by().filter(pk__gte=number * PART, pk__lt=(number + 1) * PART)


def _withdrawals() -> QuerySet[Review]:
    return Review.objects.filter(decision=Review.Decision.WITHDRAW).order_by()
