"""Browsing by date: all years, one year, one month, and what has no date."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive import holdings
from archive.models import Article
from archive.paging import stretch
from archive.views import calendars
from archive.views.calendars import Cell, HeatScale, YearRow

PAGE = 50
OPEN_YEARS = 16  # shown at once; the older ones unfold
TALLY = 8


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every year and month that could hold an article, each with its count."""
    span = holdings.span()
    rows, scale = year_rows(span)
    context = {
        "section": "calendar",
        "span": span,
        "days": holdings.days_held(),
        "open_rows": rows[:OPEN_YEARS],
        "older_rows": rows[OPEN_YEARS:],
        "older_count": sum(row.count for row in rows[OPEN_YEARS:]),
        "scale": scale,
    }
    return render(request, "archive/years.html", context)


def year_rows(span: holdings.Span) -> tuple[list[YearRow], HeatScale]:
    """One row a year, the newest first: its count and its twelve months. Years without articles stay visible.

    Only over a century: one wrong date must not make ten thousand empty rows.
    """
    by_year, by_month = span.by_year, holdings.count_by_month()
    scale = HeatScale.of(by_month.values())
    newest, oldest = max(by_year, default=0), min(by_year, default=1)
    listed = sorted({*by_year, *range(max(oldest, newest - 99), newest + 1)}, reverse=True)
    rows = [calendars.YearRow(year, by_year.get(year, 0), month_cells(year, by_month, scale)) for year in listed]
    return rows, scale


def month_cells(year: int, counts: dict[tuple[int, int], int], scale: HeatScale) -> list[Cell]:
    """The twelve months of a year; an empty one is shown without a link."""
    found = [(datetime.date(year, month, 1), counts.get((year, month), 0)) for month in range(1, 13)]
    return [Cell(first, count, scale.step(count), bool(count)) for first, count in found]


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Twelve months of days, each day with its count."""
    span = demand(year)
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    counts = holdings.count_by_day(first, last)
    scale = HeatScale.of(counts.values())
    months = [calendars.month_of(datetime.date(year, month, 1), counts, scale, span.years()) for month in range(1, 13)]
    vague = Article.objects.public().filter(published_on__range=(first, last), date_precision__in=["year", "month"])
    context = {
        "section": "calendar",
        "first": first,
        "months": months,
        "scale": scale,
        "count": span.by_year.get(year, 0),
        "days": len(counts),
        "earlier": year - 1 if year - 1 in span.years() else None,
        "later": year + 1 if year + 1 in span.years() else None,
        "vague_count": (unclear := span.by_year.get(year, 0) - sum(counts.values())),
        "vague": stretch(vague, request.GET, size=PAGE) if unclear else None,
    }
    return render(request, "archive/year.html", context)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The days of a month with their counts, and the articles known by the month alone."""
    span = demand(year, month)
    first, last = calendars.month_bounds(year, month)
    counts, scale = days_and_scale(first, last)
    period, vague = f"{year:04}-{month:02}", Article.objects.public().filter(date_precision="month")
    count = holdings.count_in(period)
    context = {
        "section": "calendar",
        "first": first,
        "weeks": calendars.weeks(year, month, counts, scale, span.years()),
        "scale": scale,
        "count": count,
        "days": len(counts),
        "busiest": max(counts.items(), key=lambda item: (item[1], item[0]), default=None),
        "earlier": neighbour(first - datetime.timedelta(days=1), span),
        "later": neighbour(last + datetime.timedelta(days=1), span),
        "outlets": holdings.holdings_by_agency(kind="outlet", period=period, most=TALLY),
        "vague_count": (unclear := count - sum(counts.values())),
        "vague": stretch(vague.filter(published_on__range=(first, last)), request.GET, size=PAGE) if unclear else None,
    }
    return render(request, "archive/month.html", context)


def days_and_scale(first: datetime.date, last: datetime.date) -> tuple[dict[datetime.date, int], HeatScale]:
    """Counts from `first` to `last`, and the scale of all days of their years: one colour means one thing all year."""
    counts = holdings.count_by_day(first.replace(month=1, day=1), last.replace(month=12, day=31))
    return {day: count for day, count in counts.items() if first <= day <= last}, HeatScale.of(counts.values())


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Go to the newest day that holds an article; to the calendar while there is none."""
    newest = next(iter(holdings.newest_days(1)), None)
    day = [newest.year, newest.month, newest.day] if newest else None
    return HttpResponseRedirect(reverse("archive:day", args=day) if day else reverse("archive:years"))


@require_safe
def undated(request: HttpRequest) -> HttpResponse:
    """The articles of which no date is known."""
    articles = Article.objects.public().filter(published_on=None)
    context = {
        "section": "calendar",
        "count": holdings.count_in("unknown"),
        "page": stretch(articles, request.GET, size=PAGE),
    }
    return render(request, "archive/undated.html", context)


def demand(year: int, month: int = 1, day: int = 1) -> holdings.Span:
    """Return what the archive spans; 404 for a date that is none or lies outside of its years.

    The bound keeps crawlers from walking an endless calendar of empty days.
    """
    span = holdings.span()
    try:
        datetime.date(year, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None
    if year not in span.years():
        raise Http404
    return span


def neighbour(day: datetime.date, span: holdings.Span) -> datetime.date | None:
    """The day next door, unless it lies outside of the archive's years."""
    return day if day.year in span.years() else None
