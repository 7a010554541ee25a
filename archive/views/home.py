"""The front page: the archive at a glance."""

from __future__ import annotations

import datetime
from itertools import accumulate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive import holdings
from archive.models import Agency, Article
from archive.views import calendars
from archive.views.charts import year_chart

NEWEST = 9  # one lead and eight
PAST = 6
TALLY = 7
MONTHS = 3
A_YEAR = 366  # days


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Newest articles, this day in other years, the last months, agencies, places, topics, the archive in numbers."""
    span, today = holdings.span(), timezone.localdate()
    months, scale = last_months(span)
    past = holdings.same_day(today, span)
    leading = holdings.leading_agencies(TALLY)
    context = {
        "span": span,
        "days": holdings.days_held(),
        "today": today,
        "newest": newest(),
        "past": articles_of(past),
        "months": months,
        "scale": scale,
        "outlets": leading[Agency.Kind.OUTLET],
        "bodies": leading[Agency.Kind.GOVERNMENT],
        "chart": year_chart(span.by_year, height=100),
    }
    return render(request, "archive/home.html", context)


def newest() -> list[Article]:
    """The newest articles. The first query finds them in an index, and only they are read."""
    found = Article.objects.public().newest_first().values("pk")[:NEWEST]
    return list(Article.objects.public().filter(pk__in=found).newest_first().select_related("source", "site"))


def articles_of(days: dict[datetime.date, int]) -> list[Article]:
    """The first few articles of these days, the latest day first. Only as many days are asked for as are needed."""
    before = accumulate(days.values(), initial=0)
    needed = [day for day, already in zip(days, before, strict=False) if already < PAST]
    if not needed:
        return []
    same_day = Article.objects.public().filter(published_on__in=needed, date_precision__in=holdings.BY_DAY)
    return list(same_day.newest_first().select_related("source", "site")[:PAST])


def last_months(span: holdings.Span) -> tuple[list[calendars.Month], calendars.HeatScale]:
    """The month of the newest day and those before it, the earliest first, with the scale of that year."""
    held = holdings.newest_days(A_YEAR)
    newest = next(iter(held), None)
    if newest is None:
        return [], calendars.HeatScale(())
    counts = {day: count for day, count in held.items() if (newest - day).days < A_YEAR}
    scale = calendars.HeatScale.of(counts.values())
    return [calendars.month_of(first, counts, scale, span.years()) for first in months_up_to(newest)], scale


def months_up_to(day: datetime.date) -> list[datetime.date]:
    """The first days of the last months, the earliest first; fewer at the calendar's beginning."""
    numbers = range(day.year * 12 + day.month - MONTHS, day.year * 12 + day.month)
    return [datetime.date(number // 12, number % 12 + 1, 1) for number in numbers if number >= 12]
