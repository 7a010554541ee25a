"""Days and times of day in the forms that news pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from archive.ingest.records import Precision, Published

CHINA = timezone(timedelta(hours=8))
EARLIEST = date(1900, 1, 1)
MAX_TEXT = 4_000  # characters looked at

_HINT = re.compile(r"\d{4}|[〇零一二三四五六七八九]年|民国")  # without these there is no date
_TIME = (
    r"(?:[\st,|]{0,3}(?:hkt|cst|北京时间)?(?:\(?(?:星期|周)[一二三四五六日天]\)?)?[\s,|]{0,3}"
    r"(?P<half>上午|下午|晚上|凌晨|中午|早上)?\s?(?P<hour>\d{1,2})\s?[:时点]\s?(?P<minute>\d{2})(?!\d)"
    r"(?:\s?[:分]\s?(?P<second>\d{2})(?!\d)(?:\.\d{1,9})?秒?)?分?"
    r"\s?(?P<zone>z(?![a-z])|[+-]\d{2}:?\d{2}|utc|gmt)?)?"
)
_DAY = (
    r"(?P<year>(?:19|20)\d\d)\s?(?P<mark>[-/.年])\s?(?P<month>\d{1,2})"
    r"\s?(?P<mark2>[-/.月])\s?(?P<day>\d{1,2})(?!\d)\s?[日号]?"
)
_PAIRS = ("--", "//", "..", "年月")  # 2018.5-5.7 is part of a drawing, not a day
_NUMERIC = re.compile(r"(?<!\d)" + _DAY + _TIME)
_SPLIT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s(?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?!\d)" + _TIME)
_RUN_ON_DAY = re.compile(  # a heading's last digit run straight into the date: 15%左右2023-04-15
    r"(?P<year>20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)" + _TIME
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"
    r"(?:[t ]?(?P<hour>[0-2]\d):?(?P<minute>[0-5]\d):?(?P<second>[0-5]\d)?)?(?P<zone>z)?(?!\d)"
)
_DIGIT = "〇零○一二三四五六七八九"
_CHINESE = re.compile(
    rf"(?P<year>[一二][{_DIGIT}]{{3}})年(?P<month>[一二三四五六七八九十]{{1,2}})月(?P<day>[一二三四五六七八九十]{{1,3}})[日号]"
)
_REPUBLIC = re.compile(r"民国\s?(?P<year>\d{2,3})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日" + _TIME)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH = re.compile(
    rf"(?<![a-z\d])(?:(?P<day>\d{{1,2}})\s(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?,?"
    rf"|(?P<name2>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?\s(?P<day2>\d{{1,2}}),?)\s(?P<year>(?:19|20)\d\d)(?!\d)" + _TIME
)
_RFC_822 = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun),\s)?\d{{1,2}}\s(?:{'|'.join(_MONTHS)})\s\d{{4}}\s\d\d:\d\d(?::\d\d)?"
    r"\s(?:gmt|utc|[+-]\d{4})"
)
_MONTH_ONLY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d{1,2})\s?月(?!\s?\d)")


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
    if not _HINT.search(text):
        return []
    found: list[Moment] = []
    for moment in _candidates(text):
        if not any(moment.start < other.end and other.start < moment.end for other in found):
            found.append(moment)
    return sorted(found, key=lambda moment: moment.start)


def find_compact(folded: str) -> Published | None:
    """Return a date written without separators (20220414, 20220414102233), as metadata and addresses have it."""
    return next((published for match in _COMPACT.finditer(folded[:MAX_TEXT]) if (published := _read(match))), None)


def find_month(folded: str) -> Moment | None:
    """Return a month named without a day (2021年6月)."""
    for match in _MONTH_ONLY.finditer(folded[:MAX_TEXT]):
        day = _day(int(match["year"]), int(match["month"]), 1)
        if day:
            return Moment(Published(day, Precision.MONTH), match.start(), match.end())
    return None


def _candidates(text: str) -> Iterator[Moment]:
    for match in _RFC_822.finditer(text):
        moment = _read_rfc_822(match)
        if moment:
            yield moment
    for pattern in (_NUMERIC, _SPLIT, _RUN_ON_DAY, _REPUBLIC, _CHINESE, _ENGLISH):
        for match in pattern.finditer(text):
            published = _read(match)
            if published:
                yield Moment(published, match.start(), match.end())


def _read_rfc_822(match: re.Match[str]) -> Moment | None:
    try:
        at = parsedate_to_datetime(match.group()).astimezone(CHINA)
    except (ValueError, OverflowError):
        return None
    return Moment(Published(at.date(), Precision.MINUTE, at), match.start(), match.end())


def _read(match: re.Match[str]) -> Published | None:
    parts = match.groupdict()
    if parts.get("mark") and parts["mark"] + str(parts["mark2"]) not in _PAIRS:
        return None
    day = _day(_year(match), _month(parts), _day_number(parts))
    if day is None or day < EARLIEST:
        return None
    at = _moment(day, parts)
    if at is None:
        return Published(day, Precision.DAY)
    return Published(at.date(), Precision.MINUTE, at)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(match: re.Match[str]) -> int:
    words = match["year"]
    if words.isascii():
        return int(words) + (1911 if match.re is _REPUBLIC else 0)
    return int("".join(str(max(0, _DIGIT.index(char) - 2)) for char in words))


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name") or parts.get("name2")
    return _MONTHS.index(name) + 1 if name else _number(parts["month"] or "0")


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
    if parts.get("half") in ("下午", "晚上") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59 or hour == minute == second == 0:
        return None
    at = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(parts.get("zone")))
    return at.astimezone(CHINA)


def _zone(words: str | None) -> timezone:
    if not words:
        return CHINA
    if words in ("z", "utc", "gmt"):
        return timezone.utc  # noqa: UP017 - reads like the other zones
    minutes = int(words[1:3]) * 60 + int(words[-2:])
    return timezone(timedelta(minutes=minutes if words[0] == "+" else -minutes)) if minutes < 1440 else CHINA
