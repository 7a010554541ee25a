"""GET /api/v1/search: stable keys, plain refusals, nothing that is not public."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from archive import publishing
from archive.models import Article
from tests.factories import AgencyFactory

ADDRESS = "/api/v1/search"


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    return lambda **parameters: client.get(ADDRESS, parameters)


def test_an_answer_has_these_keys(publish: Callable[..., Article], ask: Callable[..., Any]) -> None:
    noon = datetime.datetime(2024, 9, 12, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    article = publish(
        title="電信詐騙", body=["提防<詐騙>。"], script="hant", published_at=noon, external_id="a-1",
        source=AgencyFactory(name="濱海電訊", slug="binhai"),
    )  # fmt: skip
    answer = ask(q="诈骗", facets="1").json()
    assert answer["count"] == 1 and answer["took_ms"] >= 0
    score = answer["results"][0].pop("score")
    assert score > 0
    assert answer["results"] == [
        {
            "id": article.public_id,
            "external_id": "a-1",
            "title": "電信詐騙",
            "snippet": "提防&lt;<mark>詐騙</mark>&gt;。",
            "date": "2024-09-12T12:30:00+08:00",
            "date_precision": "minute",
            "source": "濱海電訊",
            "script": "hant",
            "exact": True,
            "url": f"/a/{article.public_id}/",
        }
    ]
    assert answer["facets"]["source"] == [{"value": "binhai", "label": "濱海電訊", "count": 1}]
    assert answer["facets"]["year"][0]["value"] == "2024"


def test_without_a_time_the_date_is_a_day_and_without_a_date_null(
    publish: Callable[..., Article], ask: Callable[..., Any]
) -> None:
    publish(published_on=None)
    publish()
    assert [one["date"] for one in ask(q="海堤", sort="-date").json()["results"]] == ["2024-09-12", None]
    assert ask(q="海堤").json()["facets"] == {} == ask(q="海堤", facets="0").json()["facets"]


def test_parameters_narrow_and_unknown_ones_are_ignored(
    publish: Callable[..., Article], ask: Callable[..., Any]
) -> None:
    publish(published_on=datetime.date(2023, 1, 31))
    publish(published_on=datetime.date(2024, 2, 29))
    counts = {
        "from=2024-01-01": 1,
        "to=2023-01-31": 1,
        "from=2023-01-31&to=2024-02-29": 2,
        "from=2023-02&to=2024-02": 1,
        "from=2024&to=2024": 1,
        "from=2025-01-01": 0,
        "color=red&page=1": 2,
        "script=hans": 2,
        "script=hant": 0,
        "from=&to=&sort=&page=&size=": 2,
    }
    for query, count in counts.items():
        assert ask().wsgi_request.method == "GET"
        assert Client().get(f"{ADDRESS}?q=海堤&{query}").json()["count"] == count, query
    assert len(ask(q="海堤", size=1).json()["results"]) == 1
    assert ask(q="海堤", size=1, page=3).json()["results"] == []
    assert ask().json()["count"] == 2


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "9" * 40}, {"size": "0"}, {"size": "101"},
        {"sort": "evil"},
        {"from": "2024-13-01"}, {"from": "2024-02-30"}, {"to": "yesterday"}, {"to": "0000-01-01"}, {"script": "latin"},
        {"source": "no-such-outlet"}, {"source": "../x"}, {"source": "\x00"}, {"from": "٢٠٢٤"}, {"from": "2024-00"},
        {"to": "2023-12", "from": "2024"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_plain_words(parameters: dict[str, str], index_folder: Any, ask: Any) -> None:
    answer = ask(q="海堤", **parameters)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"} and next(iter(parameters)) in answer.json()["error"]


@pytest.mark.parametrize(
    "q", ["*", "?" * 50, "(" * 2000, "a~9", "[a TO z]", "\x00", "🦆", "海" * 100_000, " ".join("a" * 10_000), "'\"”"]
)
def test_any_query_is_answered(q: str, publish: Callable[..., Article], ask: Callable[..., Any]) -> None:
    publish()
    answer = ask(q=q)
    assert answer.status_code == 200 and isinstance(answer.json()["mistakes"], list)


def test_a_broken_utf8_address_is_answered(publish: Callable[..., Article], client: Client) -> None:
    publish()
    assert client.get(f"{ADDRESS}?q=%ED%A0%80%FF%00").status_code == 200


def test_mistakes_are_told_with_code_and_position(publish: Callable[..., Article], ask: Callable[..., Any]) -> None:
    publish()
    mistake = ask(q="海堤 “合龙").json()["mistakes"][0]
    assert (mistake["code"], mistake["position"]) == ("unclosed-quote", 3) and mistake["message"]


def test_a_withdrawn_article_is_gone_at_once(publish: Callable[..., Article], ask: Callable[..., Any]) -> None:
    article = publish(body=["zqxcanary"])
    publishing.withdraw(article, by=None, reason="test")
    answer = ask(q="zqxcanary", facets="1")
    assert answer.json()["count"] == 0
    told = {key: value for key, value in answer.json().items() if key != "searched"}  # the words that were asked
    assert "zqxcanary" not in str(told)
    assert not any(answer.json()["facets"].values())


def test_it_only_reads(client: Client, index_folder: Any) -> None:
    assert client.post(ADDRESS, {"q": "海堤"}).status_code == 405


def test_a_cursor_of_another_order_is_refused(publish: Callable[..., Article], ask: Callable[..., Any]) -> None:
    publish()
    publish()
    by_day, by_score = (ask(q="海堤", size=1, sort=sort).json()["cursor"] for sort in ("-date", "relevance"))
    assert ask(q="海堤", cursor=by_day).status_code == ask(q="海堤", sort="date", cursor=by_score).status_code == 400
    assert len(ask(q="海堤", size=1, cursor=by_score).json()["results"]) == 1
