"""Dates as readers write them, in Chinese and English, alone and as ranges; what no calendar has is told."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.folding import fold
from search.query.dates import Days, days
from search.query.parser import parse
from search.query.syntax import And, Field, Mistake, Nothing, Term

#: A Sunday.
TODAY = date(2026, 11, 22)


def span(expression: str, today: date = TODAY) -> tuple[str, str]:
    """The days of an expression without a flaw, "" where it is open."""
    found = days(fold(expression), today)
    assert found is not None and found.flaws == ()
    return (found.first.isoformat() if found.first else "", found.last.isoformat() if found.last else "")


@pytest.mark.parametrize(
    ("expression", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("２０２０", "2020-01-01", "2020-12-31"),
        ("2020年", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020.2", "2020-02-01", "2020-02-29"),
        ("202002", "2020-02-01", "2020-02-29"),
        ("2023年3月", "2023-03-01", "2023-03-31"),
        ("2020/05/01", "2020-05-01", "2020-05-01"),
        ("2020-5-1", "2020-05-01", "2020-05-01"),
        ("20200501", "2020-05-01", "2020-05-01"),
        ("2023年3月5日", "2023-03-05", "2023-03-05"),
        ("2023年03月05號", "2023-03-05", "2023-03-05"),
        ("二〇二三年十二月三十一日", "2023-12-31", "2023-12-31"),
        ("二零二三年十月", "2023-10-01", "2023-10-31"),
    ],
)
def test_a_year_a_month_and_a_day_are_covered_whole(expression: str, first: str, last: str) -> None:
    assert span(expression) == (first, last)


@pytest.mark.parametrize(
    "to", ["..", "...", "…", "……", "，", ",", "～", "~", "〜", "至", "到", " to ", " - ", "-", "—", "——", "–"]
)
def test_a_range_reaches_from_the_beginning_of_the_first_to_the_end_of_the_last(to: str) -> None:
    assert span(f"2020-05{to}2021") == ("2020-05-01", "2021-12-31")


@pytest.mark.parametrize(
    ("expression", "first", "last"),
    [
        ("2023年3月至5月", "2023-03-01", "2023-05-31"),
        ("2023年3月5日～8日", "2023-03-05", "2023-03-08"),
        ("2023年3月5日到4月1日", "2023-03-05", "2023-04-01"),
        ("2020-2021", "2020-01-01", "2021-12-31"),
        ("20200501-20200503", "2020-05-01", "2020-05-03"),
        ("2020..今天", "2020-01-01", "2026-11-22"),
        ("2020年至今", "2020-01-01", "2026-11-22"),
        ("去年..今年", "2025-01-01", "2026-12-31"),
        ("2020 to today", "2020-01-01", "2026-11-22"),
        ("2020..", "2020-01-01", ""),
        ("..2020-05", "", "2020-05-31"),
        ("…2020", "", "2020-12-31"),
        (">2020", "2021-01-01", ""),
        ("＞2020-12-31", "2021-01-01", ""),
        (">=2020-05", "2020-05-01", ""),
        ("≥ 2020-05", "2020-05-01", ""),
        ("<2020", "", "2019-12-31"),
        ("<=2020-02", "", "2020-02-29"),
        ("≤2020年", "", "2020-12-31"),
    ],
)
def test_ranges_may_be_short_open_or_compared(expression: str, first: str, last: str) -> None:
    assert span(expression) == (first, last)


@pytest.mark.parametrize(
    ("expression", "first", "last"),
    [
        ("今天", "2026-11-22", "2026-11-22"),
        ("today", "2026-11-22", "2026-11-22"),
        ("昨天", "2026-11-21", "2026-11-21"),
        ("Yesterday", "2026-11-21", "2026-11-21"),
        ("前天", "2026-11-20", "2026-11-20"),
        ("本周", "2026-11-16", "2026-11-22"),
        ("上週", "2026-11-09", "2026-11-15"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("本月", "2026-11-01", "2026-11-30"),
        ("這個月", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("今年", "2026-01-01", "2026-12-31"),
        ("last  year", "2025-01-01", "2025-12-31"),
        ("前年", "2024-01-01", "2024-12-31"),
        ("last 30 days", "2026-10-24", "2026-11-22"),
        ("past 1 day", "2026-11-22", "2026-11-22"),
        ("past week", "2026-11-16", "2026-11-22"),
        ("近30天", "2026-10-24", "2026-11-22"),
        ("最近三十天", "2026-10-24", "2026-11-22"),
        ("過去 30 日", "2026-10-24", "2026-11-22"),
        ("最近一周", "2026-11-16", "2026-11-22"),
        ("近两个星期", "2026-11-09", "2026-11-22"),
        ("最近三个月", "2026-08-23", "2026-11-22"),
        ("近半年", "2026-05-23", "2026-11-22"),
        ("近半个月", "2026-11-08", "2026-11-22"),
        ("近十二个月", "2025-11-23", "2026-11-22"),
        ("近2年", "2024-11-23", "2026-11-22"),
        ("近年", "2025-11-23", "2026-11-22"),
        ("last 9999 years", "0001-01-02", "2026-11-22"),
    ],
)
def test_periods_count_from_today(expression: str, first: str, last: str) -> None:
    assert span(expression) == (first, last)


def test_months_before_a_long_one_end_with_theirs() -> None:
    assert span("last month", date(2024, 3, 31)) == ("2024-02-01", "2024-02-29")
    assert span("近1个月", date(2024, 3, 31)) == ("2024-03-01", "2024-03-31")


@pytest.mark.parametrize(
    "text", ["", "soon", "3月", "2020-05-1x", "0000", "202", "..", ">", "2020年13", "近很多天", "20..21", "<0001"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert days(text, TODAY) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("2023-13", Days(date(2023, 1, 1), date(2023, 12, 31), (("unknown-month", "2023-13"),))),
        ("2023年0月9日", Days(date(2023, 1, 1), date(2023, 12, 31), (("unknown-month", "2023年0月9日"),))),
        ("2023-02-30", Days(date(2023, 2, 1), date(2023, 2, 28), (("unknown-day", "2023-02-30"),))),
        ("2021..2020", Days(date(2020, 1, 1), date(2021, 12, 31), (("range-backwards", "2021..2020"),))),
        (
            "2023-13..2022",
            Days(
                date(2022, 1, 1),
                date(2023, 12, 31),
                (("unknown-month", "2023-13"), ("range-backwards", "2023-13..2022")),
            ),
        ),
    ],
)
def test_what_no_calendar_has_is_repaired_and_told(expression: str, expected: Days) -> None:
    assert days(expression, TODAY) == expected


@given(
    st.dates(), st.sampled_from(["{0:04}-{1:02}-{2:02}", "{0:04}/{1}/{2}", "{0:04}年{1}月{2}日", "{0:04}{1:02}{2:02}"])
)
def test_every_day_of_the_calendar_is_itself(day: date, written: str) -> None:
    assert days(written.format(day.year, day.month, day.day), TODAY) == Days(day, day)


@given(st.dates(), st.dates())
@example(date.min, date.max)
def test_ranges_hold_their_ends_in_either_order(one: date, other: date) -> None:
    found = days(f"{one.isoformat()}..{other.isoformat()}", TODAY)
    assert found is not None
    assert (found.first, found.last) == (min(one, other), max(one, other))
    assert bool(found.flaws) == (one > other)


@given(st.dates(min_value=date(1, 2, 1)), st.integers(0, 40), st.sampled_from("天周月年"))
def test_periods_end_today_and_begin_within_the_calendar(today: date, many: int, unit: str) -> None:
    found = days(f"近{many}{'个月' if unit == '月' else unit}", today)
    assert found is not None and found.first is not None
    assert date.min <= found.first <= today + timedelta(1) and found.last == today


@given(st.integers(1, 9999), st.integers(1, 12))
def test_months_have_their_length(year: int, month: int) -> None:
    found = days(f"{year:04}-{month:02}", TODAY)
    assert found == Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


@given(st.text(st.sampled_from("0123456789-./年月日.. 至近天半今去last >=<十三〇"), max_size=40))
def test_no_text_raises(text: str) -> None:
    found = days(text, TODAY)
    assert found is None or found.first is None or found.last is None or found.first <= found.last


def test_days_are_asked_for_as_numbers() -> None:
    def tree(typed: str) -> object:
        return parse(typed, today=TODAY).tree

    assert tree("date:2020-02") == Field("day", "range", (20200201, 20200229))
    assert tree("日期：2020-05-01") == Field("day", "range", (20200501, 20200501))
    assert tree("date:>2020") == Field("day", "gte", 20210101)
    assert tree("date:..2020") == Field("day", "lte", 20201231)
    assert tree("date: last 30 days 海堤") == And((Field("day", "range", (20261024, 20261122)), Term("海堤", 19, 21)))
    assert not isinstance(tree("date:0001.."), Nothing)


def test_a_range_with_two_dots_needs_no_field() -> None:
    assert parse("2023年..2024年").tree == Field("day", "range", (20230101, 20241231))
    assert parse("2020..").tree == Field("day", "gte", 20200101)
    assert parse("2020-05 2023年3月").tree == And((Term("2020-05", 0, 7), Term("2023年3月", 8, 15)))
    assert parse("title:2020..2021").tree == Term("2020..2021", 6, 16, ("title",))


def test_mistakes_in_dates_tell_the_piece_and_where_it_stands() -> None:
    assert parse("海堤 date:2023-02-30").mistakes == (Mistake("unknown-day", 8, 18, {"piece": "2023-02-30"}),)
    assert parse("海堤 日期:明日").mistakes == (Mistake("bad-date", 6, 8, {"piece": "明日"}),)
