"""Two people at one article: they see each other, and neither loses a word or overwrites the other's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Article, Presence
from archive.review import presence
from tests.drafts import PARAGRAPHS, make_draft
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def review(article: Article, query: str = "") -> str:
    return reverse("admin:archive_article_review", args=[article.pk]) + query


def ask(client: Client, article: Article, **told):
    return client.post(reverse("admin:archive_article_presence", args=[article.pk]), {"version": 1, **told})


class TestPresence:
    def test_two_people_are_told_of_each_other(self, as_, people):
        article = make_draft()
        assert ask(as_("reviewer"), article).json()["here"] == ""
        assert "reviewer" in ask(as_("manager"), article).json()["here"]
        assert "manager" in ask(as_("reviewer"), article).json()["here"]

    def test_the_page_itself_tells_it_without_any_script(self, as_, people):
        article = make_draft()
        presence.arrive(article, people["manager"])
        words = as_("reviewer").get(review(article)).content.decode()
        told = words.split('id="presence"')[1].split("</p>")[0]
        assert "manager" in told and " hidden>" not in told.split('class="here"')[0]

    def test_opening_the_page_writes_nothing(self, as_):
        as_("reviewer").get(review(make_draft()))
        assert not Presence.objects.exists()

    def test_who_leaves_is_no_longer_told_of(self, as_):
        article = make_draft()
        ask(as_("reviewer"), article)
        ask(as_("reviewer"), article, leaving="1")
        assert ask(as_("manager"), article).json()["here"] == ""

    def test_a_save_by_the_other_is_told_before_anything_is_lost(self, as_, press):
        article = make_draft()
        assert ask(as_("reviewer"), article).json()["changed"] == ""
        press("manager", article, "save", title="同事的题")
        assert "manager" in ask(as_("reviewer"), article).json()["changed"]
        assert ask(as_("reviewer"), article, version=2).json()["changed"] == ""

    def test_it_is_only_for_those_who_may_see_the_article(self, as_, people):
        article = make_draft(created_by=people["uploader"])
        assert ask(as_("uploader"), article).status_code == 200
        assert ask(as_("uploader"), make_draft()).status_code == 403
        assert ask(as_("nobody"), article).status_code == 302

    def test_it_is_asked_by_post_alone(self, as_):
        answer = as_("reviewer").get(reverse("admin:archive_article_presence", args=[make_draft().pk]))
        assert answer.status_code == 405


def typed_into(client: Client, article: Article, query: str = "") -> dict[str, str]:
    """Everything that the page's form would send if nobody typed anything."""
    form = client.get(review(article, query)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    shown = {name: "、".join(value) if isinstance(value, list) else value or "" for name, value in shown.items()}
    return {**shown, "seen": form.seen}


class TestStale:
    @pytest.fixture
    def answer(self, press):
        article = make_draft()
        press("manager", article, "save", title="同事的题", source_name="同事日报")
        return press("reviewer", article, "save", version=1, title="我的题", source_name="同事日报")

    def test_nothing_is_overwritten(self, answer):
        assert answer.status_code == 409
        assert Article.objects.get().title == "同事的题"

    def test_both_versions_stand_beside_each_other(self, answer):
        words = answer.content.decode()
        assert "我的题</textarea>" in words
        assert "同事的题</span>" in words
        assert "manager" in words

    def test_what_does_not_differ_is_not_shown_twice(self, answer):
        words = answer.content.decode()
        assert words.count('class="theirs"') == 1
        assert words.count("<dt>") - words.split('id="keys"')[1].count("<dt>") == 1, "once on top, with both versions"

    def test_saving_again_keeps_mine(self, answer, press):
        version = answer.context["form"]["version"].value()
        press("reviewer", Article.objects.get(), "save", version=version, title="我的题")
        assert Article.objects.get().title == "我的题"

    def test_saving_again_keeps_what_the_other_changed_elsewhere(self, as_, press):
        article, client = make_draft(), as_("reviewer")
        mine = typed_into(client, article) | {"title": "我的题"}
        press("manager", article, "save", source_name="同事日报", published="2026-11-17")
        answer = client.post(review(article), {**mine, "verb": "save"})
        assert answer.status_code == 409
        form = answer.context["form"]
        again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        client.post(review(article), {**again, "seen": form.seen, "verb": "save"})
        stored = Article.objects.get()
        assert (stored.title, stored.source_name) == ("我的题", "同事日报")
        assert stored.published_on.isoformat() == "2026-11-17"

    def test_a_field_that_was_left_alone_shows_what_is_stored_and_is_no_conflict(self, as_, press):
        article, client = make_draft(), as_("reviewer")
        mine = typed_into(client, article)
        press("manager", article, "save", title="同事的题")
        words = client.post(review(article), {**mine, "verb": "save"}).content.decode()
        assert "同事的题</textarea>" in words
        assert 'class="theirs"' not in words

    def test_both_versions_of_a_paragraph_stand_beside_each_other(self, as_, press):
        article, client = make_draft(), as_("reviewer")
        mine = typed_into(client, article, "?edit") | {"block-7": "我的一段。"}
        press("manager", article, "save", edit=True, **{"block-7": "同事的一段。"})
        words = client.post(review(article, "?edit"), {**mine, "verb": "save"}).content.decode()
        assert "我的一段。</textarea>" in words
        assert "同事的一段。" in words.split('class="theirs"')[1].split("</p>")[0]

    def test_a_paragraph_that_the_other_cut_is_handed_back(self, as_, press):
        article, client = make_draft(), as_("reviewer")
        mine = typed_into(client, article, "?edit") | {"block-7": "我的一段。"}
        press("manager", article, "cut:7")
        words = client.post(review(article, "?edit"), {**mine, "verb": "save"}).content.decode()
        assert "我的一段。</textarea>" in words
        assert PARAGRAPHS[7] not in Article.objects.get().body

    def test_both_versions_of_a_text_without_blocks(self, as_, press):
        article, client = ArticleFactory(body=["一段。", "二段。"]), as_("reviewer")
        mine = typed_into(client, article, "?edit") | {"body": "一段。\r\n我的二段。"}
        press("manager", article, "save", edit=True, body="一段。\n同事的二段。")
        words = client.post(review(article, "?edit"), {**mine, "verb": "save"}).content.decode()
        assert "我的二段。</textarea>" in words
        assert "同事的二段。" in words.split('class="theirs"')[1]

    def test_a_decision_on_an_older_version_is_not_taken(self, as_, press):
        article, client = make_draft(), as_("reviewer")
        mine = typed_into(client, article)
        press("manager", article, "save", title="同事的题")
        answer = client.post(review(article), {**mine, "verb": "refuse", "reason": "不是新闻"})
        assert answer.status_code == 409
        assert Article.objects.get().state == "draft"
        assert "不是新闻</textarea>" in answer.content.decode()

    @pytest.mark.parametrize("seen", ["", "x", "[]", "{}", '{"title": 1}', "[" * 5000])
    def test_marks_that_make_no_sense_are_no_error(self, as_, press, seen):
        article, client = make_draft(), as_("reviewer")
        mine = typed_into(client, article) | {"title": "我的题", "seen": seen}
        press("manager", article, "save", title="同事的题")
        answer = client.post(review(article), {**mine, "verb": "save"})
        assert answer.status_code == 409
        assert "我的题</textarea>" in answer.content.decode()
