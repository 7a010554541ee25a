"""Periods told from today: 昨天, 上周, 去年, last month, and those that reach up to it: 近30天, last 30 days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

#: A period by its first and its last day.
Period = tuple[date, date]


def _day(back: int) -> Callable[[date], Period]:
    return lambda today: (today - timedelta(back), today - timedelta(back))


def _week(back: int) -> Callable[[date], Period]:
    def period(today: date) -> Period:
        monday = today - timedelta(today.weekday() + 7 * back)
        return monday, monday + timedelta(6)

    return period


def _month(back: int) -> Callable[[date], Period]:
    def period(today: date) -> Period:
        first = _months_before(today.replace(day=1), back)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])

    return period


def _year(back: int) -> Callable[[date], Period]:
    return lambda today: (date(today.year - back, 1, 1), date(today.year - back, 12, 31))


_NAMED: dict[str, Callable[[date], Period]] = {
    **dict.fromkeys(("today", "now", "今天", "今日", "现在", "今"), _day(0)),
    **dict.fromkeys(("yesterday", "昨天", "昨日"), _day(1)),
    **dict.fromkeys(("前天",), _day(2)),
    **dict.fromkeys(("this week", "本周", "这周", "本星期", "这星期", "这个星期"), _week(0)),
    **dict.fromkeys(("last week", "上周", "上星期", "上个星期"), _week(1)),
    **dict.fromkeys(("this month", "本月", "这个月", "当月"), _month(0)),
    **dict.fromkeys(("last month", "上月", "上个月"), _month(1)),
    **dict.fromkeys(("this year", "今年", "本年"), _year(0)),
    **dict.fromkeys(("last year", "去年"), _year(1)),
    **dict.fromkeys(("前年",), _year(2)),
}
#: Pattern of a period with a name, in folded text; of two that begin alike the longer comes first.
RELATIVE = "(?:" + "|".join(sorted(_NAMED, key=len, reverse=True)).replace(" ", r"\s+") + ")"

_CHINESE = (
    r"(?:最近|过去|近)\s*(?P<many>[0-9]{1,4}|[一二两三四五六七八九十]{1,3}|半)?\s*(?P<unit>天|日|周|个?星期|个?月|年)"
)
_ENGLISH = r"(?:last|past)\s+(?:(?P<number>[0-9]{1,4})\s+)?(?P<period>day|week|month|year)s?"
_ROLLING = re.compile(f"{_CHINESE}|{_ENGLISH}")
#: The same without names, to stand in other patterns.
ROLLING = re.sub(r"\?P<\w+>", "?:", _ROLLING.pattern)

_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "个星期": "week", "个月": "month", "月": "month"}
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)} | {"两": 2}


def relative(name: str, today: date) -> Period | None:
    """Return the period of that folded name, None if it is none. Raises OverflowError or ValueError before year 1."""
    period = _NAMED.get(" ".join(name.split()))
    return period(today) if period else None


def rolling(words: str, today: date) -> Period:
    """Return the days up to today that folded words like "近30天" mean, today among them; at the earliest year 1."""
    found = _ROLLING.fullmatch(words)
    if not found:
        raise ValueError(f"no period up to today: {words!r}")
    unit = found["period"] or _UNITS.get(found["unit"], "year")
    if found["many"] == "半":
        return _half(unit, today)
    return _before(today, int(found["number"] or 0) or _count(found["many"]), unit) + timedelta(1), today


def _half(unit: str, today: date) -> Period:
    """半年 is six months, 半个月 fifteen days; a half of anything less is a day."""
    count, smaller = {"year": (6, "month"), "month": (15, "day")}.get(unit, (1, "day"))
    return _before(today, count, smaller) + timedelta(1), today


def _count(many: str | None) -> int:
    if not many:
        return 1
    if many.isascii():
        return int(many)
    tens, ten, units = many.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(units, 0)


def _before(today: date, count: int, unit: str) -> date:
    try:
        if unit in ("day", "week"):
            return today - timedelta(count * (7 if unit == "week" else 1))
        return _months_before(today, count * (12 if unit == "year" else 1))
    except (OverflowError, ValueError):
        return date.min


def _months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month. Raises ValueError before year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    length = calendar.monthrange(year, month + 1)[1] if year >= 1 else 31
    return date(year, month + 1, min(day.day, length))
