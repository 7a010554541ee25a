"""The articles beside one in its outlet and on its day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import neighbours
from archive.models import Agency, Article
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet() -> Agency:
    return AgencyFactory()


def page(outlet: Agency | None, day: int, **fields: Any) -> Article:
    known = {"state": "published", "source": outlet, "published_on": datetime.date(2024, 9, day)}
    return ArticleFactory(**(known | fields))


def test_before_and_after_are_those_of_the_same_outlet_in_the_order_of_days(outlet: Agency) -> None:
    later, one, earlier = page(outlet, 14), page(outlet, 12), page(outlet, 3)
    page(AgencyFactory(), 11)
    page(outlet, 13, state="draft")
    found = neighbours.in_outlet(one)
    assert (found.before, found.after) == (earlier, later)
    assert neighbours.in_outlet(earlier).before is None and neighbours.in_outlet(later).after is None


def test_those_of_one_day_follow_each_other_and_none_is_passed_over(outlet: Agency) -> None:
    first, second, third = page(outlet, 12), page(outlet, 12), page(outlet, 12)
    found = neighbours.in_outlet(second)
    assert (found.before, found.after) == (first, third)


@pytest.mark.parametrize("vague", [{"published_on": None}, {"date_precision": "month"}, {"date_precision": "year"}])
def test_an_article_of_no_known_day_has_no_neighbours_and_is_nobodys(outlet: Agency, vague: dict[str, Any]) -> None:
    one, undated = page(outlet, 12), page(outlet, 1, **vague)
    assert not neighbours.in_outlet(one)
    assert not neighbours.in_outlet(undated)
    assert neighbours.of_day(undated) is None


def test_without_an_outlet_there_are_none() -> None:
    assert not neighbours.in_outlet(page(None, 12))


def test_others_of_the_day_are_some_and_all_are_counted() -> None:
    one, shown_already, *rest = [page(None, 12) for _ in range(8)]
    page(None, 12, state="withdrawn")
    page(None, 12, date_precision="month")
    found = neighbours.of_day(one, without=[shown_already.pk])
    assert found and found.count == 8
    assert list(found.articles) == rest[::-1][: neighbours.OF_A_DAY]


def test_an_article_alone_on_its_day_has_no_others() -> None:
    assert neighbours.of_day(page(None, 12)) is None


def test_an_index_leads_to_the_neighbours_and_nothing_is_sorted(outlet: Agency) -> None:
    one = page(outlet, 12)
    with CaptureQueriesContext(connection) as asked:
        neighbours.in_outlet(one)
    assert len(asked) == 1
    for query in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "article_by_outlet_day" in plan and "TEMP B-TREE" not in plan, plan
