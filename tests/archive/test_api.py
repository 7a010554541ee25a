"""One article as JSON."""

from __future__ import annotations

import datetime

import pytest

from tests.factories import AgencyFactory, ArticleFactory

CHINA = datetime.timezone(datetime.timedelta(hours=8))

pytestmark = pytest.mark.django_db


def fetch(client, article):
    return client.get(f"/api/v1/articles/{article.public_id}")


def test_it_says_all_that_the_page_says(client):
    outlet, body = AgencyFactory(name="汐城晚报"), AgencyFactory(name="汐城市水务局", kind="government")
    article = ArticleFactory(
        state="published",
        external_id="bj-17",
        title="三号海堤合龙",
        original_title="原题",
        kicker="汐城防汛",
        subtitle="年内通车",
        body=["甲。", "乙。"],
        source=outlet,
        site_name="远汀网",
        authors=["沈砚舟"],
        editors=["何汀"],
        url="https://news.example.test/1",
        mentions=[body],
    )
    assert fetch(client, article).json() == {
        "id": article.public_id,
        "external_id": "bj-17",
        "title": "三号海堤合龙",
        "original_title": "原题",
        "kicker": "汐城防汛",
        "subtitle": "年内通车",
        "body": ["甲。", "乙。"],
        "script": "hans",
        "date": "2024-09-12",
        "date_precision": "day",
        "source": "汐城晚报",
        "site": "远汀网",
        "authors": ["沈砚舟"],
        "editors": ["何汀"],
        "url": "https://news.example.test/1",
        "page": f"http://testserver/a/{article.public_id}/",
        "agencies": [{"name": "汐城晚报", "role": "source"}, {"name": "汐城市水务局", "role": "mentioned"}],
        "versions": [],
    }


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"published_at": datetime.datetime(2024, 9, 12, 6, 31, tzinfo=CHINA)}, "2024-09-12T06:31:00+08:00"),
        ({"published_on": datetime.date(2024, 9, 1), "date_precision": "month"}, "2024-09-01"),
        ({"published_on": None}, None),
    ],
)
def test_the_date_says_as_much_as_is_known(client, fields, date):
    assert fetch(client, ArticleFactory(state="published", **fields)).json()["date"] == date


def test_chinese_is_written_as_it_is(client):
    response = fetch(client, ArticleFactory(state="published", title="海堤"))
    assert response["Content-Type"] == "application/json"
    assert "海堤".encode() in response.content


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("returned", 404), ("withdrawn", 410)])
def test_what_is_not_public_is_an_error_without_content(client, state, status):
    response = fetch(client, ArticleFactory(state=state, title="机密"))
    assert response.status_code == status
    assert list(response.json()) == (["error", "withdrawn", "category"] if state == "withdrawn" else ["error"])
    assert "机密" not in response.content.decode()


@pytest.mark.parametrize("odd", ["zzz", "%00", "..", "中文", "a" * 500])
def test_an_odd_id_is_not_found_in_json(client, odd):
    response = client.get(f"/api/v1/articles/{odd}")
    assert response.status_code == 404
    assert "error" in response.json()


def test_it_can_only_be_read(client):
    assert client.post("/api/v1/articles/zzz").status_code == 405


def test_queries_do_not_grow_with_the_agencies(client, django_assert_num_queries):
    for agencies in (1, 8):
        article = ArticleFactory(state="published", mentions=AgencyFactory.create_batch(agencies))
        with django_assert_num_queries(5):
            fetch(client, article)
