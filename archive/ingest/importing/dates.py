"""The dates of machine-written lists: ISO 8601 and what looks like it. What cannot be read stays unknown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from archive.ingest.records import Precision, Published

CHINA = timezone(timedelta(hours=8), "CST")
EARLIEST_YEAR = 1800  # before the first Chinese newspapers; an earlier year stands for "no date"
YEARS_AHEAD = 1  # a magazine bears next month's date; 2099 and 9999 stand for "no date"

_DATE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:[-/.年](?P<month>\d{1,2})"
    r"(?:月?$|[-/.月](?P<day>\d{1,2})日?"
    r"(?:[Tt ] *(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r" *(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?)?"
    r")|年)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_date(words: str) -> Published | None:
    """Return what `words` say: a year, a month, a day, or a minute; None for any other format or no such day.

    A time without a zone is China Standard Time; the day of a time with one is its day in China.
    """
    words = _COMPACT.sub(r"\1-\2-\3", words) if _COMPACT.fullmatch(words.strip()) else words
    found = _DATE.fullmatch(words.strip())
    if not found or not EARLIEST_YEAR <= int(found["year"]) <= datetime.now(CHINA).year + YEARS_AHEAD:
        return None
    try:
        return _published(found)
    except (ValueError, OverflowError):
        return None


def _published(found: re.Match[str]) -> Published:
    on = date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    if found["hour"]:
        at = datetime(
            *(on.year, on.month, on.day, int(found["hour"]), int(found["minute"]), int(found["second"] or 0)),
            tzinfo=_zone(found["zone"]),
        ).astimezone(CHINA)
        return Published(at.date(), Precision.MINUTE, at)
    if found["day"]:
        return Published(on, Precision.DAY)
    return Published(on, Precision.MONTH if found["month"] else Precision.YEAR)


def _zone(words: str | None) -> timezone:
    if not words:
        return CHINA
    if words in "Zz":
        return UTC
    hours, minutes = int(words[1:3]), int(words[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if words[0] == "-" else offset)
