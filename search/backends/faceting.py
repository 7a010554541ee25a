"""Haystack's facets out of the engine's counts: by value, by spans of days, by a condition."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from haystack.exceptions import FacetingError

#: No histogram for people has more bars; a wish for more is a mistake.
MOST_SPANS = 10_000
_GAPS = ("day", "month", "year")

Counts = Sequence[tuple[int | str, int]]


def value_counts(counts: Counts, options: Mapping[str, Any]) -> list[tuple[int | str, int]]:
    """Return (value, documents), the most frequent first; `limit` of SearchQuerySet.facet() is known, no other option.

    Raises FacetingError for an option that no backend of ours knows.
    """
    if unknown := set(options) - {"limit"}:
        raise FacetingError(f"No such options of a facet: {', '.join(sorted(unknown))}.")
    limit = options.get("limit")
    return list(counts if limit is None or limit < 0 else counts[:limit])


def span_counts(counts: Counts, details: Mapping[str, Any]) -> list[tuple[date, int]]:
    """Return (first day of the span, documents) for each span from start_date on, those without a document too.

    counts: documents by day, yyyymmdd. details: start_date, end_date (not counted any more), gap_by and gap_amount of
    SearchQuerySet.date_facet(). Moments are taken as the day on which they fall here. Raises FacetingError for spans
    shorter than a day, which the index does not know, and for too many.
    """
    first, end = _day(details["start_date"]), _day(details["end_date"])
    starts = list(_starts(first, end, details["gap_by"], details["gap_amount"]))
    found = dict.fromkeys(starts, 0)
    by_day = sorted((int(day), count) for day, count in counts if _number(first) <= int(day) < _number(end))
    place = 0
    for day, count in by_day:
        while place + 1 < len(starts) and _number(starts[place + 1]) <= day:
            place += 1
        found[starts[place]] += count
    return list(found.items())


def _starts(first: date, end: date, gap_by: str, amount: int) -> Iterator[date]:
    if gap_by not in _GAPS:
        raise FacetingError(f"The index knows days: gap_by is one of {', '.join(_GAPS)}, not {gap_by!r}.")
    if amount < 1:
        raise FacetingError(f"gap_amount is at least 1, not {amount}.")
    for number in range(MOST_SPANS + 1):
        start = _later(first, gap_by, number * amount)
        if start is None or start >= end:
            return
        yield start
    raise FacetingError(f"More than {MOST_SPANS} spans.")


def _later(first: date, gap_by: str, amount: int) -> date | None:
    """The day so many days, months or years later; the month's last if it has no such day; None after the year 9999."""
    try:
        if gap_by == "day":
            return first + timedelta(days=amount)
        months = first.year * 12 + first.month - 1 + (amount if gap_by == "month" else 12 * amount)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def _day(moment: date) -> date:
    if not isinstance(moment, datetime):
        return moment
    return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
