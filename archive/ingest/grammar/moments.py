"""Days and times of day in the forms that news pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from archive.ingest.grammar.moment_forms import (
    COMPACT,
    DAY_FIRST,
    DIGIT,
    ENGLISH,
    FORMS,
    HINT,
    MONTH_NAMES,
    MONTH_ONLY,
    MONTHS,
    PAIRS,
    RELATIVE,
    REPUBLIC,
    REPUBLIC_CHINESE,
    RFC_822,
    SHORT_DAY,
    ZEROS,
)
from archive.ingest.grammar.numerals import to_digits
from archive.ingest.records import Precision, Published

CHINA = timezone(timedelta(hours=8))
EARLIEST = date(1900, 1, 1)
MAX_TEXT = 4_000  # characters looked at

_DAYS_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment and where it stands in the text, in characters."""

    published: Published
    start: int
    end: int


def find_moments(folded: str) -> list[Moment]:
    """Return the days and moments named in the first MAX_TEXT characters, in order; impossible dates are passed over.

    A time without a zone is China Standard Time. Midnight to the second means that no time is known.
    """
    text = folded[:MAX_TEXT]
    return list(_moments_in(text)) if HINT.search(text) else []


def find_relative(folded: str, captured_on: date) -> Moment | None:
    """Return the day that 今天, 昨日 22:07, 3天前 or 11月28日 name on a page that was saved on `captured_on`.

    A day of the month without its year is the last such day up to the capture.
    """
    text = folded[:MAX_TEXT]
    found = RELATIVE.search(text)
    if found:
        return Moment(_counted_back(found, captured_on), found.start(), found.end())
    for match in SHORT_DAY.finditer(text):
        published = _last_such_day(match, captured_on)
        if published:
            return Moment(published, match.start(), match.end())
    return None


def find_compact(folded: str) -> Published | None:
    """Return a date written without separators (20220414, 20220414102233), as metadata and addresses have it."""
    return next((published for match in COMPACT.finditer(folded[:MAX_TEXT]) if (published := _read(match))), None)


def find_month(folded: str) -> Moment | None:
    """Return a month named without a day (2021年6月)."""
    for match in MONTH_ONLY.finditer(folded[:MAX_TEXT]):
        day = _day(int(match["year"]), int(match["month"]), 1)
        if day:
            return Moment(Published(day, Precision.MONTH), match.start(), match.end())
    return None


@lru_cache(maxsize=1024)
def _moments_in(text: str) -> tuple[Moment, ...]:
    """Return the moments of a text, of two that overlap the surer one. Remembered: several passes ask for a line."""
    found: list[Moment] = []
    for moment in _candidates(text):
        if not any(moment.start < other.end and other.start < moment.end for other in found):
            found.append(moment)
    return tuple(sorted(found, key=lambda moment: moment.start))


def _candidates(text: str) -> Iterator[Moment]:
    english = MONTH_NAMES.search(text) is not None
    for match in RFC_822.finditer(text) if english else ():
        moment = _read_rfc_822(match)
        if moment:
            yield moment
    for pattern in (*FORMS, *((ENGLISH,) if english else ())):
        for match in pattern.finditer(text):
            published = _read(match)
            if published:
                yield Moment(published, match.start(), match.end())


def _counted_back(match: re.Match[str], captured_on: date) -> Published:
    unit, ago = match["unit"], int(match["ago"] or 0)
    days = _DAYS_BACK.get(match["days"] or "", ago if unit in ("天", "日") else 0)
    on = captured_on - timedelta(days=days)
    at = _moment(on, match.groupdict()) if match["days"] else None
    return Published(on, Precision.MINUTE, at) if at else Published(on, Precision.DAY)


def _last_such_day(match: re.Match[str], captured_on: date) -> Published | None:
    month, number = int(match["month"]), int(match["day"] or match["day2"])
    days = (_day(captured_on.year - back, month, number) for back in (0, 1))
    on = next((day for day in days if day and day <= captured_on), None)
    at = _moment(on, match.groupdict()) if on else None
    return Published(on, Precision.MINUTE if at else Precision.DAY, at) if on else None


def _read_rfc_822(match: re.Match[str]) -> Moment | None:
    try:
        at = parsedate_to_datetime(match.group()).astimezone(CHINA)
    except (ValueError, OverflowError):
        return None
    return Moment(Published(at.date(), Precision.MINUTE, at), match.start(), match.end())


def _read(match: re.Match[str]) -> Published | None:
    parts = match.groupdict()
    if parts.get("mark") and parts["mark"] + str(parts["mark2"]) not in PAIRS:
        return None
    if match.re is DAY_FIRST and _may_be_month_first(parts):
        return None
    day = _day(_year(match), _month(parts), _day_number(parts))
    if day is None or day < EARLIEST:
        return None
    at = _moment(day, parts)
    if at is None:
        return Published(day, Precision.DAY)
    return Published(at.date(), Precision.MINUTE, at)


def _may_be_month_first(parts: dict[str, str | None]) -> bool:
    """Whether 03/04/2025 can be read both ways; with full stops between, the day stands first."""
    return parts["mark"] != "." and int(parts["day"] or 0) <= 12 and parts["day"] != parts["month"]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(match: re.Match[str]) -> int:
    words = match["year"]
    if match.re in (REPUBLIC, REPUBLIC_CHINESE):
        return 1911 + (int(words) if words.isascii() else int(to_digits(f"零{words}")))
    if words.isascii():
        return int(words)
    return int("".join(str(max(0, DIGIT.index(char) - ZEROS + 1)) for char in words))


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name") or parts.get("name2")
    return MONTHS.index(name) + 1 if name else _number(parts["month"] or "0")


def _day_number(parts: dict[str, str | None]) -> int:
    return _number(parts.get("day") or parts.get("day2") or "0")


def _number(words: str) -> int:
    """Read digits or Chinese numerals up to 99 (三十一, 十二, 五)."""
    if words.isascii():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    unit = "一二三四五六七八九".find(ones) + 1 if len(ones) == 1 else 0
    if not ten:
        return unit
    return 10 * ("一二三四五六七八九".find(tens) + 1 if tens else 1) + unit


def _moment(day: date, parts: dict[str, str | None]) -> datetime | None:
    """Return the moment with its zone applied, or None where no (real) time of day is stated."""
    if not parts.get("hour"):
        return None
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = parts.get("half") or parts.get("half2")
    if half in ("下午", "晚上", "晚间", "傍晚", "pm") and hour < 12:
        hour += 12
    if half in ("am", "凌晨") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59 or hour == minute == second == 0:
        return None
    at = datetime(
        day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(parts.get("zone") or parts.get("before"))
    )
    return at.astimezone(CHINA)


def _zone(words: str | None) -> timezone:
    if not words:
        return CHINA
    if words in ("z", "utc", "gmt") or words.startswith("格林"):
        return timezone.utc  # noqa: UP017 - reads like the other zones
    if words[0] not in "+-":
        return CHINA
    minutes = int(words[1:3]) * 60 + int(words[-2:])
    return timezone(timedelta(minutes=minutes if words[0] == "+" else -minutes)) if minutes < 1440 else CHINA
