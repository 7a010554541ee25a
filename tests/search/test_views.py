"""The results page: all in its address, in three languages, each text in its own."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from archive import publishing
from archive.models import Article
from tests.factories import AgencyFactory


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_hit_shows_where_when_and_what(publish: Callable[..., Article], client: Client) -> None:
    article = publish(title="電信詐騙翻新", body=["提防詐騙。"], script="hant", source_name="濱海電訊")
    html = page(client, "/en/search/?q=诈骗")
    assert f'<a href="/en/a/{article.public_id}/" lang="zh-Hant">電信<mark>詐騙</mark>翻新</a>' in html
    assert '<p class="snip" lang="zh-Hant">提防<mark>詐騙</mark>。</p>' in html
    assert '<time datetime="2024-09-12">2024-09-12</time>' in html and "濱海電訊" in html
    assert "Found: 1 article" in html and 'value="诈骗"' in html


def test_before_the_first_query_the_page_says_how_to_search(client: Client, index_folder: Any) -> None:
    for address in ("/en/search/", "/en/search/?q=", "/en/search/?q=%20%E3%80%80"):
        assert "How to search" in page(client, address)


def test_nothing_found_says_what_may_help(publish: Callable[..., Article], client: Client) -> None:
    publish()
    html = page(client, "/en/search/?q=独角兽&script=hans")
    assert "Nothing found" in html and "What may help" in html and 'href="?q=%E7%8B%AC%E8%A7%92%E5%85%BD"' in html


def test_facets_toggle_by_their_links(publish: Callable[..., Article], client: Client) -> None:
    outlet = AgencyFactory(slug="xicheng")
    publish(source=outlet)
    publish(published_on=datetime.date(2023, 1, 1), script="hant")
    html = page(client, "/en/search/?q=海堤&page=1")
    query = "q=%E6%B5%B7%E5%A0%A4"
    assert f'<a href="?{query}&amp;from=2024&amp;to=2024">2024</a>' in html
    assert f'href="?{query}&amp;source=xicheng"' in html and f'href="?{query}&amp;script=hant"' in html
    html = page(client, "/en/search/?q=海堤&from=2024&to=2024&source=xicheng")
    assert f'<a href="?{query}&amp;source=xicheng" aria-current="true">2024</a>' in html
    assert "Remove all" in html and "from 2024-01-01" in html


def test_pages_follow_each_other_and_a_page_too_far_is_the_last(
    publish: Callable[..., Article], client: Client
) -> None:
    for number in range(23):
        publish(indexed=number == 22)
    assert page(client, "/en/search/?q=海堤").count('class="hit"') == 20
    assert 'rel="next"' in page(client, "/en/search/?q=海堤")
    assert page(client, "/en/search/?q=海堤&page=2").count('class="hit"') == 3
    assert page(client, "/en/search/?q=海堤&page=999999").count('class="hit"') == 3


def test_what_was_asked_wrongly_is_left_out_and_told(publish: Callable[..., Article], client: Client) -> None:
    publish()
    html = page(client, "/en/search/?q=海堤&sort=evil&from=soon&page=-1&source=nowhere&script=x&size=5000")
    assert "Found: 1 article" in html and html.count("was left out") >= 5
    assert "is not closed" in page(client, "/en/search/?q=海堤 “合龙")
    assert "longer than 256" in page(client, f"/en/search/?q={'海' * 300}")


@pytest.mark.parametrize("words", ["%00", "%ED%A0%80", "*", "%28" * 500, "%F0%9F%A6%86", "%27%22%3E"])
def test_any_words_give_a_page(words: str, publish: Callable[..., Article], client: Client) -> None:
    publish()
    page(client, f"/search/?q={words}")


def test_a_withdrawn_article_is_on_no_page(publish: Callable[..., Article], client: Client) -> None:
    article = publish(title="zqxcanary 海堤", published_on=datetime.date(1999, 1, 1))
    publishing.withdraw(article, by=None, reason="test")
    for address in ("/search/?q=海堤", "/search/?q=zqxcanary", "/search/?q=海堤&from=1999&to=1999"):
        html = page(client, address)
        assert article.public_id not in html and 'class="hit"' not in html


def test_a_page_costs_few_database_queries(
    publish: Callable[..., Article], client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(12):
        publish(source=AgencyFactory(), indexed=number == 11)
    page(client, "/search/?q=海堤")
    with django_assert_max_num_queries(4):  # the gate, the outbox, the names of sources, the hits
        page(client, "/search/?q=海堤")


def test_a_missing_index_gives_a_page_with_a_notice(client: Client, index_folder: Any) -> None:
    assert "nothing can be found" in page(client, "/en/search/?q=海堤")
