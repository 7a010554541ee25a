"""The Atom feeds, read as a feed reader reads them."""

from __future__ import annotations

import datetime
import html

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from archive import feeds
from archive.models import Article
from archive.syndication import ENTRIES
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
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)("/feed/").status_code == 405, method
        assert client.head("/feed/").status_code == 200

    def test_an_empty_archive_has_an_empty_feed(self, client):
        assert texts(fetch(client), "a:entry/a:id") == []

    def test_it_ends_and_its_queries_do_not_grow(self, client, django_assert_num_queries):
        ArticleFactory(state="published")
        with django_assert_num_queries(2):  # the entries, and when anything changed last
            fetch(client)
        ArticleFactory.create_batch(ENTRIES + 5, state="published")
        with django_assert_num_queries(2):
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

    def test_a_part_can_be_asked_for(self, client):
        outlet = AgencyFactory()
        ArticleFactory(state="published", source=outlet, title="自家的")
        ArticleFactory(state="published", mentions=[outlet], title="提及的")
        path = f"/agencies/{outlet.slug}/feed/"
        own = fetch(client, f"{path}?role=source")
        assert texts(own, "a:entry/a:title") == ["自家的"]
        links = {link.get("rel"): link.get("href") for link in own.iterfind("a:link", ATOM)}
        assert links["self"] == f"http://testserver{path}?role=source"
        assert links["alternate"] == f"http://testserver/agencies/{outlet.slug}/?role=source"
        assert len(texts(fetch(client, f"{path}?role=nonesuch"), "a:entry/a:title")) == 2

    def test_queries_do_not_grow(self, client, django_assert_num_queries):
        outlet = AgencyFactory()
        ArticleFactory.create_batch(5, state="published", source=outlet)
        # The agency, whether it has a page, the entries, and when anything changed last.
        for path in (f"/agencies/{outlet.slug}/feed/", f"/agencies/{outlet.slug}/feed/rss/?role=source"):
            with django_assert_num_queries(4):
                assert client.get(path).status_code == 200


@pytest.mark.django_db
class TestPages:
    def test_every_release_is_on_one_page_of_the_feed(self, client, monkeypatch):
        monkeypatch.setattr(feeds, "ENTRIES", 3)
        at = timezone.now() - datetime.timedelta(days=1)
        ArticleFactory.create_batch(4, state="published", released_at=at)
        ArticleFactory.create_batch(2, state="published", released_at=at - datetime.timedelta(microseconds=1))
        articles = ArticleFactory.create_batch(2, state="published", released_at=None)
        path, ids, pages = "/feed/", [], 0
        while path:
            feed = fetch(client, path)
            links = {link.get("rel"): link.get("href") for link in feed.iterfind("a:link", ATOM)}
            assert links["first"] == "http://testserver/feed/" and links["self"] == f"http://testserver{path}"
            ids += texts(feed, "a:entry/a:id")
            path, pages = links.get("next", "").removeprefix("http://testserver"), pages + 1
        assert (pages, len(ids), len(set(ids))) == (3, 8, 8)
        assert articles

    def test_one_page_needs_no_links_to_others(self, client):
        ArticleFactory(state="published")
        assert {link.get("rel") for link in fetch(client).iterfind("a:link", ATOM)} == {"self", "alternate"}

    @pytest.mark.parametrize("cursor", ["x", "1", "-1", "1-", "9" * 18 + "-1", "1-" + "9" * 19, "1-１"])
    def test_a_cursor_that_is_none_of_ours_leads_nowhere(self, client, cursor):
        assert client.get("/feed/", {"after": cursor}).status_code == 404

    @pytest.mark.parametrize("cursor", ["0-0", "9" * 17 + "-" + "9" * 18])
    def test_one_beyond_everything_is_a_page(self, client, cursor):
        ArticleFactory(state="published")
        fetch(client, f"/feed/?after={cursor}")


@pytest.mark.django_db
class TestReaders:
    """Both forms, as a reader's program understands them."""

    @pytest.mark.parametrize(("path", "version"), [("/feed/", "atom10"), ("/feed/rss/", "rss20")])
    def test_they_are_read_without_a_complaint(self, client, path, version):
        at = datetime.datetime(2024, 9, 12, 6, 31, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
        outlet = AgencyFactory(name="潮信电讯")
        article = ArticleFactory(
            state="published", title="堤 & 坝", body=["<b>长</b> & 短"], source=outlet, published_at=at, script="hant"
        )
        answer = client.get(path)
        headers = {"content-type": answer["Content-Type"]}
        read = feedparser.parse(answer.content, response_headers=headers, sanitize_html=False)
        assert not read.bozo and read.version == version
        assert read.feed.title == "报库" and read.feed.link == "http://testserver/"
        assert [link.href for link in read.feed.links if link.rel == "self"] == [f"http://testserver{path}"]
        (entry,) = read.entries
        assert entry.link == f"http://testserver/a/{article.public_id}/"
        assert entry.id.startswith("urn:uuid:") and not entry.get("guidislink")
        assert entry.title == "堤 & 坝"
        assert entry.author == "潮信电讯"
        assert entry.published_parsed[:5] == (2024, 9, 11, 22, 31)
        told = entry.summary_detail
        words = html.unescape(told.value) if told.type == "text/html" else told.value
        assert words == "<b>长</b> & 短"  # what stands there is shown as it is, and is no markup

    def test_the_two_forms_name_an_article_alike(self, client):
        ArticleFactory(state="published")
        ids = {feedparser.parse(client.get(path).content).entries[0].id for path in ("/feed/", "/feed/rss/")}
        assert len(ids) == 1

    def test_an_empty_one_is_read_too(self, client):
        for path in ("/feed/", "/feed/rss/"):
            read = feedparser.parse(client.get(path).content)
            assert not read.bozo and read.entries == []

    @pytest.mark.parametrize(
        ("page", "feed"), [("/", "/feed/"), ("/en/agencies/chaoxin/", "/en/agencies/chaoxin/feed/?role=source")]
    )
    def test_pages_lead_to_their_feeds(self, client, page, feed):
        ArticleFactory(state="published", source=AgencyFactory(slug="chaoxin"))
        assert f'type="application/atom+xml" href="{feed}"' in client.get(page).content.decode()
        assert client.get(feed).status_code == 200
