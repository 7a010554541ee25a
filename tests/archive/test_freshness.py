"""Who asks whether something changed is told the truth, of withdrawn articles above all."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from archive import freshness, publishing
from archive.models import Article, Event
from tests.addresses import said
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


def event(seconds_ago: float) -> Event:
    """The newest event, as old as that."""
    made = Event.objects.record("published", ArticleFactory())
    Event.objects.filter(pk=made.pk).update(at=timezone.now() - datetime.timedelta(seconds=seconds_ago))
    made.refresh_from_db()
    return made


@pytest.fixture
def article() -> Article:
    article = ArticleFactory(source=AgencyFactory(slug="chaoxin"), public_id="known", title="三号海堤")
    assert publishing.publish(article, by=None) is None
    Event.objects.update(at=timezone.now() - datetime.timedelta(minutes=5))
    return article


DATED = ["/feed/", "/feed/rss/", "/agencies/chaoxin/feed/", "/api/v1/articles/known", "/sitemap.xml", "/sitemap-0.xml"]
PAGES = ["/", "/a/known/", "/a/known/history/", "/agencies/chaoxin/", "/search/feed/?q=", "/api/v1/search"]


def test_a_moment_is_told_once_its_second_is_over() -> None:
    assert freshness.last_change() is None
    event(0.2)
    assert freshness.last_change() is None
    made = event(10)
    assert freshness.last_change() == made.at


@pytest.mark.parametrize("path", DATED)
def test_a_date_is_enough_to_ask_by(client: Client, article: Article, path: str) -> None:
    Article.objects.update(updated_at=timezone.now() - datetime.timedelta(minutes=5))
    first = client.get(path)
    assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize("path", [*DATED, *PAGES])
def test_an_etag_is_enough_to_ask_by(client: Client, article: Article, own_index: object, path: str) -> None:
    first = client.get(path)
    answer = client.get(path, headers={"if-none-match": first["ETag"]})
    assert answer.status_code == 304 and not answer.content


@pytest.mark.parametrize("path", [*DATED, *PAGES])
def test_no_withdrawn_article_is_confirmed(client: Client, article: Article, own_index: object, path: str) -> None:
    first = client.get(path)
    assert publishing.withdraw(article, by=None, reason="x", category="error") is None
    later = http_date(timezone.now().timestamp() + 3600)
    asked = [{"if-none-match": first["ETag"]}]
    if "Last-Modified" in first:
        asked.append({"if-modified-since": first["Last-Modified"]})
    if "known" in path:
        asked += [{"if-none-match": "*"}, {"if-modified-since": later}]
    for headers in asked:
        answer = client.get(path, headers=headers)
        assert answer.status_code == (410 if "known" in path else 404 if "-0" in path or "chaoxin" in path else 200)
        assert "海堤" not in said(answer)


@pytest.mark.parametrize("path", ["/feed/", "/search/feed/", "/opensearch.xml", "/"])
def test_languages_have_validators_of_their_own(client: Client, article: Article, own_index: object, path: str) -> None:
    tags = {client.get(f"{prefix}{path}")["ETag"] for prefix in ("", "/zh-hant", "/en")}
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/feed/", "/a/known/", "/api/v1/articles/known"])
def test_what_somebody_with_a_session_sees_is_kept_nowhere(client: Client, article: Article, path: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "whatever"
    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_the_feed_of_an_empty_archive_stays_the_same(client: Client) -> None:
    for path in ("/feed/", "/feed/rss/"):
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304


def test_a_search_that_took_another_time_is_the_same_answer(client: Client, own_index: object) -> None:
    etag = client.get("/api/v1/search?q=x")["ETag"]
    assert etag.startswith('W/"')
    assert client.get("/api/v1/search?q=x")["ETag"] == etag
