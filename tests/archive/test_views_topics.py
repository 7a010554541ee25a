"""Topics for readers: the list, a page for each, its feed, and where else they are named."""

from __future__ import annotations

import datetime
import json
import re

import feedparser
import pytest

from archive import topics
from archive.models import Article, Topic
from archive.views.topics import PAGE
from tests.factories import ArticleFactory, TopicFactory

pytestmark = pytest.mark.django_db

HIDDEN = ["draft", "returned", "withdrawn", "discarded"]
EVERYWHERE = ("/", "/topics/", "/topics/haidi/", "/topics/haidi/feed/", "/topics/haidi/feed/rss/", "/sitemap-pages.xml")


def published(year: int = 2024, **fields) -> Article:
    return ArticleFactory(state="published", published_on=datetime.date(year, 9, 12), **fields)


def text(client, path: str) -> str:
    answer = client.get(path)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


class TestList:
    def test_an_empty_archive_says_that_there_are_none(self, client):
        assert "There are no topics yet." in text(client, "/en/topics/")

    def test_titles_stand_in_the_order_of_a_chinese_index_or_by_their_newest_article(self, client):
        for title in ("重庆水网", "海堤", "濱海電訊"):
            TopicFactory(title=title, articles=[published()])
        assert [one.topic.title for one in client.get("/topics/").context["topics"]] == ["濱海電訊", "重庆水网", "海堤"]
        newest = client.get("/topics/?sort=newest").context["topics"]
        assert [one.topic.title for one in newest] == ["濱海電訊", "海堤", "重庆水网"]

    def test_each_tells_count_span_and_newest_date_of_what_readers_may_see(self, client):
        articles = [published(2019), published(2024), ArticleFactory(published_on=datetime.date(2030, 1, 1))]
        TopicFactory(articles=articles)
        (shown,) = client.get("/topics/").context["topics"]
        assert (shown.count, shown.first.year, shown.last.year) == (2, 2019, 2024)
        page = text(client, "/en/topics/")
        assert "2 articles" in page and "2019 to 2024" in page and "2024-09-12" in page and "2030" not in page

    def test_topics_without_a_public_article_are_not_listed(self, client):
        TopicFactory(title="空专题")
        TopicFactory(title="草稿专题", articles=[ArticleFactory()])
        TopicFactory(title="在备专题", state="prepared", articles=[published()])
        assert client.get("/topics/").context["topics"] == []

    def test_queries_do_not_grow_with_the_topics(self, client, django_assert_num_queries):
        for _ in range(2):
            TopicFactory(articles=[published(), published()])
            with django_assert_num_queries(3):
                client.get("/topics/")


class TestPage:
    def test_articles_stand_under_their_years_with_notes(self, client):
        undated = ArticleFactory(state="published", published_on=None)
        articles = [published(2019), (published(2024), "合龙当日"), undated]
        topic = TopicFactory(slug="haidi", introduction="第一段。\n\n第二段。", articles=articles)
        answer = client.get(topic.get_absolute_url())
        assert [year for year, _entries in answer.context["years"]] == [2024, 2019, None]
        oldest = client.get("/topics/haidi/?sort=oldest").context["years"]
        assert [year for year, _entries in oldest] == [2019, 2024, None]
        page = answer.content.decode()
        assert "合龙当日" in page and "<p>第一段。</p>\n<p>第二段。</p>" in page

    def test_a_year_narrows_it(self, client):
        TopicFactory(slug="haidi", articles=[published(2019), published(2024)])
        assert [year for year, _ in client.get("/topics/haidi/?year=2019").context["years"]] == [2019]
        assert "No article matches." in text(client, "/en/topics/haidi/?year=1999")

    @pytest.mark.parametrize("sort", ["", "oldest"])
    def test_a_long_one_is_paged_without_loss_while_articles_come_in(self, client, sort):
        days = [None, *(datetime.date(2020, 1, 1) + datetime.timedelta(days=n // 3) for n in range(PAGE + 9))]
        moments = [datetime.datetime(2020, 1, 2, hour, tzinfo=datetime.UTC) for hour in (3, 5)]
        articles = [ArticleFactory(state="published", published_on=day) for day in days]
        articles += [ArticleFactory(state="published", published_on=at.date(), published_at=at) for at in moments]
        topic = TopicFactory(slug="haidi", articles=articles)
        first = client.get(f"/topics/haidi/?sort={sort}").context["page"]
        topics.put(topic, [published(2019), published(2024)], by=None)
        second = client.get(f"/topics/haidi/?sort={sort}&after={first.after}").context["page"]
        assert (len(first.articles), first.before, second.after) == (PAGE, None, None)
        assert second.before is not None
        seen = [one.pk for one in (*first.articles, *second.articles)]
        assert len(seen) == len(set(seen)) and {one.pk for one in articles} <= set(seen)

    @pytest.mark.parametrize(
        "after", ["x", "0-0-0", "9999999-0-1", "1-999999999999999999-1", "1-1-999999999999999999", "\x00"]
    )
    def test_any_cursor_gives_a_page(self, client, after):
        TopicFactory(slug="haidi", articles=[published()])
        assert client.get("/topics/haidi/", {"after": after}).status_code == 200

    @pytest.mark.parametrize("slug", ["%00", "a%00b", "feed", "%F0%9F%98%80", "..", "'", "%27--", "x" * 500, "海堤"])
    def test_any_address_is_404_where_there_is_no_topic(self, client, slug):
        assert client.get(f"/topics/{slug}/").status_code == 404
        assert client.get(f"/topics/{slug}/feed/").status_code == 404

    def test_a_chinese_address_works(self, client):
        TopicFactory(slug="海堤合龙", articles=[published()])
        assert client.get("/topics/海堤合龙/").status_code == 200

    def test_one_in_preparation_is_answered_like_one_that_never_was(self, client):
        TopicFactory(slug="secret", state="prepared", articles=[published()])
        TopicFactory(slug="drafts", articles=[ArticleFactory()])
        for prefix in ("", "/en"):
            never = client.get(f"{prefix}/topics/never/")
            for slug in ("secret", "drafts"):
                found = client.get(f"{prefix}/topics/{slug}/")
                assert found.status_code == 404
                assert found.content == never.content and dict(found.headers) == dict(never.headers)

    def test_each_text_is_marked_with_its_own_script(self, client):
        TopicFactory(slug="haidi", title="海岸與灣區", introduction="海岸與灣區的報導。", articles=[published()])
        page = text(client, "/topics/haidi/")
        assert '<h1 class="headline" lang="zh-Hant">' in page and '<div class="topic-intro" lang="zh-Hant">' in page

    def test_words_of_staff_are_text_and_no_markup(self, client):
        evil = "</script><script>alert(1)</script><img src=x>"
        TopicFactory(slug="haidi", title=f"题{evil}", introduction=evil, articles=[(published(), evil)])
        for path in EVERYWHERE:
            assert "<script>alert" not in text(client, path) and "<img" not in text(client, path)

    def test_programs_are_told_that_it_is_a_collection(self, client):
        article = published()
        TopicFactory(slug="haidi", title="海堤", articles=[article])
        told = json.loads(re.search(r'ld\+json">(.*?)</script>', text(client, "/en/topics/haidi/"))[1])
        assert (told["@type"], told["name"], told["url"]) == (
            "CollectionPage",
            "海堤",
            "http://testserver/topics/haidi/",
        )
        assert told["hasPart"][0]["url"] == f"http://testserver/a/{article.public_id}/"

    def test_queries_do_not_grow_with_the_articles(self, client, django_assert_num_queries):
        topic = TopicFactory(slug="haidi", articles=[published(), published(2019)])
        for _ in range(2):
            with django_assert_num_queries(8):
                client.get("/topics/haidi/")
            topics.put(topic, [published() for _ in range(5)], by=None)


class TestElsewhere:
    def test_the_feed_holds_its_articles_in_atom_and_rss(self, client):
        article = published()
        published(title="别处")
        TopicFactory(slug="haidi", title="海堤", articles=[article])
        for path in ("/topics/haidi/feed/", "/en/topics/haidi/feed/rss/"):
            feed = feedparser.parse(client.get(path).content)
            assert not feed.bozo and feed.feed.title.startswith("海堤")
            assert [entry.title for entry in feed.entries] == [article.title]

    def test_the_front_page_and_the_sitemap_name_it(self, client):
        TopicFactory(slug="haidi", title="海堤专题", articles=[published()])
        assert "海堤专题" in text(client, "/") and "/topics/haidi/" in text(client, "/sitemap-pages.xml")

    def test_the_front_page_names_those_into_which_an_article_came_last(self, db):
        made = [TopicFactory(articles=[published()]) for _ in range(7)]
        topics.put(made[0], [published()], by=None)
        assert [one.topic for one in topics.newest_topics(2)] == [made[0], made[6]]

    def test_a_draft_that_is_added_moves_nothing(self, db):
        old, new = (TopicFactory(articles=[published()]) for _ in range(2))
        topics.put(old, [ArticleFactory()], by=None)
        assert [one.topic for one in topics.newest_topics(2)] == [new, old]

    def test_an_article_names_the_topics_in_which_it_stands(self, client):
        article = published()
        TopicFactory(title="海堤专题", articles=[article])
        TopicFactory(title="在备专题", state="prepared", articles=[article])
        page = text(client, article.get_absolute_url())
        assert "海堤专题" in page and "在备专题" not in page

    @pytest.mark.parametrize("call", [lambda: topics.shown_topics(), lambda: topics.newest_topics(5)])
    def test_lists_cost_two_queries(self, call, django_assert_num_queries):
        for _ in range(3):
            TopicFactory(articles=[published(), published()])
        with django_assert_num_queries(2):
            assert len(call()) == 3

    def test_what_names_an_article_costs_one_query(self, django_assert_num_queries):
        article = published()
        for _ in range(3):
            TopicFactory(articles=[article])
        with django_assert_num_queries(1):
            assert len(topics.topics_of(article)) == 3


class TestNothingHidden:
    @pytest.mark.parametrize("state", HIDDEN)
    def test_an_unpublished_article_changes_no_page(self, client, state):
        topic = TopicFactory(slug="haidi", articles=[published(2019), published(2024)])
        hidden = ArticleFactory(
            state=state, title="zqxcanary", body=["zqxcanary"], published_on=datetime.date(2022, 1, 1)
        )
        before = {path: text(client, path) for path in EVERYWHERE}
        topics.put(topic, [hidden], by=None)
        topic.entries.filter(article=hidden).update(note="zqxcanary note")
        assert {path: text(client, path) for path in EVERYWHERE} == before

    def test_a_withdrawn_article_takes_the_page_of_its_topic_along(self, client):
        article = published(title="zqxcanary")
        TopicFactory(slug="haidi", articles=[article])
        assert "zqxcanary" in text(client, "/topics/haidi/")
        Article.objects.filter(pk=article.pk).update(state="withdrawn")
        assert client.get("/topics/haidi/").status_code == 404
        assert topics.topics_of(Article.objects.get(pk=article.pk)) == []

    def test_a_topic_that_is_taken_back_is_gone(self, client):
        topic = TopicFactory(slug="haidi", title="zqxcanary", articles=[article := published()])
        assert topics.take_back(topic, by=None) is None
        assert topic.state == Topic.State.PREPARED
        paths = (*EVERYWHERE, article.get_absolute_url())
        assert not any("zqxcanary" in text(client, path) for path in paths)
