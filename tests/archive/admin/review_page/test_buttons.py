"""No press of a button of the review page loses what was typed."""

from __future__ import annotations

import re

import pytest

from archive import publishing
from archive.models import Article, Finding, Likeness
from tests.archive.admin.review_page.conftest import settled, url
from tests.drafts import PARAGRAPHS, TITLE, make_draft

pytestmark = pytest.mark.django_db


class TestButtons:
    def test_every_button_saves_what_was_typed(self, press):
        article = make_draft()
        press("reviewer", article, "cut:7", title="新题", published="2026-11")
        stored = Article.objects.get()
        assert (stored.title, stored.date_precision, stored.published_at) == ("新题", "month", None)
        assert PARAGRAPHS[7] not in stored.body

    def test_the_anchor_leads_back_to_the_block(self, press):
        assert press("reviewer", make_draft(), "cut:7")["Location"].endswith("#b7")

    def test_a_mistake_is_told_and_everything_typed_is_still_there(self, press):
        answer = press("reviewer", make_draft(), "save", title="新题", published="2026-02-30")
        words = answer.content.decode()
        assert answer.status_code == 422
        assert "新题" in words
        assert "2026-02-30" in words
        assert Article.objects.get().title == TITLE

    @pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://a.example/", "nonsense nonsense"])
    def test_an_address_must_be_one_of_the_web(self, press, typed):
        assert press("reviewer", make_draft(), "save", url=typed).status_code == 422

    def test_names_are_parted_by_any_comma(self, press):
        press("reviewer", make_draft(), "save", authors="苏汀、何汀，John Smith; 林渡")
        assert Article.objects.get().authors == ["苏汀", "何汀", "John Smith", "林渡"]

    def test_paragraphs_are_edited_in_place(self, press):
        press("reviewer", make_draft(), "save", edit=True, **{"block-7": "改过的一段。"})
        assert Article.objects.get().body[2] == "改过的一段。"

    def test_a_field_that_did_not_come_with_the_form_is_left_alone(self, as_):
        article = make_draft()
        as_("reviewer").post(url(article) + "?edit", {"version": 1, "verb": "save", "block-7": "改过的一段。"})
        stored = Article.objects.get()
        assert (stored.title, stored.source_name, len(stored.body)) == (TITLE, "雲渡日報", 3)

    def test_a_typed_number_becomes_a_finding(self, press):
        press("reviewer", settled(), "save", title="致电13812345678")
        assert Finding.objects.open().get().text == "13812345678"

    def test_returning_without_a_reason_is_refused(self, press):
        answer = press("reviewer", make_draft(), "return", reason=" ")
        assert answer.status_code == 422
        assert Article.objects.get().state == "draft"
        field = re.search(r'<textarea[^>]*name="reason"[^>]*>', answer.content.decode())
        assert field and "autofocus" in field[0]

    def test_withdrawing_without_a_reason_is_refused(self, press, people):
        article = settled()
        publishing.publish(article, by=people["reviewer"])
        assert press("reviewer", article, "withdraw").status_code == 422
        assert Article.objects.public().exists()

    def test_withdrawn_and_restored(self, press, people):
        article = settled()
        publishing.publish(article, by=people["reviewer"])
        press("reviewer", article, "withdraw", reason="原网站已更正")
        assert not Article.objects.public().exists()
        press("reviewer", article, "restore")
        assert Article.objects.public().exists()

    @pytest.mark.parametrize("verb", ["", "mask:", "mask:x", "cut:-1", "cut:99999999999999999999", "keep:0"])
    def test_buttons_that_do_not_exist_do_nothing(self, press, verb):
        assert press("reviewer", make_draft(), verb).status_code in (400, 422)
        assert Article.objects.get().version == 1

    def test_a_finding_of_another_article_is_out_of_reach(self, press):
        foreign = make_draft().findings.blocking().first()
        press("reviewer", make_draft(), f"mask:{foreign.pk}")
        foreign.refresh_from_db()
        assert foreign.state == "open"


class TestRefusing:
    def test_opens_the_next_draft_and_leaves_a_way_back(self, press, as_):
        article, following = make_draft(), make_draft()
        answer = press("reviewer", article, "refuse", reason="不是新闻")
        assert answer["Location"] == url(following)
        assert Article.objects.get(pk=article.pk).state == "discarded"
        words = as_("reviewer").get(url(article)).content.decode()
        assert 'value="take-back"' in words and "不是新闻" in words
        assert 'value="publish"' not in words

    def test_taken_back_it_waits_again(self, press):
        article = make_draft()
        press("reviewer", article, "refuse", reason="不是新闻")
        press("reviewer", article, "take-back")
        assert Article.objects.get().state == "draft"

    def test_without_a_reason_it_is_asked_for(self, press):
        answer = press("reviewer", make_draft(), "refuse")
        assert answer.status_code == 422
        assert answer.context["reopen"] == "refuse"

    def test_a_refused_article_is_no_likeness_of_others(self, page, press):
        first, later = make_draft(title="客服窩點被端"), make_draft()
        Likeness.objects.create(article=later, other=first, kind="near", share=1, other_share=1)
        assert "客服窩點被端" in page(later)
        press("reviewer", first, "refuse", reason="重复")
        assert "客服窩點被端" not in page(later)

    @pytest.mark.parametrize("verb", ["refuse", "take-back"])
    def test_an_uploader_does_neither(self, press, people, verb):
        article = make_draft(created_by=people["uploader"])
        assert press("uploader", article, verb, reason="不要").status_code == 403
