"""Searches as feeds, read as a feed reader reads them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import feedparser
import pytest
from django.test import Client

from archive import publishing
from archive.models import Article
from search import feeds
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db
Publish = Callable[..., Article]


def read(client: Client, path: str) -> feedparser.FeedParserDict:
    answer = client.get(path)
    assert answer.status_code == 200
    found = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert not found.bozo
    return found


def titles(client: Client, path: str) -> list[str]:
    return [one.title for one in read(client, path).entries]


def links(found: feedparser.FeedParserDict) -> dict[str, str]:
    return {link.rel: link.href for link in found.feed.links}


@pytest.mark.parametrize("form", ["", "rss/"])
def test_it_holds_what_is_found_the_newest_first(publish: Publish, client: Client, form: str) -> None:
    for day, title in ((3, "海堤三"), (9, "海堤九"), (6, "海堤六")):
        publish(title=title, published_on=datetime.date(2024, 5, day), indexed=day == 6)
    publish(title="别的", body=["无关。"])
    assert titles(client, f"/search/feed/{form}?q=海堤") == ["海堤九", "海堤六", "海堤三"]
    assert titles(client, f"/search/feed/{form}?q=海堤&sort=date&size=1&page=7&collapse=1") == [
        "海堤九",
        "海堤六",
        "海堤三",
    ]


def test_it_keeps_to_the_conditions_and_leads_to_their_page(publish: Publish, client: Client) -> None:
    outlet = AgencyFactory(slug="chaoxin")
    publish(title="自家", source=outlet, indexed=False)
    publish(title="别家")
    found = read(client, "/en/search/feed/?q=海堤&source=chaoxin&from=2024&page=3")
    assert [one.title for one in found.entries] == ["自家"]
    assert found.feed.title == "海堤 · Baoku"
    page = urlsplit(links(found)["alternate"])
    wanted = {"q": ["海堤"], "source": ["chaoxin"], "from": ["2024"]}
    assert page.path == "/en/search/" and parse_qs(page.query) == {**wanted, "sort": ["-date"]}
    assert parse_qs(urlsplit(links(found)["self"]).query) == wanted


def test_its_pages_hold_everything_once(publish: Publish, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES", 2)
    for day in range(1, 6):
        publish(published_on=datetime.date(2024, 5, day), indexed=day == 5)
    path, ids = "/search/feed/?q=海堤", []
    while path:
        found = read(client, path)
        ids += [one.id for one in found.entries]
        assert links(found)["first"] == f"http://testserver/search/feed/?q={quote('海堤')}"
        path = links(found).get("next", "").removeprefix("http://testserver")
    assert len(ids) == len(set(ids)) == 5


def test_what_was_withdrawn_is_gone_before_the_index_knows(publish: Publish, client: Client) -> None:
    article = publish()
    assert len(titles(client, "/search/feed/?q=海堤")) == 1
    publishing.withdraw(article, by=None, reason="x", category="error")
    assert titles(client, "/search/feed/?q=海堤") == []


@pytest.mark.parametrize("query", ["from=soon", "source=nonesuch", "cursor=x", "script=%00", "from=2024&to=2023"])
def test_a_condition_without_sense_makes_no_feed(publish: Publish, client: Client, query: str) -> None:
    publish()
    answer = client.get(f"/search/feed/?{query}")
    assert answer.status_code == 400 and answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("query", ["", "?q=", "?q=((", "?q=%00", "?q=没有这样的词", "?q=<script>"])
def test_whatever_is_asked_it_is_a_feed(index_folder: Path, client: Client, query: str) -> None:
    assert titles(client, f"/search/feed/{query}") == []


def test_queries_do_not_grow(publish: Publish, client: Client, django_assert_max_num_queries) -> None:
    for day in range(1, 9):
        publish(published_on=datetime.date(2024, 5, day), source=AgencyFactory(), indexed=day == 8)
    client.get("/search/feed/?q=海堤")
    with django_assert_max_num_queries(5):
        assert len(titles(client, "/search/feed/?q=海堤")) == 8


def test_the_results_page_leads_to_it(publish: Publish, client: Client) -> None:
    publish()
    page = client.get("/en/search/?q=海堤&page=1&sort=date").content.decode()
    assert f'type="application/atom+xml" href="/en/search/feed/?q={quote("海堤")}"' in page
    assert f'type="application/rss+xml" href="/en/search/feed/rss/?q={quote("海堤")}"' in page
    assert "/en/search/feed/" not in client.get("/en/search/").content.decode()
