"""Stretches of lists by the mark of their last article."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from archive.paging import Mark, stretch
from tests.factories import ArticleFactory

DAYS = [None, datetime.date(2024, 9, 11), datetime.date(2024, 9, 12), datetime.date(2024, 9, 13)]


@pytest.fixture
def listed(db: None) -> list[Article]:
    """Forty articles in no order: several a day, some to the minute, some of no date."""
    chance = random.Random(7)
    for _ in range(40):
        day = chance.choice(DAYS)
        hour = chance.choice([None, 6, 6, 18])
        at = day and hour and datetime.datetime(day.year, day.month, day.day, hour, 30, 1, 5, tzinfo=datetime.UTC)
        ArticleFactory(state="published", published_on=day, published_at=at or None)
    return list(Article.objects.public().newest_first())


def walk(size: int, oldest: bool) -> list[list[int]]:
    """All stretches from the first to the last."""
    found, asked = [], {}
    while True:
        one = stretch(Article.objects.public(), asked, size=size, oldest=oldest)
        found.append([article.pk for article in one.articles])
        if one.after is None:
            return found
        asked = {"after": str(one.after)}


@pytest.mark.parametrize("size", [1, 7, 40, 50])
def test_stretches_from_the_newest_on_are_the_whole_list(listed: list[Article], size: int) -> None:
    assert [pk for part in walk(size, False) for pk in part] == [article.pk for article in listed]


@pytest.mark.parametrize("size", [1, 7])
def test_stretches_from_the_oldest_on_hold_every_article_once_the_undated_last(
    listed: list[Article], size: int
) -> None:
    keys = [pk for part in walk(size, True) for pk in part]
    days = [Article.objects.get(pk=pk).published_on for pk in keys]
    dated = [day for day in days if day]
    assert sorted(keys) == sorted(article.pk for article in listed)
    assert days == [*sorted(dated), *[None] * (len(days) - len(dated))]


@pytest.mark.parametrize("oldest", [False, True])
def test_the_way_back_leads_through_the_same_stretches(listed: list[Article], oldest: bool) -> None:
    forth, asked = walk(6, oldest), {}
    while (one := stretch(Article.objects.public(), asked, size=6, oldest=oldest)).after:
        asked = {"after": str(one.after)}
    back = [[article.pk for article in one.articles]]
    while one.before:
        one = stretch(Article.objects.public(), {"before": str(one.before)}, size=6, oldest=oldest)
        back.append([article.pk for article in one.articles])
    assert back[::-1] == forth


def test_an_article_that_comes_or_goes_meanwhile_moves_nothing(listed: list[Article]) -> None:
    first = stretch(Article.objects.public(), {}, size=5)
    Article.objects.filter(pk=listed[4].pk).update(state="withdrawn")
    ArticleFactory(state="published", published_on=datetime.date(2024, 9, 14))
    second = stretch(Article.objects.public(), {"after": str(first.after)}, size=5)
    assert [article.pk for article in second.articles] == [article.pk for article in listed[5:10]]


@pytest.mark.parametrize("mark", ["", "x", "~~", "2024-09-12~~-1", "2024-02-30~~4", "~x~4", "~~" + "9" * 30, "~~٣"])
def test_what_is_no_mark_begins_the_list(listed: list[Article], mark: str) -> None:
    one = stretch(Article.objects.public(), {"after": mark, "before": mark}, size=3)
    assert [article.pk for article in one.articles] == [article.pk for article in listed[:3]]


@given(
    st.none() | st.dates(datetime.date(1000, 1, 1)),
    st.none() | st.datetimes(datetime.datetime(1900, 1, 1), timezones=st.just(datetime.UTC)),
    st.integers(1, 10**15),
)
def test_a_mark_is_read_as_it_was_written(day: datetime.date | None, moment: datetime.datetime | None, pk: int) -> None:
    assert Mark.read(str(Mark(day, moment, pk))) == Mark(day, moment, pk)


def test_no_long_text_is_read_but_of_what_is_shown(listed: list[Article], django_assert_num_queries) -> None:
    with django_assert_num_queries(2) as asked:
        stretch(Article.objects.public(), {"after": str(Mark.of(listed[20]))}, size=5)
    assert [('"body"' in one["sql"]) for one in asked] == [False, True]
