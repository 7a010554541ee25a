"""The front page: the archive at a glance."""

from __future__ import annotations

import datetime

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


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Newest articles, this day in other years, the last month that holds anything, agencies and figures."""
    span = holdings.span()
    agencies = holdings.holdings_by_agency()
    outlets = [agency for agency in agencies if agency.kind == Agency.Kind.OUTLET]
    bodies = [agency for agency in agencies if agency.kind == Agency.Kind.GOVERNMENT]
    today = timezone.localdate()
    context = {
        "span": span,
        "today": today,
        "newest": list(Article.objects.public().newest_first().select_related("source", "site")[:NEWEST]),
        "past": past_years(today),
        "month": month_at_a_glance(span),
        "outlets": outlets[:TALLY],
        "outlet_count": len(outlets),
        "bodies": bodies[:TALLY],
        "body_count": len(bodies),
        "chart": year_chart(holdings.count_by_year(Article.objects.public()), height=100),
    }
    return render(request, "archive/home.html", context)


def past_years(today: datetime.date) -> list[Article]:
    """Articles that appeared on this day of the calendar in an earlier year, the newest first."""
    same_day = Article.objects.public().filter(
        date_precision__in=holdings.BY_DAY,
        published_on__month=today.month,
        published_on__day=today.day,
        published_on__lt=today,
    )
    return list(same_day.newest_first().select_related("source", "site")[:PAST])


def month_at_a_glance(span: holdings.Span) -> calendars.Month | None:
    """The newest month that holds an article, as a small calendar."""
    if span.last is None:
        return None
    first = span.last.replace(day=1)
    counts = holdings.count_by_day(first.replace(month=1), first.replace(month=12, day=31))
    scale = calendars.HeatScale.of(counts.values())
    return calendars.month_of(first, counts, scale, span.years())
