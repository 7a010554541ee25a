"""Lists of the API: pages without gap or overlap in every order, conditions, agencies, dates, topics."""

from __future__ import annotations

import datetime
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from archive import publishing, topics
from archive.models import Article
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
API = "/api/v1"
DAY = datetime.date(2024, 9, 12)


@pytest.fixture
def publish() -> Callable[..., Article]:
    """Publish an article through the newsroom's own function."""

    def publish_one(**fields: Any) -> Article:
        article = ArticleFactory(**fields)
        assert publishing.publish(article, by=None) is None
        article.refresh_from_db()
        return article

    return publish_one


def walk(client: Client, path: str, key: str) -> Iterator[dict[str, Any]]:
    """Every entry of the list, page after page."""
    joint, cursor = "&" if "?" in path else "?", ""
    while cursor is not None:
        told = client.get(f"{API}{path}{joint}cursor={cursor}").json()
        yield from told[key]
        cursor = told["cursor"]


def ids(client: Client, path: str) -> list[str]:
    return [one["id"] for one in walk(client, path, "articles")]


@pytest.fixture
def seven(publish: Callable[..., Article]) -> list[Article]:
    """Articles of three days, two of one of them and two of none; one of the latter was released nobody knows when."""
    days = [DAY, DAY, DAY - datetime.timedelta(1), None, DAY + datetime.timedelta(1), None, DAY]
    made = [publish(published_on=day) for day in days]
    Article.objects.filter(pk=made[3].pk).update(released_at=None)
    return made


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-date", [4, 6, 1, 0, 2, 5, 3]),
        ("date", [2, 0, 1, 6, 4, 3, 5]),
        ("-released", [6, 5, 4, 2, 1, 0, 3]),
        ("", [6, 5, 4, 2, 1, 0, 3]),
    ],
)
def test_pages_follow_each_other_without_gap_or_overlap(
    client: Client, seven: list[Article], sort: str, order: list[int], size: int
) -> None:
    assert ids(client, f"/articles?sort={sort}&size={size}") == [seven[place].public_id for place in order]


def test_what_comes_in_meanwhile_moves_nothing(
    client: Client, seven: list[Article], publish: Callable[..., Article]
) -> None:
    first = client.get(f"{API}/articles?size=3").json()
    publish()
    second = client.get(f"{API}/articles?size=3&cursor={first['cursor']}").json()
    listed = [one["id"] for one in (*first["articles"], *second["articles"])]
    assert listed == [seven[place].public_id for place in (6, 5, 4, 2, 1, 0)]


def cursor(*place: Any) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "odd",
    [
        "x", "é", "W10", "a" * 3000, cursor("date", 739000, 4), cursor("-date", 10**30, 4), cursor("-date", "x", 4),
        cursor("-date", 739000, 0), cursor("-date", 739000, 10**30), cursor("-date", 739000, True),
        cursor("-date", 1.5, 4), cursor("-date", -5, 4), cursor("-date", 739000), cursor("-date", [], 4),
    ],
)  # fmt: skip
def test_a_cursor_that_no_list_of_this_order_gave_is_refused(client: Client, odd: str) -> None:
    answer = client.get(f"{API}/articles", {"sort": "-date", "cursor": odd})
    assert answer.status_code == 400 and "cursor" in answer.json()["error"]


def test_conditions_narrow_the_list_and_go_together(client: Client, publish: Callable[..., Article]) -> None:
    paper, office = AgencyFactory(slug="paper"), AgencyFactory(slug="office", kind="government")
    by_paper, of_office = publish(source=paper), publish(mentions=[office])
    both = publish(source=paper, mentions=[office], published_on=datetime.date(2023, 1, 31))
    expected = {
        "source=paper": {by_paper, both},
        "agency=office": {of_office, both},
        "agency=office&agency=paper": {by_paper, of_office, both},
        "source=paper&agency=office": {both},
        "source=paper&from=2024": {by_paper},
        "to=2023": {both},
        "from=2023-02&to=2024-09": {by_paper, of_office},
        "color=red": {by_paper, of_office, both},
    }
    for query, found in expected.items():
        assert set(ids(client, f"/articles?{query}")) == {one.public_id for one in found}, query


def test_lists_do_not_ask_more_for_more_articles(
    client: Client, publish: Callable[..., Article], django_assert_num_queries: Any
) -> None:
    for number in (1, 8):
        for _ in range(number):
            publish(source=AgencyFactory())
        with django_assert_num_queries(3):
            assert client.get(f"{API}/articles?size=50").status_code == 200


def test_agencies_come_by_their_counts_and_page_by_page(client: Client, publish: Callable[..., Article]) -> None:
    names = {"汐城晚報": 1, "远汀日报": 3, "云渡日报": 1, "临江晚报": 2}
    for number, (name, count) in enumerate(names.items()):
        agency = AgencyFactory(name=name, slug=f"paper-{number}")
        for _ in range(count):
            publish(source=agency)
    for size in (1, 3, 10):
        listed = list(walk(client, f"/agencies?size={size}", "agencies"))
        assert [(one["name"], one["count"]) for one in listed] == [
            ("远汀日报", 3), ("临江晚报", 2), ("汐城晚報", 1), ("云渡日报", 1),
        ]  # fmt: skip
    assert [one["name"] for one in walk(client, "/agencies?name=晚报", "agencies")] == ["临江晚报", "汐城晚報"]
    assert not list(walk(client, "/agencies?kind=government", "agencies"))
    assert client.get(f"{API}/agencies?kind=x").status_code == 400


def test_an_agency_is_told_with_what_readers_may_know(client: Client, publish: Callable[..., Article]) -> None:
    hidden = AgencyFactory(name="上级", kind="government")
    office = AgencyFactory(name="汐城市水务局", slug="water", kind="government", parent=hidden, aliases=["市水务局"])
    publish(mentions=[office])
    told = client.get(f"{API}/agencies/water").json()
    assert told["parent"] is None, "no public article names it"
    assert told["names"] == ["市水务局"]
    assert told["counts"] == {"any": 1, "source": 0, "republisher": 0, "mentioned": 1}
    assert told["years"] == [{"period": "2024", "count": 1}]
    assert client.get(told["feed"]).status_code == client.get(told["page"]).status_code == 200


def test_dates_are_counted_by_year_month_and_day(client: Client, publish: Callable[..., Article]) -> None:
    publish(published_on=DAY)
    publish(published_on=datetime.date(2024, 9, 1), date_precision="month")
    publish(published_on=datetime.date(2023, 1, 1), date_precision="year")
    publish(published_on=None)
    years, months, days = (
        client.get(f"{API}/dates{query}").json() for query in ("", "?year=2024", "?year=2024&month=9")
    )
    assert (years["count"], years["undated"]) == (4, 1)
    assert years["counts"] == [{"period": "2023", "count": 1}, {"period": "2024", "count": 2}]
    assert (months["count"], months["counts"]) == (2, [{"period": "2024-09", "count": 2}])
    assert (days["count"], days["counts"]) == (2, [{"period": "2024-09-12", "count": 1}])
    assert client.get(f"{API}/dates?year=2022").json()["counts"] == []


@pytest.mark.parametrize("query", ["month=9", "year=0", "year=10000", "year=x", "year=2024&month=13", "year=1&month=0"])
def test_a_period_that_no_calendar_has_is_refused(client: Client, query: str) -> None:
    assert client.get(f"{API}/dates?{query}").status_code == 400


def test_a_topic_is_told_with_its_public_articles_alone(client: Client, publish: Callable[..., Article]) -> None:
    shown, draft = publish(), ArticleFactory(title="机密")
    made = {slug: {"title": slug, "slug": slug, "introduction": "一。\n\n二。"} for slug in ("haidi", "hidden")}
    series, hidden = (topics.make(wanted, by=None, detect=lambda *_: []) for wanted in made.values())
    for topic in (series, hidden):
        topics.put(topic, [shown, draft], by=None)
    topics.show(series, version=series.version, by=None)
    assert [one["slug"] for one in client.get(f"{API}/topics").json()["topics"]] == ["haidi"]
    told = client.get(f"{API}/topics/haidi").json()
    assert (told["count"], told["introduction"]) == (1, ["一。", "二。"])
    assert [one["id"] for one in told["articles"]] == [shown.public_id]
    assert client.get(f"{API}/topics/hidden").content == client.get(f"{API}/topics/never-was").content


def test_an_empty_archive_has_empty_lists(client: Client) -> None:
    assert client.get(f"{API}/articles").json() == {"articles": [], "cursor": None}
    assert client.get(f"{API}/agencies").json() == {"agencies": [], "cursor": None}
    assert client.get(f"{API}/topics").json() == {"topics": []}
    assert client.get(f"{API}/dates").json()["counts"] == []
