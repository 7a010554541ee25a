"""How many public articles there are by year, month and day, as JSON."""

from __future__ import annotations

import calendar
import datetime

from django.http import HttpRequest, JsonResponse
from ninja import Router

from archive import holdings
from archive.api import examples, schemas
from archive.api.articles import dated
from archive.api.forms import PeriodForm
from archive.holdings import Span
from archive.rest.answers import answer, refusal
from archive.rest.operations import reading
from archive.rest.parameters import parameters_of

router = Router()


@reading(
    router,
    "dates",
    name="api-dates",
    shape=schemas.Dates,
    summary="Count articles by date",
    tag="Dates",
    parameters=parameters_of(PeriodForm(), PeriodForm.WORDS),
    example=examples.DATES,
    sample="dates?year=2024",
)
def dates(request: HttpRequest) -> JsonResponse:
    """Articles a year; with `year` a month; with `year` and `month` a day. Days are those of China Standard Time."""
    form = PeriodForm(request.GET)
    if refused := refusal(request, form):
        return refused
    year, month = form.cleaned_data["year"], form.cleaned_data["month"]
    period = f"{year:04}-{month:02}" if month else f"{year:04}" if year else ""
    (first, last), span = holdings.bounds(), holdings.span()
    told = {
        "period": period,
        "count": holdings.count_in(period) if period else span.count,
        "undated": span.undated,
        "first": first and first.isoformat(),
        "last": last and last.isoformat(),
        "counts": [{"period": one, "count": count} for one, count in sorted(_counts(year, month, span).items())],
    }
    return dated(answer(told))


def _counts(year: int | None, month: int | None, span: Span) -> dict[str, int]:
    """Articles by the periods one step closer."""
    if year is None:
        return {f"{one:04}": count for one, count in span.by_year.items()}
    if month is None:
        counted = holdings.count_by_month().items()
        return {f"{one:04}-{number:02}": count for (one, number), count in counted if one == year}
    first = datetime.date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    return {day.isoformat(): count for day, count in holdings.count_by_day(first, last).items()}
