"""The results page: all in its address, in three languages, each text in its own."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive import duplicates, publishing
from archive.models import Article
from search.answering.executor import SearchPage, execute
from search.answering.hits import MOST_REPRINTS
from search.asking.requests import SearchRequest
from search.views import results_page
from tests.factories import AgencyFactory, ArticleFactory
from tests.search.pages import link_to, page, part

#: A text long enough to be compared with others.
TEXT = [
    "昨天上午十点二十分，三号海堤在平潮时分合龙，施工船队鸣笛致意。",
    "堤身沉降仍须观测两个汛期，滩涂上的候鸟栖息地另设缓冲带。",
    "总工程师说，合龙之后还要铺设护面块石，年内才能通车。",
]


def test_a_hit_shows_where_when_and_what(publish: Callable[..., Article], client: Client) -> None:
    article = publish(title="電信詐騙翻新", body=["提防詐騙。"], script="hant", source_name="濱海電訊")
    html = page(client, "/en/search/?q=诈骗")
    marked = "?find=%E8%AF%88%E9%AA%97"  # so that the article's page marks the word, too
    assert f'<a href="/en/a/{article.public_id}/{marked}" lang="zh-Hant">電信<mark>詐騙</mark>翻新</a>' in html
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
    assert 'href="/en/search/#how"' in html


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
    assert "articles themselves were searched" in page(client, "/en/search/?q=海堤")


def test_related_articles_stand_under_their_own_heading_and_in_no_count(
    publish: Callable[..., Article], client: Client
) -> None:
    exact = publish(title="海堤合龙之夜", indexed=False)
    related = publish(title="海堤沉降观测", body=["观测海堤。"])
    html = page(client, "/en/search/?q=海堤 合龙之夜")
    assert "Found: 1 article" in html
    before, after = html.split('<section class="related"', 1)
    assert exact.public_id in before and related.public_id not in before
    assert related.public_id in after and exact.public_id not in after
    assert '<h2 class="part-title" id="related">Related</h2>' in after


def test_related_articles_take_the_place_of_advice(publish: Callable[..., Article], client: Client) -> None:
    publish(title="海堤沉降观测")
    html = page(client, "/en/search/?q=海堤沉降观测为什么要两个汛期")
    assert "Nothing found" in html and 'id="related"' in html and "What may help" not in html
    assert "What may help" in page(client, "/en/search/?q=“海堤沉降观测为什么要两个汛期”")


def test_reprints_are_folded_under_the_best_of_them(publish: Callable[..., Article], client: Client) -> None:
    copies = [ArticleFactory(title=title, body=TEXT) for title in ("海堤合龙", "三号海堤昨合龙", "海堤龙口封堵")]
    duplicates.compare(copies)
    for copy in copies:
        publishing.publish(copy, by=None)
    publish(title="海堤边的茶馆", body=["盐仓街的老茶馆今起重新开张，海堤上的人都来了。"])
    html = page(client, "/en/search/?q=海堤")
    assert "Found: 4 articles, 2 after putting reprints together" in html and html.count('class="hit"') == 2
    folded = part(html, '<details class="re">', "</details>")
    assert "2 more with the same text" in folded
    shown = [copy for copy in copies if f'<a href="/en/a/{copy.public_id}/?find=' in folded]
    assert len(shown) == 2
    assert link_to(html, "List reprints one by one") == {"q": ["海堤"], "collapse": ["0"]}
    html = page(client, "/en/search/?q=海堤&collapse=0")
    assert "Found: 4 articles<" in html and html.count('class="hit"') == 4
    assert link_to(html, "Put reprints together") == {"q": ["海堤"]}


def test_each_word_is_told_as_it_was_searched(publish: Callable[..., Article], client: Client) -> None:
    publish(body=["海堤合龙，提防诈骗。"])
    told = part(page(client, "/en/search/?q=詐騙 海堤 -评论"), "Searched:", "</p>")
    assert '<span lang="zh-Hans">诈骗</span>' in told and '<span lang="zh-Hant">詐騙</span>' in told
    assert "海堤" in told and "评论" not in told
    told = part(page(client, "/en/search/?q=原字:詐騙"), "Searched:", "</p>")
    assert "詐騙" in told and "诈骗" not in told


def test_other_words_are_offered_with_all_conditions_kept(
    publish: Callable[..., Article], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_a_suggestion(asked: SearchRequest) -> SearchPage:
        return replace(execute(asked), suggestion="詐騙")

    publish()
    monkeypatch.setattr(results_page, "execute", with_a_suggestion)
    html = page(client, "/en/search/?q=榨骗&script=hans&page=2")
    assert 'lang="zh-Hant">詐騙</a>' in part(html, "Did you mean:", "</p>")
    assert link_to(html, "詐騙") == {"q": ["詐騙"], "script": ["hans"]}


def test_the_place_of_a_mistake_is_marked(publish: Callable[..., Article], client: Client) -> None:
    publish()
    assert "<q>海堤 <mark>“</mark>合龙&lt;b&gt;</q>" in page(client, "/en/search/?q=海堤 “合龙<b>")
    long = page(client, f"/en/search/?q={'海' * 300}")
    assert f"<q>…{'海' * 12}<mark>{'海' * 12}…</mark></q>" in long


def test_of_very_many_reprints_the_oldest_are_listed_and_the_page_says_so(
    publish: Callable[..., Article], client: Client
) -> None:
    copies = [ArticleFactory(title=f"海堤合龙{number}", body=TEXT) for number in range(MOST_REPRINTS + 3)]
    duplicates.compare(copies)
    for copy in copies:
        publishing.publish(copy, by=None)
    publish(title="老茶馆", body=["盐仓街的老茶馆今起重新开张。"])
    folded = part(page(client, "/en/search/?q=海堤"), '<details class="re">', "</details>")
    assert f"{MOST_REPRINTS + 2} more with the same text" in folded and folded.count("<li>") == MOST_REPRINTS
    assert f"The {MOST_REPRINTS} oldest of them are listed." in folded


def test_without_an_index_no_order_is_offered(
    publish: Callable[..., Article], client: Client, index_folder: Path
) -> None:
    publish(indexed=False)
    html = page(client, "/en/search/?q=海堤")
    assert 'class="hit"' in html and 'role="status"' in html and "Most relevant" not in html
