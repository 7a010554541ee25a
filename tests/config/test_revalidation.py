"""A page that stands as it stood is not made again, and one that changed is never taken for the old one."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from archive import publishing
from archive.models import Article
from config import revalidation
from search.indexing import indexer
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = ["/", "/en/", "/dates/", "/dates/2024/", "/agencies/", "/a/known/", "/a/known/cite/", "/search/?q=海堤"]


@pytest.fixture
def article(own_index) -> Article:
    day = {"published_on": datetime.date(2024, 9, 12), "date_precision": "day"}
    article = ArticleFactory(source=AgencyFactory(), public_id="known", title="三号海堤", **day)
    assert publishing.publish(article, by=None) is None
    call_command("index_articles", "--rebuild", verbosity=0)
    return article


def ask(client: Client, path: str, tag: str) -> int:
    return client.get(path, headers={"if-none-match": tag}).status_code


@pytest.mark.parametrize("path", PAGES)
def test_who_has_the_page_is_answered_by_a_look_at_the_newest_event(
    client: Client, article: Article, path: str, django_assert_num_queries: Callable[..., object]
) -> None:
    tag = client.get(path)["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert answer.status_code == 304 and not answer.content
    assert answer["ETag"] == tag and answer["Cache-Control"] == "public, no-cache"
    assert answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_after_any_change_of_the_archive_the_page_is_made_again(client: Client, article: Article, path: str) -> None:
    tag = client.get(path)["ETag"]
    assert publishing.publish(ArticleFactory(), by=None) is None
    assert ask(client, path, tag) == 200


def test_a_withdrawn_article_is_gone_for_who_has_its_page(client: Client, article: Article) -> None:
    tag = client.get("/a/known/")["ETag"]
    assert publishing.withdraw(article, by=None, reason="x", category="error") is None
    assert ask(client, "/a/known/", tag) == 410


def test_what_the_index_learns_afterwards_changes_the_page(client: Client, article: Article) -> None:
    assert publishing.publish(ArticleFactory(title="海堤之夜"), by=None) is None
    tag = client.get("/search/?q=海堤")["ETag"]
    indexer.drain()
    assert ask(client, "/search/?q=海堤", tag) == 200


def test_tomorrow_the_first_page_is_another_one(client: Client, article: Article, monkeypatch) -> None:
    tag, today = client.get("/")["ETag"], timezone.localdate()
    monkeypatch.setattr(revalidation.timezone, "localdate", lambda: today + datetime.timedelta(days=1))
    assert ask(client, "/", tag) == 200


def test_addresses_and_languages_have_tags_of_their_own(client: Client, article: Article) -> None:
    tags = {client.get(path)["ETag"] for path in [*PAGES, "/?a=1", "/zh-hant/"]}
    assert len(tags) == len(PAGES) + 2


@pytest.mark.parametrize("path", ["/a/nothing/", "/dates/1066/", "/feed/", "/robots.txt", "/api/v1/articles/known"])
def test_what_is_no_page_gets_none_of_these_tags(client: Client, article: Article, path: str) -> None:
    answer = client.get(path)
    assert answer.get("ETag", "")[:2] != "W/"
    assert ask(client, path, "*") != 500


def test_an_asterisk_is_not_taken_for_the_page(client: Client, article: Article) -> None:
    assert ask(client, "/a/nothing/", "*") == 404
    assert publishing.withdraw(article, by=None, reason="x", category="error") is None
    assert ask(client, "/a/known/", "*") == 410


def test_staff_are_always_given_the_page_itself(client: Client, article: Article) -> None:
    tag = client.get("/")["ETag"]
    client.force_login(UserFactory(is_staff=True))
    answer = client.get("/", headers={"if-none-match": tag})
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
