"""Counts laid out as calendars: the weeks of a month, the months of a year, and how warm each cell is."""

from __future__ import annotations

import calendar
import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

#: Where a warmer step begins, as a share of the days (or months) that hold anything. The last two stay rare.
QUANTILES = (0.4, 0.7, 0.9, 0.97)


@dataclass(frozen=True, slots=True)
class HeatScale:
    """starts: the smallest count of each warmer step, rising. The first step begins at 1."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, counts: Iterable[int]) -> HeatScale:
        """Cut the scale from the counts that are shown with it, at round figures."""
        ranked = sorted(count for count in counts if count > 0)
        cuts = [round_down(ranked[int(len(ranked) * share)]) for share in QUANTILES] if ranked else []
        return cls(tuple(sorted({cut for cut in cuts if cut > 1})))

    def step(self, count: int) -> int:
        """0 for nothing, then 1 to 5."""
        return 1 + bisect_right(self.starts, count) if count else 0

    def legend(self) -> list[tuple[int, int, int | None]]:
        """(step, smallest count, largest count) of each step; the last has no largest."""
        starts = [1, *self.starts]
        ends = [following - 1 for _start, following in pairwise(starts)]
        return list(zip(range(1, len(starts) + 1), starts, [*ends, None], strict=True))


@dataclass(frozen=True, slots=True)
class Cell:
    """One day or month with its count. heat: 0 to 5. linked: whether it has a page of its own."""

    day: datetime.date
    count: int
    heat: int
    linked: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday; None where a cell belongs to another month."""

    first: datetime.date
    weeks: list[list[Cell | None]]

    @property
    def count(self) -> int:
        return sum(cell.count for week in self.weeks for cell in week if cell)


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year as one line: its count and its twelve months."""

    year: int
    count: int
    months: list[Cell]


def month_of(first: datetime.date, counts: Mapping[datetime.date, int], scale: HeatScale, years: range) -> Month:
    """Lay out the month that begins on `first`."""
    return Month(first, weeks(first.year, first.month, counts, scale, years))


def weeks(
    year: int, month: int, counts: Mapping[datetime.date, int], scale: HeatScale, years: range
) -> list[list[Cell | None]]:
    """The weeks of a month from Monday, None where a cell belongs to another month."""
    return [
        [cell(datetime.date(year, month, day), counts, scale, years) if day else None for day in week]
        for week in calendar.monthcalendar(year, month)
    ]


def cell(day: datetime.date, counts: Mapping[datetime.date, int], scale: HeatScale, years: range) -> Cell:
    """The cell of one day."""
    count = counts.get(day, 0)
    return Cell(day, count, scale.step(count), day.year in years)


def month_bounds(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a month."""
    return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])


def round_down(count: int) -> int:
    """The nearest figure below that reads well in a legend: 23 becomes 20, 312 becomes 300."""
    unit = next(unit for below, unit in ((20, 1), (100, 5), (1000, 50), (float("inf"), 100)) if count < below)
    return count // unit * unit
