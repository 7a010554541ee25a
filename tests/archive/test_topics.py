"""The verbs on topics: what is kept, what is refused, what the log says, and two people at once."""

from __future__ import annotations

from typing import Any

import pytest

from archive import topics
from archive.admin.verbs import personal_data
from archive.models import Article, Event, Topic
from archive.topics import Gone, Mistakes, Outcome, Stale
from tests.factories import ArticleFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

PHONE = "请联系 13912345678"


def words(**changed: str) -> dict[str, str]:
    return {"title": "汐城防汛", "slug": "", "introduction": ""} | changed


def make(**changed: str) -> Any:
    return topics.make(words(**changed), by=None, detect=personal_data)


def change(topic: Topic, *, version: int | None = None, by: Any = None, **changed: str) -> Any:
    wanted = {"title": topic.title, "slug": topic.slug, "introduction": topic.introduction} | changed
    return topics.change(topic, wanted, version=version or topic.version, by=by, detect=personal_data)


def annotate(topic: Topic, **typed: tuple[str, str]) -> topics.NotesKept:
    notes = {int(key.removeprefix("a")): pair for key, pair in typed.items()}
    return topics.annotate(topic, notes, by=None, detect=personal_data)


def actions() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


class TestMaking:
    def test_it_is_in_preparation_under_an_address_made_of_its_title(self):
        topic = make(title=" 汐城  防汛 ")
        assert (topic.title, topic.slug, topic.state) == ("汐城 防汛", "汐城-防汛", "prepared")
        assert actions() == ["topic made"]

    @pytest.mark.parametrize(
        ("field", "wanted"),
        [
            ("title", words(title="")),
            ("title", words(title="长" * 121)),
            ("title", words(title="在册")),
            ("title", words(title=PHONE)),
            ("slug", words(slug="in-use")),
            ("slug", words(slug="a/b")),
            ("slug", words(slug="x" * 81)),
            ("slug", words(title="？！")),
            ("introduction", words(introduction="字" * 8001)),
            ("introduction", words(introduction=PHONE)),
        ],
    )
    def test_what_cannot_be_kept_is_told_by_its_field(self, field, wanted):
        TopicFactory(title="在册", slug="in-use")
        answer = topics.make(wanted, by=None, detect=personal_data)
        assert isinstance(answer, Mistakes) and field in answer.by_field
        assert Topic.objects.count() == 1 and actions() == []

    def test_what_no_database_can_hold_is_replaced(self):
        assert make(title="汐\x00城", introduction="\ud800").introduction == "\ufffd"


class TestChanging:
    def test_the_log_tells_titles_and_never_the_introduction(self):
        topic = make()
        assert change(topic, title="汐城防台", introduction="保密的话") is None
        event = Event.objects.get(action="topic changed")
        assert event.data["before"] == {"title": "汐城防汛"} and event.data["fields"] == ["title", "introduction"]
        assert "保密的话" not in str(event.data)
        assert topic.version == 2 and topic.title == "汐城防台"

    def test_a_save_without_a_change_is_none(self):
        topic = make()
        assert change(topic) is None
        assert topic.version == 1 and actions() == ["topic made"]

    def test_who_saves_second_overwrites_nothing(self):
        topic, other = make(), UserFactory(username="xu")
        assert change(topic, by=other, introduction="先写的") is None
        assert change(topic, version=1, introduction="后写的") == Stale("xu")
        assert Topic.objects.get().introduction == "先写的"

    def test_added_articles_and_notes_make_no_save_stale(self):
        topic = make()
        topics.put(topic, [ArticleFactory()], by=None)
        assert change(topic, introduction="导言") is None

    def test_the_address_stays_once_readers_have_seen_it(self):
        topic = make(slug="fangxun")
        assert change(topic, slug="fangxun-2") is None and topic.slug == "fangxun-2"
        assert topics.show(topic, version=topic.version, by=None) is None
        assert topics.take_back(topic, by=None) is None
        assert change(topic, slug="other") is None and topic.slug == "fangxun-2"

    def test_a_topic_that_is_gone_is_told(self):
        topic = make()
        assert topics.delete(topic, by=None, confirmed=False) is None
        assert change(topic, title="x") == Gone.DELETED
        assert topics.show(topic, version=1, by=None) == Gone.DELETED
        assert topics.take_back(topic, by=None) == Gone.DELETED
        assert topics.delete(topic, by=None, confirmed=True) == Gone.DELETED
        assert topics.put(topic, [ArticleFactory()], by=None) == set()
        assert actions() == ["topic made", "topic deleted"]


class TestShowing:
    def test_nobody_shows_what_they_did_not_see(self):
        topic = make()
        change(topic, introduction="新的")
        assert isinstance(topics.show(topic, version=1, by=None), Stale)
        assert Topic.objects.get().state == "prepared"

    def test_shown_and_taken_back_are_told_once_each(self):
        topic = make()
        for _twice in range(2):
            assert topics.show(topic, version=topic.version, by=None) is None
        for _twice in range(2):
            assert topics.take_back(topic, by=None) is None
        assert actions() == ["topic made", "topic shown", "topic taken back"]

    def test_only_what_is_in_preparation_is_deleted_and_articles_want_a_confirmation(self):
        article = ArticleFactory()
        topic = TopicFactory(articles=[article])
        assert topics.delete(topic, by=None, confirmed=True) == Gone.SHOWN
        topics.take_back(topic, by=None)
        assert topics.delete(topic, by=None, confirmed=False) == Gone.FULL
        assert topics.delete(topic, by=None, confirmed=True) is None
        assert not Topic.objects.exists() and Article.objects.get() == article


class TestArticles:
    def test_each_line_is_answered(self):
        public, draft, held, numbered = ArticleFactory(state="published"), *(ArticleFactory() for _ in range(3))
        topic = TopicFactory(articles=[held])
        lines = [
            f"https://archive.example/en/a/{public.public_id}/?x=1#p3",
            f"/a/{public.public_id}.json",
            draft.public_id,
            f"http://127.0.0.1:8000/admin/archive/article/{held.pk}/review/",
            str(numbered.pk),
            "",
            "https://archive.example/agencies/xicheng/",
            "zzzzzzzzzz",
            "' OR 1=1 --",
            "\x00",
        ]
        report = topics.put_lines(topic, "\r\n".join(lines), by=None)
        added, later, already, unknown = Outcome.ADDED, Outcome.LATER, Outcome.ALREADY, Outcome.NOT_FOUND
        assert [line.outcome for line in report] == [added, already, later, already, later, *[unknown] * 4]
        assert topic.entries.count() == 4

    def test_the_log_tells_how_many_and_which(self):
        topic, articles = TopicFactory(), [ArticleFactory() for _ in range(2)]
        topics.put(topic, articles, by=None)
        topics.put(topic, articles, by=None)
        topics.take_out(topic, [articles[0].pk, 10**12], by=None)
        put, out = Event.objects.order_by("pk")
        assert (put.action, put.data["articles"], put.data["ids"]) == (
            "articles put in topic", 2, [one.pk for one in articles]
        )  # fmt: skip
        assert (out.action, out.data["ids"]) == ("articles taken out of topic", [articles[0].pk])

    def test_queries_do_not_grow_with_the_lines(self, django_assert_max_num_queries):
        topic = TopicFactory()
        typed = "\n".join(ArticleFactory(state="published").public_id for _ in range(40))
        with django_assert_max_num_queries(12):
            topics.put_lines(topic, typed, by=None)
        assert topic.entries.count() == 40


class TestNotes:
    def test_a_note_that_somebody_changed_meanwhile_is_not_overwritten(self):
        one, other = ArticleFactory(), ArticleFactory()
        topic = TopicFactory(articles=[(one, "旧"), (other, "")])
        kept = annotate(topic, **{f"a{one.pk}": ("更旧", "我的"), f"a{other.pk}": ("", " 合龙  当日 ")})
        assert (kept.changed, kept.overtaken) == (1, {one.pk: "我的"})
        assert dict(topic.entries.values_list("article", "note")) == {one.pk: "旧", other.pk: "合龙 当日"}

    def test_personal_data_is_refused_and_no_word_is_in_the_log(self):
        article = ArticleFactory()
        topic = TopicFactory(articles=[article])
        assert annotate(topic, **{f"a{article.pk}": ("", PHONE)}).private == {article.pk: PHONE}
        assert annotate(topic, **{f"a{article.pk}": ("", "合龙当日")}).changed == 1
        assert [event.data for event in Event.objects.all()] == [
            {"topic": topic.title, "articles": 1, "ids": [article.pk]}
        ]

    def test_what_stays_the_same_is_no_change(self):
        article = ArticleFactory()
        topic = TopicFactory(articles=[(article, "合龙当日")])
        assert annotate(topic, **{f"a{article.pk}": ("合龙当日", "合龙当日")}).changed == 0
        assert annotate(topic, **{f"a{article.pk}": ("旧", "合龙当日")}).changed == 0
        assert actions() == []


class TestRemains:
    def test_words_are_found_in_titles_introductions_and_notes_of_shown_topics_alone(self):
        article = ArticleFactory(state="published")
        TopicFactory(
            title="甲乙丙", introduction="丁戊己", articles=[(article, "庚辛壬"), (ArticleFactory(), "子丑寅")]
        )
        TopicFactory(title="天地玄", introduction="黄宇宙", state="prepared")
        asked = ["甲乙丙", "丁戊己", "庚辛壬", "子丑寅", "天地玄", "黄宇宙"]
        assert topics.words_left(asked) == {"甲乙丙", "丁戊己", "庚辛壬"}
