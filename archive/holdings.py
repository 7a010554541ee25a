"""Counts of what the public can read: by day, month, year and agency. Everything starts at Article.objects.public()."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from archive import authority
from archive.models import Agency, Article, ArticleAgency
from archive.models.articles import ArticleQuerySet

BY_DAY = (Article.Precision.MINUTE, Article.Precision.DAY)


@dataclass(frozen=True, slots=True)
class Span:
    """What the archive holds. added: articles released within the last seven days."""

    count: int
    added: int
    first: datetime.date | None
    last: datetime.date | None

    def years(self) -> range:
        """The years that have pages: from the first article's to the last article's, or to this one.

        The calendar's very first and last year are left out, so that each day has a day before and after it.
        """
        if self.first is None or self.last is None:
            return range(0)
        last = max(self.last.year, timezone.localdate().year)
        return range(max(self.first.year, datetime.MINYEAR + 1), min(last, datetime.MAXYEAR - 1) + 1)


@dataclass(frozen=True, slots=True)
class Holding:
    """One agency and how many public articles name it.

    level: a value of Agency.Level or "". reading_order: sorts names as a Chinese index does.
    """

    name: str
    slug: str
    kind: str
    level: str
    reading_order: str
    count: int


def span() -> Span:
    """Count the public archive and find its first and last known day."""
    week_ago = timezone.now() - datetime.timedelta(days=7)
    figures = Article.objects.public().aggregate(
        count=Count("pk"),
        added=Count("pk", filter=Q(released_at__gte=week_ago)),
        first=Min("published_on"),
        last=Max("published_on"),
    )
    return Span(**figures)


def count_by_year(articles: ArticleQuerySet) -> dict[int, int]:
    """Articles a year, of those whose year is known."""
    known = articles.exclude(published_on=None)
    rows = known.order_by().values_list(ExtractYear("published_on")).annotate(n=Count("pk"))
    return dict(sorted(rows))


def count_by_month() -> dict[tuple[int, int], int]:
    """Public articles by (year, month), of those whose month is known."""
    known = Article.objects.public().filter(date_precision__in=[*BY_DAY, Article.Precision.MONTH])
    rows = (
        known.order_by().values_list(ExtractYear("published_on"), ExtractMonth("published_on")).annotate(n=Count("pk"))
    )
    return {(year, month): count for year, month, count in rows}


def count_by_day(first: datetime.date, last: datetime.date) -> dict[datetime.date, int]:
    """Public articles a day from `first` to `last`, both included, of those whose day is known."""
    known = Article.objects.public().filter(date_precision__in=BY_DAY, published_on__range=(first, last))
    return dict(known.order_by().values_list("published_on").annotate(n=Count("pk")))


def nearest_days(day: datetime.date) -> tuple[datetime.date | None, datetime.date | None]:
    """The last day with articles before `day` and the first one after it."""
    known = Article.objects.public().filter(date_precision__in=BY_DAY)
    return (
        known.filter(published_on__lt=day).aggregate(at=Max("published_on"))["at"],
        known.filter(published_on__gt=day).aggregate(at=Min("published_on"))["at"],
    )


def holdings_by_agency(articles: ArticleQuerySet | None = None, *, kind: str = "") -> list[Holding]:
    """Confirmed agencies that public articles name, with their counts, the most first.

    An agency that only unpublished articles name is not listed: its very name would tell of them.
    """
    confirmed = Q(agencies__confirmed=True, **({"agencies__kind": kind} if kind else {}))
    fields = ("agencies__name", "agencies__slug", "agencies__kind", "agencies__level", "agencies__sort_key")
    rows = (articles if articles is not None else Article.objects.public()).filter(confirmed).order_by()
    counted = rows.values_list(*fields).annotate(n=Count("pk", distinct=True))
    return sorted((Holding(*row) for row in counted), key=lambda holding: (-holding.count, holding.reading_order))


def has_page(agency: Agency) -> bool:
    """Whether readers have a page of this agency: people vouch for it, and a public article names it."""
    return agency.confirmed and articles_of(agency).exists()


def successor(slug: str) -> Agency | None:
    """The agency with a page that took in the one which had this address.

    None where readers may know of none, and where another agency has the address now.
    """
    agency = authority.successor(slug)
    return agency if agency and has_page(agency) and not Agency.objects.filter(slug=slug).exists() else None


def articles_of(agency: Agency) -> ArticleQuerySet:
    """The public articles that name this agency in any role."""
    return Article.objects.public().filter(pk__in=agency.article_links.values("article"))


def count_by_role(agency: Agency) -> dict[str, int]:
    """How many public articles name the agency in each role; "any" counts an article once."""
    links = agency.article_links.filter(article__in=Article.objects.public())
    roles = {role.value: Count("pk", filter=Q(role=role)) for role in ArticleAgency.Role}
    return links.aggregate(any=Count("article", distinct=True), **roles)
