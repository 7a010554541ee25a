"""What the public can read, in numbers: by day, month, year and agency. They are read from the kept tallies."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Length
from django.utils import timezone

from archive import authority, tallies
from archive.models import Agency, Article, ArticleAgency, Tally
from archive.models.articles import ArticleQuerySet

BY_DAY = (Article.Precision.MINUTE, Article.Precision.DAY)
_WEEK = 7  # days, today among them
#: What a Holding is made of.
_FIELDS = ("name", "slug", "kind", "level", "region", "sort_key", "held")


@dataclass(frozen=True, slots=True)
class Span:
    """What the archive holds. undated: articles of which not even the year is known. by_year: the years that hold
    any, the earliest first. added: articles that were released today or on the six days before."""

    count: int
    undated: int
    by_year: Mapping[int, int]
    added: int

    @property
    def first_year(self) -> datetime.date | None:
        """A day of the earliest year; None while no date is known."""
        return datetime.date(min(self.by_year), 1, 1) if self.by_year else None

    @property
    def last_year(self) -> datetime.date | None:
        """A day of the latest year; None while no date is known."""
        return datetime.date(max(self.by_year), 1, 1) if self.by_year else None

    def years(self) -> range:
        """The years that have pages: from the first article's to the last article's, or to this one.

        The calendar's very first and last year are left out, so that each day has a day before and after it.
        """
        if not self.by_year:
            return range(0)
        last = max(*self.by_year, timezone.localdate().year)
        return range(max(min(self.by_year), datetime.MINYEAR + 1), min(last, datetime.MAXYEAR - 1) + 1)


@dataclass(frozen=True, slots=True)
class Holding:
    """One agency and how many public articles name it.

    level: a value of Agency.Level or "". region: the way down in full names. reading_order: sorts names as a Chinese
    index does.
    """

    name: str
    slug: str
    kind: str
    level: str
    region: str
    reading_order: str
    count: int


def span() -> Span:
    """How many articles there are, of which years, and how many are new. One query."""
    first = timezone.localdate() - datetime.timedelta(days=_WEEK - 1)
    of_years = Q(subject=tallies.ALL) & ~Q(period__contains="-")
    rows = Tally.objects.filter(of_years | Q(subject=tallies.ADDED, period__gte=first.isoformat()))
    counts = {(subject, period): count for subject, period, count in rows.values_list("subject", "period", "count")}
    years = {int(period): count for (_, period), count in sorted(counts.items()) if len(period) == 4 and count}
    return Span(
        count=counts.get((tallies.ALL, ""), 0),
        undated=counts.get((tallies.ALL, tallies.UNKNOWN), 0),
        by_year=years,
        added=sum(count for (subject, _), count in counts.items() if subject == tallies.ADDED),
    )


def bounds() -> tuple[datetime.date | None, datetime.date | None]:
    """The first and the last date of all; of what is known by the month or year alone that is the first day of it."""
    dates = Article.objects.public().exclude(published_on=None).values_list("published_on", flat=True)
    return dates.order_by("published_on").first(), dates.order_by("-published_on").first()


def days_held() -> int:
    """On how many days of the calendar an article is known to have appeared."""
    return _tallies(tallies.DAYS).count()


def count_in(period: str) -> int:
    """How many articles are of a year (2024) or a month (2024-09), those known more closely among them."""
    return _tallies(tallies.ALL).filter(period=period).values_list("count", flat=True).first() or 0


def count_by_month() -> dict[tuple[int, int], int]:
    """Public articles by (year, month), of those whose month is known."""
    rows = _tallies(tallies.ALL).filter(period__contains="-").values_list("period", "count")
    return {(int(period[:4]), int(period[5:])): count for period, count in rows}


def count_by_day(first: datetime.date, last: datetime.date) -> dict[datetime.date, int]:
    """Public articles a day from `first` to `last`, both included, of those whose day is known."""
    rows = _tallies(tallies.DAYS).filter(period__range=(first.isoformat(), last.isoformat()))
    return {datetime.date.fromisoformat(period): count for period, count in rows.values_list("period", "count")}


def newest_days(most: int) -> dict[datetime.date, int]:
    """The last days of which articles are known to be, the latest first, with their counts."""
    rows = _tallies(tallies.DAYS).order_by("-period").values_list("period", "count")[:most]
    return {datetime.date.fromisoformat(period): count for period, count in rows}


def nearest_days(day: datetime.date) -> tuple[datetime.date | None, datetime.date | None]:
    """The last day with articles before `day` and the first one after it."""
    days, at = _tallies(tallies.DAYS), day.isoformat()
    return (
        _day(days.filter(period__lt=at).order_by("-period")),
        _day(days.filter(period__gt=at).order_by("period")),
    )


def same_day(day: datetime.date, span: Span) -> dict[datetime.date, int]:
    """Articles of this day of the calendar in earlier years, the latest year first; years without any are left out."""
    periods = [f"{year:04}-{day:%m-%d}" for year in span.by_year if year < day.year]
    rows = _tallies(tallies.DAYS).filter(period__in=periods).order_by("-period")
    return {datetime.date.fromisoformat(period): count for period, count in rows.values_list("period", "count")}


def holdings_by_agency(*, kind: str = "", period: str = "", most: int | None = None) -> list[Holding]:
    """Confirmed agencies that public articles name, with their counts, the most first.

    kind: of Agency.Kind, "" for both. period: "" for all, else a year (2024) or a month (2024-09). most: how many.
    An agency that only unpublished articles name is not listed: its very name would tell of them.
    """
    return [Holding(*row) for row in _held(kind, period).order_by("-held", "sort_key").values_list(*_FIELDS)[:most]]


@dataclass(frozen=True, slots=True)
class Leading:
    """The agencies of one kind: how many confirmed ones public articles name, and those that most name."""

    count: int
    agencies: Sequence[Holding]


def leading_agencies(most: int) -> dict[str, Leading]:
    """For each kind how many agencies there are and which lead. Two queries: one asks for the count of each agency
    once, where a database would ask again for each clause; the other names those that are shown."""
    counts: dict[str, list[tuple[int, int]]] = {kind: [] for kind in Agency.Kind.values}
    for kind, count, pk in _with_counts("").values_list("kind", "held", "pk"):
        if count:
            counts[kind].append((count, pk))
    held = {pk: count for found in counts.values() for count, pk in nlargest(most, found)}
    agencies = Agency.objects.filter(pk__in=held).order_by("sort_key")
    listed = sorted((_holding(one, held[one.pk]) for one in agencies), key=lambda one: -one.count)
    return {kind: Leading(len(counts[kind]), [one for one in listed if one.kind == kind]) for kind in counts}


def has_page(agency: Agency) -> bool:
    """Whether readers have a page of this agency: people vouch for it, and a public article names it."""
    return agency.confirmed and _tallies(tallies.of_agency(agency.pk)).filter(period="").exists()


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
    subjects = {role: tallies.of_agency(agency.pk, role) for role in ArticleAgency.Role.values}
    subjects["any"] = tallies.of_agency(agency.pk)
    rows = Tally.objects.filter(subject__in=subjects.values(), period="", count__gt=0)
    counts = dict(rows.values_list("subject", "count"))
    return {role: counts.get(subject, 0) for role, subject in subjects.items()}


def agency_by_year(agency: Agency, role: str = "") -> dict[int, int]:
    """Articles a year that name the agency, in any role or in one, of those whose year is known."""
    rows = _tallies(tallies.of_agency(agency.pk, role)).annotate(length=Length("period")).filter(length=4)
    return {int(year): count for year, count in rows.order_by("period").values_list("period", "count")}


def _holding(one: Agency, count: int) -> Holding:
    return Holding(one.name, one.slug, one.kind, one.level, one.region, one.sort_key, count)


def _tallies(subject: str) -> QuerySet[Tally]:
    return Tally.objects.filter(subject=subject, count__gt=0)


def _day(days: QuerySet[Tally]) -> datetime.date | None:
    found = days.values_list("period", flat=True).first()
    return datetime.date.fromisoformat(found) if found else None


def _held(kind: str, period: str) -> QuerySet[Any, Any]:
    """Confirmed agencies with the number of articles that they have in the period, as `held`; those with none left out.

    One look into the index of tallies for each agency.
    """
    return _with_counts(period).filter(held__gt=0, **({"kind": kind} if kind else {}))


def _with_counts(period: str) -> QuerySet[Any, Any]:
    subject = Concat(Value(tallies.AGENCY), Cast(OuterRef("pk"), CharField()))
    counts = Tally.objects.filter(subject=subject, period=period).values("count")
    return Agency.objects.confirmed().annotate(held=Subquery(counts)).order_by()
