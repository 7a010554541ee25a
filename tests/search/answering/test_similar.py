"""Similar articles on an article's page: public ones alone, no copies, and nothing where there is no index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive import duplicates, publishing
from archive.models import Article
from search.answering.similar import MOST, similar_articles
from tests.factories import ArticleFactory

FLOOD = [
    "三号海堤昨天合龙，堤身沉降仍须观测两个汛期，护面块石随后铺设。",
    "施工船队在平潮时分封堵龙口，盐仓街的住户登堤观看。",
]
LATER = ["四号海堤进入合龙倒计时，堤身沉降观测点已布设，护面块石正在预制。", "施工船队等待平潮，龙口还剩六十米。"]
THIRD = ["五号海堤的堤身沉降观测报告公布，护面块石须补铺一层，汛期之前完工。", "龙口一带的施工船队将再停留十天。"]
TEA = ["盐仓街的老茶馆重新开张，掌柜把旧匾额擦得发亮，评弹唱到夜里十点。"]
OTHERS = [
    [f"{place}的学校食堂今天换了新菜单，家长代表尝了午饭。"]
    for place in ("汐城", "云渡", "鹿湾", "南岬", "同浦", "青荚")
]


@pytest.fixture
def archive(publish: Callable[..., Article]) -> list[Article]:
    """An article about a seawall, two like it, and some about other things."""
    for body in (TEA, *OTHERS):
        publish(body=body, indexed=False)
    return [publish(body=body, indexed=body is THIRD) for body in (FLOOD, LATER, THIRD)]


def test_articles_about_the_same_are_found_the_article_itself_is_not(archive: list[Article]) -> None:
    assert set(similar_articles(archive[0])[:2]) == set(archive[1:])


def test_the_page_lists_them_in_a_section_of_their_own(archive: list[Article], client: Client) -> None:
    html = client.get(archive[0].get_absolute_url()).content.decode()
    section = html.split('aria-labelledby="similar"', 1)[1].split("</section>", 1)[0]
    assert all(article.get_absolute_url() in section for article in archive[1:])
    assert archive[0].get_absolute_url() not in section


def test_copies_of_the_text_are_left_out_and_of_others_one_is_enough(publish: Callable[..., Article]) -> None:
    articles = [ArticleFactory(body=body) for body in (FLOOD, FLOOD, LATER, LATER, LATER, TEA, *OTHERS)]
    duplicates.compare(articles)
    for article in articles[:-1]:
        publishing.publish(article, by=None)
    publish(body=["汐城的气温今天升到三十度。"])
    found = similar_articles(articles[0])
    assert articles[1] not in found
    assert len([article for article in found if article.body == LATER]) == 1


def test_what_is_withdrawn_is_gone_at_once(archive: list[Article], client: Client) -> None:
    publishing.withdraw(archive[1], by=None, reason="test")
    assert archive[1] not in similar_articles(archive[0])
    assert archive[1].public_id not in client.get(archive[0].get_absolute_url()).content.decode()


def test_no_more_than_a_few_are_shown(publish: Callable[..., Article]) -> None:
    articles = [
        publish(body=[f"{FLOOD[0]}第{number}天的潮位是{number * 7}厘米。"], indexed=number == 9) for number in range(10)
    ]
    assert len(similar_articles(articles[0])) == MOST


def test_without_an_index_the_page_has_no_such_section(client: Client, index_folder: Path) -> None:
    article = ArticleFactory(state="published")
    assert similar_articles(article) == []
    html = client.get(article.get_absolute_url()).content.decode()
    assert article.title in html and 'id="similar"' not in html


def test_it_costs_a_handful_of_queries(
    archive: list[Article], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    similar_articles(archive[0])
    with django_assert_max_num_queries(6):  # the outbox, all public keys, copies twice, the gate twice
        similar_articles(archive[0])
