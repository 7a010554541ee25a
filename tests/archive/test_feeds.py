"""The Atom feeds, read as a feed reader reads them."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from lxml import etree

from archive.feeds import ENTRIES
from archive.models import Article
from tests.factories import AgencyFactory, ArticleFactory

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def fetch(client, path: str = "/feed/"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def texts(feed, path: str) -> list[str]:
    return [element.text or "" for element in feed.iterfind(path, ATOM)]


@pytest.mark.django_db
class TestFeed:
    def test_it_holds_what_atom_demands(self, client):
        ArticleFactory.create_batch(2, state="published", source_name="")
        feed = fetch(client)
        for part in ("a:id", "a:title", "a:updated", "a:author/a:name"):
            assert texts(feed, part)[0], part
        for entry in feed.iterfind("a:entry", ATOM):
            for part in ("a:id", "a:title", "a:updated", "a:summary"):
                assert texts(entry, part)[0], part
        ids = texts(feed, "a:entry/a:id")
        assert len(set(ids)) == 2
        assert all(one.startswith("urn:uuid:") for one in ids)

    def test_every_address_is_absolute(self, client):
        ArticleFactory(state="published")
        links = [link.get("href") for link in fetch(client, "/en/feed/").iter("{*}link")]
        assert len(links) == 3
        assert all(link.startswith("http://testserver/en/") for link in links)

    def test_an_entry_keeps_its_id_in_every_language(self, client):
        ArticleFactory(state="published")
        ids = {texts(fetch(client, path), "a:entry/a:id")[0] for path in ("/feed/", "/en/feed/", "/zh-hant/feed/")}
        assert len(ids) == 1

    def test_summaries_are_text_and_at_most_200_characters(self, client):
        ArticleFactory(state="published", title="<b>粗</b>", body=["<script>alert(1)</script>" + "长" * 300])
        (summary,) = fetch(client).iterfind("a:entry/a:summary", ATOM)
        assert summary.get("type") == "text"
        assert summary.text.startswith("<script>")  # characters of a text, not markup
        assert len(summary.text) == 200

    def test_characters_that_xml_cannot_hold_do_not_break_it(self, client):
        ArticleFactory(state="published", title="甲\x0b乙", body=["丙\x00丁\ufffe"])
        assert texts(fetch(client), "a:entry/a:title") == ["甲乙"]

    def test_each_entry_bears_the_language_of_its_text(self, client):
        ArticleFactory(state="published", script="hant")
        (entry,) = fetch(client).iterfind("a:entry", ATOM)
        assert entry.get(LANG) == "zh-Hant"

    def test_what_was_released_last_comes_first(self, client):
        now = timezone.now()
        for hours, title in ((2, "先"), (1, "后"), (3, "最先")):
            ArticleFactory(state="published", title=title, released_at=now - datetime.timedelta(hours=hours))
        assert texts(fetch(client), "a:entry/a:title") == ["后", "先", "最先"]

    def test_a_change_moves_the_date_of_the_entry(self, client):
        article = ArticleFactory(state="published")
        at = datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
        Article.objects.filter(pk=article.pk).update(updated_at=at)
        (updated,) = texts(fetch(client), "a:entry/a:updated")
        assert datetime.datetime.fromisoformat(updated) == at

    def test_published_is_said_only_where_the_minute_is_known(self, client):
        at = datetime.datetime(2024, 9, 12, 6, 31, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
        ArticleFactory(state="published", published_at=at)
        ArticleFactory(state="published")
        assert [datetime.datetime.fromisoformat(one) for one in texts(fetch(client), "a:entry/a:published")] == [at]

    def test_it_is_only_read(self, client):
        for method in ("post", "put", "patch", "delete", "options"):
            assert getattr(client, method)("/feed/").status_code == 405, method
        assert client.head("/feed/").status_code == 200

    def test_an_empty_archive_has_an_empty_feed(self, client):
        assert texts(fetch(client), "a:entry/a:id") == []

    def test_it_ends_and_its_queries_do_not_grow(self, client, django_assert_num_queries):
        ArticleFactory(state="published")
        with django_assert_num_queries(1):
            fetch(client)
        ArticleFactory.create_batch(ENTRIES + 5, state="published")
        with django_assert_num_queries(1):
            assert len(texts(fetch(client), "a:entry/a:id")) == ENTRIES


@pytest.mark.django_db
class TestAgencyFeed:
    def test_it_holds_the_agency_s_articles_only(self, client):
        outlet = AgencyFactory(name="汐城晚报")
        ArticleFactory(state="published", source=outlet, title="自家的")
        ArticleFactory(state="published", mentions=[outlet], title="提及的")
        ArticleFactory(state="published", title="别家的")
        feed = fetch(client, f"/agencies/{outlet.slug}/feed/")
        assert set(texts(feed, "a:entry/a:title")) == {"自家的", "提及的"}
        assert "汐城晚报" in texts(feed, "a:title")[0]

    @pytest.mark.parametrize("confirmed", [True, False])
    def test_without_public_articles_or_unconfirmed_there_is_none(self, client, confirmed):
        outlet = AgencyFactory(confirmed=confirmed)
        ArticleFactory(state="draft" if confirmed else "published", source=outlet)
        assert client.get(f"/agencies/{outlet.slug}/feed/").status_code == 404
