"""Reads dates as readers write them: 2020, 2020-05..2021, 2023年3月, >2020, 近30天, last week.

All patterns are for folded text. A date is a span: a year, a month or a day; a range reaches from the beginning of its
first to the end of its last.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from search.query.periods import RELATIVE, ROLLING, relative, rolling

_DIGITS = "〇一二三四五六七八九"
_YEAR = rf"(?:[0-9]{{4}}|[零{_DIGITS}]{{4}})"
_SMALL = rf"(?:[0-9]{{1,2}}|[十{_DIGITS}]{{1,3}})"
_IN_WORDS = rf"{_YEAR}年(?:{_SMALL}月(?:{_SMALL}[日号]?)?)?"
_IN_SIGNS = r"[0-9]{4}(?:[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?)?"
_ABSOLUTE = rf"(?:{_IN_WORDS}|[0-9]{{8}}|[0-9]{{6}}|{_IN_SIGNS})"
#: The end of a range may leave out the year, or year and month: 2023年3月至5月, 2023年3月1日至8日.
_SHORTENED = rf"(?:{_SMALL}月(?:{_SMALL}[日号]?)?|{_SMALL}[日号])"
_SPAN = rf"(?:{_ABSOLUTE}|{RELATIVE})"
_TO = r"(?:\.{2,3}|…{1,2}|‥|,|~|〜|至|到|to|–|—{1,2}|-{1,2})"
_OPEN = r"(?:\.{2,3}|…{1,2}|‥)"
_END = r"(?=[\s)]|\Z)"

_RANGE = rf"(?P<first>{_SPAN})\s*{_TO}\s*(?P<last>{_SPAN}|{_SHORTENED})"
_HALF_RANGE = rf"(?P<since>{_SPAN}){_OPEN}|{_OPEN}(?P<until>{_SPAN})"
_COMPARED = rf"(?P<sign>>=|<=|>|<|≥|≤)\s*(?P<bound>{_SPAN})"
#: Any date, where a date is asked for.
EXPRESSION = re.compile(rf"(?:{_RANGE}|{_HALF_RANGE}|{_COMPARED}|(?P<one>{_SPAN})|(?P<rolling>{ROLLING})){_END}")
#: A range with two dots is nothing else, so that it needs no field before it.
PLAIN_RANGE = re.compile(rf"(?:{_ABSOLUTE}\.\.{_ABSOLUTE}|{_ABSOLUTE}\.\.|\.\.{_ABSOLUTE}){_END}")

_NUMBERS = re.compile(rf"[0-9]+|[零十{_DIGITS}]+")
_VALUES = {**{digit: value for value, digit in enumerate(_DIGITS)}, "零": 0}


@dataclass(frozen=True, slots=True)
class Span:
    """From the day `first` to the day `last`, both in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Days:
    """What a date expression means; None is open. `flaws` are codes of mistakes, each with the piece that has it."""

    first: date | None
    last: date | None
    flaws: tuple[tuple[str, str], ...] = ()


def days(expression: str, today: date) -> Days | None:
    """Return the days of a folded date expression, None if it is none.

    A month or a day that no calendar has is left out, so that the year or the month remains; a range whose end comes
    before its beginning is turned round. Both are flaws.
    """
    found = EXPRESSION.fullmatch(expression)
    if not found:
        return None
    flaws: list[tuple[str, str]] = []
    try:
        first, last = _bounds(found, today, flaws)
    except (ValueError, OverflowError):  # the year 0, or a day before or after all that a calendar holds
        return None
    return Days(first, last, tuple(flaws))


def _bounds(found: re.Match[str], today: date, flaws: list[tuple[str, str]]) -> tuple[date | None, date | None]:
    if found["first"]:
        return _range(found, today, flaws)
    if found["rolling"]:
        return rolling(found["rolling"], today)
    if found["bound"]:
        return _compared(found["sign"], _span(found["bound"], today, flaws))
    span = _span(found["since"] or found["until"] or found["one"], today, flaws)
    return (None if found["until"] else span.first), (None if found["since"] else span.last)


def _range(found: re.Match[str], today: date, flaws: list[tuple[str, str]]) -> tuple[date, date]:
    first = _span(found["first"], today, flaws)
    last = _span(_in_full(found["last"], first), today, flaws)
    if first.first > last.last:
        flaws.append(("range-backwards", found.group()))
        first, last = last, first
    return first.first, last.last


def _compared(sign: str, span: Span) -> tuple[date | None, date | None]:
    match sign:
        case ">":
            return span.last + timedelta(1), None
        case "<":
            return None, span.first - timedelta(1)
        case ">=" | "≥":
            return span.first, None
        case _:
            return None, span.last


def _in_full(shortened: str, first: Span) -> str:
    """Give the end of a range the year, and the month if need be, of its beginning."""
    if not re.fullmatch(_SHORTENED, shortened):
        return shortened
    month = "" if "月" in shortened else f"{first.first.month}月"
    return f"{first.first.year:04}年{month}{shortened}"


def _span(written: str, today: date, flaws: list[tuple[str, str]]) -> Span:
    if (named := relative(written, today)) is not None:
        return Span(*named)
    year, month, day = _parts(written)
    if month is not None and not 1 <= month <= 12:
        flaws.append(("unknown-month", written))
        month = day = None
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    length = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= length:
        flaws.append(("unknown-day", written))
        day = None
    return Span(date(year, month, day or 1), date(year, month, day or length))


def _parts(written: str) -> tuple[int, int | None, int | None]:
    """Year, month and day as numbers, from any way of writing them: 20230305, 2023.3.5, 二〇二三年三月五日."""
    numbers = _NUMBERS.findall(written)
    if len(numbers) == 1:
        digits = numbers[0]
        numbers = [part for part in (digits[:4], digits[4:6], digits[6:]) if part]
    year, *rest = map(_number, numbers)
    month, day, *_ = [*rest, None, None]
    return year, month, day


def _number(written: str) -> int:
    """Read Arabic digits, Chinese digits in a row, or a Chinese number below a hundred."""
    if written.isascii():
        return int(written)
    tens, ten, units = written.rpartition("十")
    if ten:
        return 10 * (_number(tens) if tens else 1) + (_number(units) if units else 0)
    return int("".join(str(_VALUES[digit]) for digit in written))
