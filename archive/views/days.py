"""One day: its articles, outlet by outlet."""

from __future__ import annotations

import datetime
from itertools import groupby
from operator import itemgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive import holdings
from archive.by_outlet import stretch_of_day
from archive.views import calendars
from archive.views.dates import days_and_scale, demand, neighbour


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """The articles of one day, outlet by outlet, those with the most first. An empty day says so."""
    span, date = demand(year, month, day), datetime.date(year, month, day)
    monday = date - datetime.timedelta(days=date.weekday())
    week = [monday + datetime.timedelta(days=offset) for offset in range(7)]
    counts, scale = days_and_scale(week[0], week[-1])
    page = stretch_of_day(date, request.GET)
    context = {
        "section": "days",
        "date": date,
        "count": counts.get(date, 0),
        "week": [calendars.cell(other, counts, scale, span.years()) for other in week],
        "earlier": neighbour(date - datetime.timedelta(days=1), span),
        "later": neighbour(date + datetime.timedelta(days=1), span),
        "nearest": () if counts.get(date) else holdings.nearest_days(date),
        "page": page,
        "papers": [
            (outlet, page.counts[outlet], [article for _outlet, article in group])
            for outlet, group in groupby(page.articles, key=itemgetter(0))
        ],
    }
    return render(request, "archive/day.html", context)
