"""The matches over time as bars: years, or months of a shorter span. Geometry without colours or words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.answering.facets import Facets
from search.asking.requests import SearchRequest

SLOT = 10  # width of a bar's place, in units of the picture
HEIGHT = 40
_MARGIN = 1.2
#: Fewer years than this would make one as broad as the page, more too thin to hit: the facet lists them all.
_FEWEST_YEARS, _MOST_YEARS = 12, 60
#: Spans of no more months than this are shown by month.
_MOST_MONTHS = 24
_MOST_LABELS, _MOST_WHERE_NARROW = 13, 7
#: What is there is seen, beside bars a thousand times as tall.
_LOWEST = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or month. value: as it stands in addresses. left, top, tall: in units.

    label: "" where none is drawn. minor: whether the label is left out where the page is narrow.
    """

    value: str
    count: int
    slot: int
    left: float
    top: float
    tall: float
    label: str
    minor: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: Sequence[Bar]
    by_month: bool

    @property
    def width(self) -> int:
        return len(self.bars) * SLOT

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def slot_width(self) -> int:
        return SLOT

    @property
    def bar_width(self) -> float:
        return SLOT - 2 * _MARGIN


def histogram_of(facets: Facets, request: SearchRequest) -> Histogram | None:
    """Return the bars for the counts by year, or by month inside a short span of days; None without any dated match."""
    months = _months(request.first_day, request.last_day)
    counts = {one.value: one.count for one in (facets.month if months else facets.year)}
    if not counts:
        return None
    values = months or _years(counts)
    tallest = max(counts.get(value, 0) for value in values) or 1
    labels, minor = _labels(values)
    bars = [
        _bar(
            value, counts.get(value, 0), place, HEIGHT / tallest, label=labels[place], minor=minor[place], asked=request
        )
        for place, value in enumerate(values)
    ]
    return Histogram(bars, by_month=bool(months))


def _months(first: datetime.date | None, last: datetime.date | None) -> list[str]:
    """The months of the span, where it is closed and short enough to be shown by month."""
    if not first or not last or last < first:
        return []
    from_month, to_month = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    if to_month - from_month >= _MOST_MONTHS:
        return []
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(from_month, to_month + 1)]


def _years(counts: Mapping[str, int]) -> list[str]:
    """All years from the first to the last with a match, gaps included, within what can be drawn."""
    numbers = [int(year) for year in counts]
    last = max(numbers)
    first = max(min(min(numbers), last - _FEWEST_YEARS + 1), last - _MOST_YEARS + 1, 1)
    return [f"{year:04}" for year in range(first, last + 1)]


def _labels(values: Sequence[str]) -> tuple[list[str], list[bool]]:
    """What stands under each bar: no more labels than have room, years in full and months as numbers behind theirs."""
    every = next(step for step in (1, 2, 3, 5, 10) if len(values) / step <= _MOST_LABELS)
    narrow = every if len(values) / every <= _MOST_WHERE_NARROW else 2 * every
    numbers = [int(value[-2:]) - 1 if "-" in value else int(value) for value in values]
    labels = [_label(value) if number % every == 0 else "" for value, number in zip(values, numbers, strict=True)]
    return labels, [number % narrow != 0 for number in numbers]


def _label(value: str) -> str:
    """2019; a January by its year, as the months that follow are of it; any other month by its number."""
    year, _, month = value.partition("-")
    return year if month in ("", "01") else str(int(month))


def _bar(value: str, count: int, place: int, scale: float, *, label: str, minor: bool, asked: SearchRequest) -> Bar:
    tall = round(max(count * scale, _LOWEST), 2) if count else 0.0
    within = bool(asked.first_day and asked.last_day) and _inside(value, asked)
    left = place * SLOT
    return Bar(value, count, left, left + _MARGIN, round(HEIGHT - tall, 2), tall, label, minor, within)


def _inside(value: str, asked: SearchRequest) -> bool:
    """Whether the year or month lies whole or in part in the span that was chosen."""
    first, last = str(asked.first_day)[: len(value)], str(asked.last_day)[: len(value)]
    return first <= value <= last
