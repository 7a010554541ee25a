"""Places: the list of provinces and cities, and the page of one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from archive import publishing
from archive.models import Article
from search.answering.by_place import count_by_place
from search.views import places
from tests.factories import AgencyFactory
from tests.search.pages import page

NANCHANG, BEIJING = "新华社南昌9月30日电", "新华社北京9月30日电"


def test_provinces_and_their_cities_are_counted_and_linked(publish: Callable[..., Article], client: Client) -> None:
    publish(dateline=NANCHANG)
    publish(dateline=NANCHANG)
    publish(dateline=BEIJING)
    html = page(client, "/en/places/")
    assert 'href="/en/places/36/" lang="zh-Hans">江西省</a> <span class="note">2 articles</span>' in html
    assert 'href="/en/places/3601/" lang="zh-Hans">南昌市</a><span class="count">2</span>' in html
    assert html.index("北京市") < html.index("江西省")


def test_the_region_of_an_agency_is_a_place_too(publish: Callable[..., Article], client: Client) -> None:
    body = AgencyFactory(kind="government", level="municipal", region="江西省南昌市")
    article = publish(mentions=[body])
    assert f"/a/{article.public_id}/" in page(client, "/places/3601/")


def test_a_place_tells_what_is_around_it_and_within(publish: Callable[..., Article], client: Client) -> None:
    publish(dateline=NANCHANG)
    province, city = client.get("/en/places/36/"), client.get("/en/places/3601/")
    assert [one.division.code for one in province.context["within"]] == ["3601"]
    assert [one.code for one in city.context["around"]] == ["36"]
    html = city.content.decode()
    assert 'href="/en/search/feed/?place=3601"' in html and 'href="/en/search/?place=3601&amp;sort=-date"' in html
    assert "from=2024&amp;to=2024" in html


def test_articles_come_from_the_newest_on_page_by_page(
    publish: Callable[..., Article], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SIZE", 2)
    made = [publish(dateline=NANCHANG, published_on=datetime.date(2024, 9, day)) for day in (1, 5, 3, 2, 4)]
    address, seen = "/places/36/", []
    while address:
        found = client.get(address)
        seen += [article.pk for article in found.context["articles"]]
        cursor = found.context["found"].cursor
        address = cursor and f"/places/36/?cursor={cursor}"
    assert seen == [one.pk for one in sorted(made, key=lambda one: one.published_on, reverse=True)]


@pytest.mark.parametrize("cursor", ["x", "", "%00", "WzEsMl0", "9" * 500])
def test_what_is_no_cursor_begins_the_list(publish: Callable[..., Article], client: Client, cursor: str) -> None:
    publish(dateline=NANCHANG)
    assert client.get(f"/places/36/?cursor={cursor}").status_code == 200


@pytest.mark.parametrize("code", ["99", "3699", "36010", "x", "٣٦", "0", "-1", "11"])
def test_an_unknown_place_or_one_without_articles_is_not_found(
    publish: Callable[..., Article], client: Client, code: str
) -> None:
    publish(dateline=NANCHANG)
    assert client.get(f"/places/{code}/").status_code == 404


def test_an_empty_archive_says_so(client: Client, index_folder: Any) -> None:
    assert client.get("/en/places/36/").status_code == 404
    assert page(client, "/en/places/")


def test_a_withdrawn_article_is_at_no_place_at_once(publish: Callable[..., Article], client: Client) -> None:
    article = publish(dateline=NANCHANG)
    assert count_by_place() == {"36": 1, "3601": 1}
    publishing.withdraw(article, by=None, reason="x", category="error")
    assert not count_by_place()
    assert client.get("/places/3601/").status_code == 404
    assert "南昌" not in page(client, "/places/")


def test_queries_do_not_grow(publish: Callable[..., Article], client: Client, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        for _ in range(5):
            publish(dateline=NANCHANG)
        page(client, "/places/")  # the gate asks about new articles once
        with django_assert_num_queries(2):
            client.get("/places/")
        with django_assert_num_queries(4):
            client.get("/places/3601/")


def test_the_front_page_names_the_places(publish: Callable[..., Article], client: Client) -> None:
    publish(dateline=NANCHANG)
    assert 'href="/en/places/36/"' in page(client, "/en/")
