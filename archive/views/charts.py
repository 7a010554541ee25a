"""Articles a year as bars: the geometry of the picture, without colours or words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SLOT = 10  # width of one year, in units of the picture
MOST_YEARS = 60  # more would make bars too thin to hit; the calendar lists all years
FEWEST_YEARS = 12  # fewer would make one year as broad as the page
MOST_LABELS = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """slot, left, top, height: in units of the picture. label: "" | "minor" (dropped on a phone) | "major"."""

    year: int
    count: int
    slot: int
    left: float
    top: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    width: int
    height: int
    earlier: int  # articles of years before the first bar


def year_chart(counts: Mapping[int, int], *, height: int) -> Chart | None:
    """Lay out one bar a year, gaps included, up to the newest year; None when there is nothing to show."""
    if not counts:
        return None
    last = max(counts)
    first = max(min(min(counts), last - FEWEST_YEARS + 1), last - MOST_YEARS + 1, 1)
    years = range(first, last + 1)
    tallest = max(counts.get(year, 0) for year in years)
    every = next(step for step in (1, 2, 5, 10) if len(years) / step <= MOST_LABELS)
    bars = tuple(
        _bar(year, counts.get(year, 0), (year - first) * SLOT, height / tallest, height, every) for year in years
    )
    return Chart(bars, len(years) * SLOT, height, sum(count for year, count in counts.items() if year < first))


def _bar(year: int, count: int, left: int, scale: float, height: int, every: int) -> Bar:
    tall = round(count * scale, 2)
    label = "" if year % every else "minor" if year % (2 * every) else "major"
    return Bar(year, count, left, left + 1.2, round(height - tall, 2), tall, label)
