"""The sitemaps, read as a crawler reads them."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from lxml import etree

from archive import publishing
from archive.models import Article, Review
from archive.sitemaps import listing
from tests.addresses import said
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def read(client: Client, path: str) -> etree._Element:
    answer = client.get(path)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(b"".join(answer.streaming_content))


def texts(root: etree._Element, path: str) -> list[str]:
    return [one.text or "" for one in root.iterfind(path, NAMES)]


def locations(client: Client, path: str) -> list[str]:
    return [loc.removeprefix("http://testserver") for loc in texts(read(client, path), ".//s:loc")]


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def test_an_empty_archive_has_a_list_that_the_schema_allows(client: Client) -> None:
    assert locations(client, "/sitemap.xml") == ["/sitemap-pages.xml"]
    always = ["/", "/agencies/", "/places/", "/topics/", "/dates/", "/dates/unknown/"]
    assert locations(client, "/sitemap-pages.xml") == always
    assert locations(client, "/sitemap-news.xml") == []
    assert client.get("/sitemap-0.xml").status_code == 404


def test_parts_name_the_permanent_addresses_of_public_articles_alone(client: Client) -> None:
    shown = ArticleFactory(state="published")
    for state in ("draft", "returned", "withdrawn", "discarded"):
        ArticleFactory(state=state)
    assert locations(client, "/sitemap.xml") == ["/sitemap-pages.xml", "/sitemap-0.xml"]
    part = read(client, "/sitemap-0.xml")
    assert texts(part, "s:url/s:loc") == [f"http://testserver/a/{shown.public_id}/"]
    assert moment(texts(part, "s:url/s:lastmod")[0]) == shown.updated_at.replace(microsecond=0)


def test_an_article_stays_in_its_part_whatever_comes_or_goes_before_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PART", 3)
    for pk in range(1, 9):
        ArticleFactory(pk=pk, public_id=f"id{pk}", state="published")
    before = locations(client, "/sitemap-2.xml")
    Article.objects.filter(pk__in=(1, 2)).update(state="withdrawn")
    assert before == locations(client, "/sitemap-2.xml") == [f"/a/id{pk}/" for pk in (6, 7, 8)]
    assert locations(client, "/sitemap.xml")[1:] == ["/sitemap-1.xml", "/sitemap-2.xml"]


def test_a_withdrawal_moves_the_date_of_its_part(client: Client) -> None:
    old, gone = ArticleFactory(state="published"), ArticleFactory(state="published")
    Article.objects.filter(pk=old.pk).update(updated_at=timezone.now() - datetime.timedelta(days=9))
    assert publishing.withdraw(gone, by=None, reason="x", category="error") is None
    at = Review.objects.get(article=gone).decided_at.replace(microsecond=0)
    (told,) = texts(read(client, "/sitemap.xml"), "s:sitemap/s:lastmod")
    assert moment(told) == at


def test_nothing_is_read_that_is_not_said_and_queries_do_not_grow(
    client: Client, django_assert_num_queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PART", 10)
    ArticleFactory.create_batch(25, state="published", source=AgencyFactory())
    number = Article.objects.order_by("pk").last().pk // 10
    paths = {"/sitemap.xml": 2, f"/sitemap-{number}.xml": 3, "/sitemap-pages.xml": 2, "/sitemap-news.xml": 1}
    for path, queries in paths.items():
        with django_assert_num_queries(queries) as asked:
            read(client, path)
        assert not any('"body"' in one["sql"] for one in asked) or "news" in path


def test_who_has_a_part_costs_no_list(client: Client, django_assert_num_queries) -> None:
    ArticleFactory(state="published")
    Article.objects.update(updated_at=timezone.now() - datetime.timedelta(minutes=1))
    first = client.get("/sitemap-0.xml")
    for asked in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        with django_assert_num_queries(2):
            again = client.get("/sitemap-0.xml", headers=asked)
        assert again.status_code == 304 and again["ETag"] == first["ETag"]


def test_it_is_no_longer_the_same_once_an_article_is_withdrawn(client: Client) -> None:
    kept, gone = ArticleFactory(state="published"), ArticleFactory(state="published")
    Article.objects.update(updated_at=timezone.now() - datetime.timedelta(minutes=1))
    seen = client.get("/sitemap-0.xml")
    publishing.withdraw(gone, by=None, reason="x", category="error")
    for asked in ({"if-none-match": seen["ETag"]}, {"if-modified-since": seen["Last-Modified"]}):
        again = client.get("/sitemap-0.xml", headers=asked)
        assert again.status_code == 200
        text = said(again)
        assert kept.public_id in text and gone.public_id not in text


def test_a_part_without_public_articles_is_not_there_whoever_has_it(client: Client) -> None:
    gone = ArticleFactory(state="published")
    etag = client.get("/sitemap-0.xml")["ETag"]
    publishing.withdraw(gone, by=None, reason="x", category="error")
    now = http_date(timezone.now().timestamp() + 60)
    for asked in ({"if-none-match": etag}, {"if-none-match": "*"}, {"if-modified-since": now}):
        assert client.get("/sitemap-0.xml", headers=asked).status_code == 404


@pytest.mark.parametrize("number", [1, 10**9, 10**9 + 1, 10**30])
def test_there_is_no_part_beyond_the_last(client: Client, number: int) -> None:
    ArticleFactory(state="published")
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_news_is_what_appeared_within_two_days(client: Client) -> None:
    today = timezone.localdate()
    at = timezone.now().replace(second=0, microsecond=0)
    outlet = AgencyFactory(name="潮信电讯")
    new = {"state": "published", "published_on": today}
    ArticleFactory(**new, published_at=at, title="堤 & 坝", script="hant", source=outlet, source_name="潮信")
    ArticleFactory(**{**new, "published_on": today - datetime.timedelta(days=1)}, title="昨天", script="hans")
    ArticleFactory(**{**new, "published_on": today - datetime.timedelta(days=3)}, title="早了")
    ArticleFactory(**{**new, "published_on": today + datetime.timedelta(days=1)}, title="未到")
    ArticleFactory(**{**new, "date_precision": "month"}, title="只知月份")
    ArticleFactory(**new, title="无名", source_name="")
    ArticleFactory(**new, title="English", script="none")
    ArticleFactory(**{**new, "state": "draft"}, title="草稿")
    root = read(client, "/sitemap-news.xml")
    news = "s:url/n:news"
    assert texts(root, f"{news}/n:title") == ["堤 & 坝", "昨天"]
    assert texts(root, f"{news}/n:publication/n:name") == ["潮信电讯", "汐城晚报"]
    assert texts(root, f"{news}/n:publication/n:language") == ["zh-tw", "zh-cn"]
    dates = texts(root, f"{news}/n:publication_date")
    assert moment(dates[0]) == at and dates[0].endswith("+08:00")
    assert dates[1] == (today - datetime.timedelta(days=1)).isoformat()


def test_characters_that_xml_cannot_hold_do_not_break_the_news(client: Client) -> None:
    ArticleFactory(state="published", published_on=timezone.localdate(), title="<堤>\ufffe]]>")
    assert texts(read(client, "/sitemap-news.xml"), ".//n:title") == ["<堤>]]>"]


def test_agencies_with_a_page_are_among_the_pages(client: Client) -> None:
    ArticleFactory(state="published", source=AgencyFactory(slug="汐城"))
    ArticleFactory(state="draft", source=AgencyFactory(slug="hidden"))
    assert locations(client, "/sitemap-pages.xml")[6:] == ["/agencies/%E6%B1%90%E5%9F%8E/"]


def test_robots_txt_names_the_sitemaps(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Sitemap: http://testserver/sitemap-news.xml" in lines
