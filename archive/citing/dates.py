"""Dates that are known in part, written as the formats want them. No part is ever supplied."""

from __future__ import annotations

import datetime

from archive.citing.facts import PartialDate

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def parts(day: datetime.date) -> PartialDate:
    """Return a whole day as a partial date."""
    return (day.year, day.month, day.day)


def iso(date: PartialDate) -> str:
    """Return ISO 8601 as far as known: 2024-09-12, 2024-09, 2024, or ""."""
    return "-".join(_padded(date))


def slashed(date: PartialDate) -> str:
    """Return 2024/09/12, 2024/09, 2024, or ""."""
    return "/".join(_padded(date))


def english(date: PartialDate) -> str:
    """Return September 12, 2024; September 2024; 2024; or ""."""
    if not date:
        return ""
    year, *rest = date
    if not rest:
        return str(year)
    month = MONTHS[rest[0] - 1]
    return f"{month} {rest[1]}, {year}" if len(rest) > 1 else f"{month} {year}"


def year_first(date: PartialDate) -> str:
    """Return 2024, September 12; 2024, September; 2024; or ""."""
    if not date:
        return ""
    year, *rest = date
    return f"{year}, {MONTHS[rest[0] - 1]} {' '.join(map(str, rest[1:]))}".rstrip() if rest else str(year)


def chinese(date: PartialDate) -> str:
    """Return 2024年9月12日, 2024年9月, 2024年, or ""."""
    return "".join(f"{number}{unit}" for number, unit in zip(date, "年月日", strict=False))


def _padded(date: PartialDate) -> list[str]:
    return [f"{number:0{width}}" for number, width in zip(date, (4, 2, 2), strict=False)]
