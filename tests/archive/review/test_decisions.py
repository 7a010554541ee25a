"""The verbs of a review: what each writes, and which value says why it did nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from archive import publishing
from archive.models import Article, Event, Finding, Review, UploadBatch, UploadItem
from archive.publishing import Refusal
from archive.review import decisions
from archive.review.changes import body_of
from archive.review.decisions import (
    amend,
    cut_block,
    refuse,
    restore_block,
    resubmit,
    return_to_uploader,
    take_back,
)
from archive.review.outcomes import Mistakes, Objection, Stale
from archive.signals import article_published
from tests.drafts import ID_NUMBER, PARAGRAPHS, TITLE, make_draft
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


def nothing(text: str) -> list[tuple[str, str]]:
    return []


def finds(words: str) -> Any:
    return lambda text: [("mobile-number", words)] if words in text else []


def change(article: Article, wanted: dict[str, Any], **given: Any) -> Any:
    return amend(article, wanted, **{"by": None, "version": article.version, "detect": nothing, **given})


def settled() -> Article:
    """A draft without open findings, so that it may be published."""
    article = make_draft()
    article.findings.all().delete()
    return article


@pytest.fixture
def reviewer():
    return UserFactory(groups=["Reviewers"])


@pytest.fixture
def announced():
    heard: list[Article] = []

    def listen(sender: type[Article], article: Article, **_: Any) -> None:
        heard.append(article)

    article_published.connect(listen)
    yield heard
    article_published.disconnect(listen)


class TestAmend:
    def test_sets_fields_and_counts_the_version_up(self, reviewer):
        article = make_draft()
        assert change(article, {"title": "新题", "authors": ["苏汀"]}, by=reviewer) is None
        stored = Article.objects.get()
        assert (stored.title, stored.authors, stored.version, stored.updated_by) == ("新题", ["苏汀"], 2, reviewer)

    def test_writes_an_event_with_the_fields_before_and_after(self, reviewer):
        article = make_draft()
        change(article, {"title": "新题", "source_name": "远汀日报"}, by=reviewer)
        event = Event.objects.get(action="amended")
        assert event.data == {
            "version": 2,
            "fields": ["source_name", "title"],
            "before": {"source_name": "雲渡日報", "title": TITLE},
            "after": {"source_name": "远汀日报", "title": "新题"},
        }
        assert event.actor == reviewer

    def test_changes_nothing_when_nothing_differs(self):
        article = make_draft()
        assert change(article, {"title": article.title}) is None
        assert Article.objects.get().version == 1
        assert not Event.objects.exists()

    def test_refuses_a_save_from_an_older_version_and_names_who_saved(self, reviewer):
        article = make_draft()
        change(article, {"title": "先存的"}, by=reviewer)
        answer = change(article, {"title": "后存的"}, version=1)
        assert answer == Stale(2, reviewer.username)
        assert Article.objects.get().title == "先存的"

    def test_an_older_version_is_refused_even_when_nothing_was_typed(self):
        article = make_draft()
        change(article, {"title": "先存的"})
        assert isinstance(change(article, {}, version=1), Stale)

    def test_says_what_a_column_cannot_hold(self):
        article = make_draft()
        answer = change(article, {"title": "题" * 401, "source_name": "汀"})
        assert isinstance(answer, Mistakes)
        assert set(answer.by_field) == {"title"}
        assert Article.objects.get().source_name == "雲渡日報"

    def test_keeps_body_and_blocks_the_same_when_a_paragraph_is_edited(self):
        article = make_draft()
        change(article, {"blocks": {7: "縣公安局提醒：退款不必先付錢。"}})
        stored = Article.objects.get()
        assert stored.body[2] == "縣公安局提醒：退款不必先付錢。"
        assert stored.body == body_of(stored.blocks.all())

    def test_an_emptied_paragraph_is_cut_with_its_text_kept(self):
        article = make_draft()
        change(article, {"blocks": {7: " "}})
        block = article.blocks.get(position=7)
        assert (block.role, block.reason, block.cleaned) == ("removed", "reviewer", PARAGRAPHS[7])
        assert PARAGRAPHS[7] not in Article.objects.get().body

    def test_text_for_a_block_outside_the_body_is_not_taken(self):
        article = make_draft()
        change(article, {"blocks": {0: "垃圾"}})
        assert article.blocks.get(position=0).cleaned.startswith("【加好友")
        assert Article.objects.get().version == 1

    def test_takes_whole_paragraphs_where_an_article_has_no_blocks(self):
        article = ArticleFactory()
        change(article, {"body": ["一段。", "", "二段。 "]})
        assert Article.objects.get().body == ["一段。", "二段。"]

    def test_moves_the_readings_with_their_characters(self):
        article = make_draft()
        change(article, {"blocks": {5: "【云渡】" + PARAGRAPHS[5]}})
        block = article.blocks.get(position=5)
        assert block.cleaned[block.readings[0]["at"]] == "詐"

    def test_says_that_a_value_typed_by_hand_was_not_read_from_the_old_words(self):
        article = make_draft()
        change(article, {"source_name": "远汀日报"})
        assert not Article.objects.get().evidence["source"][0]["used"]

    def test_takes_the_competing_words_as_evidence_when_a_person_prefers_them(self):
        article = make_draft()
        change(article, {"title": "雲渡警方端掉話術窩"})
        assert [words["used"] for words in Article.objects.get().evidence["title"]] == [False, True]

    def test_keeps_a_revision_and_tells_listeners_once_readers_know_the_article(self, reviewer, announced):
        article = settled()
        publishing.publish(article, by=reviewer)
        change(article, {"title": "更正后的题"}, by=reviewer)
        assert article.revisions.first().title == "更正后的题"
        assert len(announced) == 2

    def test_keeps_no_revision_of_a_draft(self):
        article = make_draft()
        change(article, {"title": "新题"})
        assert not article.revisions.exists()

    def test_links_the_source_anew_when_its_name_changes(self):
        known, other = AgencyFactory(name="云渡日报"), AgencyFactory(name="远汀晚报")
        article = ArticleFactory(source=known)
        change(article, {"source_name": "遠汀晚報"})
        assert Article.objects.get().source == other
        change(article, {"source_name": "未知日报"})
        assert Article.objects.get().source is None


class TestPersonalDataInWhatIsTyped:
    def test_a_number_that_was_typed_becomes_a_blocking_finding(self):
        article = settled()
        change(article, {"title": "请致电 10098765432"}, detect=finds("10098765432"))
        finding = article.findings.get()
        assert (finding.kind, finding.text, finding.in_body) == ("mobile-number", "10098765432", True)
        assert publishing.publish(article, by=None) == Refusal.OPEN_FINDINGS

    def test_a_public_article_does_not_take_it_at_all(self, reviewer):
        article = settled()
        publishing.publish(article, by=reviewer)
        answer = change(article, {"title": "请致电 10098765432"}, detect=finds("10098765432"))
        assert answer == Refusal.OPEN_FINDINGS
        assert "10098765432" not in Article.objects.get().title
        assert not article.findings.exists()

    def test_what_was_settled_as_harmless_is_not_found_again(self):
        article = settled()
        Finding.objects.create(article=article, kind="mobile-number", text="10098765432", state="kept", in_body=True)
        change(article, {"title": "热线 10098765432"}, detect=finds("10098765432"))
        assert article.findings.count() == 1


class TestBlocks:
    def test_cutting_takes_the_paragraph_out_of_the_body(self):
        article = make_draft()
        assert cut_block(article, 7, by=None) is None
        stored = Article.objects.get()
        assert PARAGRAPHS[7] not in stored.body
        assert stored.body == body_of(stored.blocks.all())

    def test_cutting_and_restoring_gives_the_same_article(self):
        article = make_draft()
        before = list(article.blocks.values("role", "reason", "rule", "cleaned", "readings"))
        cut_block(article, 5, by=None)
        restore_block(article, 5, by=None, detect=nothing)
        assert list(article.blocks.values("role", "reason", "rule", "cleaned", "readings")) == before
        assert Article.objects.get().body == list(PARAGRAPHS.values())

    def test_a_sub_heading_comes_back_as_one(self):
        article = make_draft()
        article.blocks.filter(position=7).update(role="heading")
        cut_block(article, 7, by=None)
        restore_block(article, 7, by=None, detect=nothing)
        assert article.blocks.get(position=7).role == "heading"

    def test_a_removed_block_comes_back_at_its_place_and_the_event_tells_its_rule(self):
        article = make_draft()
        restore_block(article, 0, by=None, detect=nothing)
        assert Article.objects.get().body[0].startswith("【加好友")
        assert Event.objects.get(action="block restored").data["rule"] == "spam-line"

    def test_a_line_read_into_fields_can_become_text(self):
        article = make_draft()
        restore_block(article, 3, by=None, detect=nothing)
        assert Article.objects.get().body[0].startswith("2026-11-18 08:12")

    @pytest.mark.parametrize("position", [0, 3, 99])
    def test_what_is_not_in_the_body_cannot_be_cut(self, position):
        assert cut_block(make_draft(), position, by=None) == Objection.NO_BLOCK

    def test_a_paragraph_cannot_be_restored(self):
        assert restore_block(make_draft(), 5, by=None, detect=nothing) == Objection.NO_BLOCK

    def test_a_number_goes_out_of_sight_with_its_block_and_blocks_again_with_it(self):
        article = make_draft()
        cut_block(article, 6, by=None)
        assert not article.findings.blocking().exists()
        restore_block(article, 6, by=None, detect=nothing)
        assert article.findings.blocking().count() == 2

    def test_a_block_with_an_open_number_does_not_come_back_into_a_public_article(self, reviewer):
        article = make_draft()
        cut_block(article, 6, by=reviewer)
        publishing.publish(article, by=reviewer)
        assert restore_block(article, 6, by=reviewer, detect=nothing) == Refusal.OPEN_FINDINGS
        assert not any(ID_NUMBER in paragraph for paragraph in Article.objects.get().body)
        assert article.blocks.get(position=6).role == "removed"

    def test_the_last_paragraph_of_a_public_article_is_not_cut(self, reviewer):
        article = settled()
        for position in (5, 6):
            cut_block(article, position, by=reviewer)
        publishing.publish(article, by=reviewer)
        assert cut_block(article, 7, by=reviewer) == Refusal.NO_TEXT
        assert Article.objects.get().body == [PARAGRAPHS[7]]


class TestReturn:
    def test_needs_a_reason(self):
        assert return_to_uploader(make_draft(), by=None, reason="") == Objection.NO_REASON

    def test_sends_a_draft_back_with_the_reason(self, reviewer):
        article = make_draft()
        assert return_to_uploader(article, by=reviewer, reason="请补来源") is None
        assert Article.objects.get().state == "returned"
        assert Review.objects.get().reason == "请补来源"

    def test_only_drafts_go_back(self, reviewer):
        article = settled()
        publishing.publish(article, by=reviewer)
        assert return_to_uploader(article, by=reviewer, reason="请补来源") == Refusal.WRONG_STATE

    def test_a_returned_draft_can_be_handed_in_again(self, reviewer):
        article = make_draft()
        return_to_uploader(article, by=reviewer, reason="请补来源")
        assert resubmit(article, by=None) is None
        assert Article.objects.get().state == "draft"
        assert resubmit(article, by=None) == Refusal.WRONG_STATE


def test_the_log_is_whole_after_every_verb(reviewer):
    article = make_draft()
    change(article, {"title": "新题"}, by=reviewer)
    cut_block(article, 6, by=reviewer)
    return_to_uploader(article, by=reviewer, reason="请补来源")
    resubmit(article, by=reviewer)
    assert Event.objects.broken() == []
    assert {field.name for field in Article._meta.fields} >= decisions.FIELDS


class TestRefuse:
    def test_takes_a_draft_out_of_every_list_and_tells_why(self, reviewer):
        article = make_draft()
        assert refuse(article, by=reviewer, reason="不是新闻") is None
        stored = Article.objects.get()
        assert stored.state == "discarded"
        assert (stored.reviews.get().decision, stored.reviews.get().reason) == ("refuse", "不是新闻")
        assert Event.objects.get(action="refused").data == {"before": "draft", "after": "discarded"}

    def test_a_returned_draft_can_be_refused_too(self, reviewer):
        assert refuse(make_draft(state="returned"), by=reviewer, reason="不是新闻") is None

    def test_needs_a_reason(self):
        assert refuse(make_draft(), by=None, reason=" ") == Objection.NO_REASON
        assert Article.objects.get().state == "draft"

    @pytest.mark.parametrize("state", ["published", "withdrawn", "discarded"])
    def test_is_for_what_is_in_the_making(self, state):
        assert refuse(make_draft(state=state), by=None, reason="不是新闻") == Refusal.WRONG_STATE


class TestTakeBack:
    def test_makes_it_a_draft_in_the_line_again(self, reviewer):
        article = make_draft()
        refuse(article, by=reviewer, reason="不是新闻")
        Article.objects.update(urgency=0)
        assert take_back(article, by=reviewer) is None
        stored = Article.objects.get()
        assert stored.state == "draft"
        assert stored.urgency > 0, "what is open in it counts again"

    def test_nothing_of_it_was_lost(self, reviewer):
        article = make_draft()
        before = (article.title, article.body, article.blocks.count(), article.findings.count())
        refuse(article, by=reviewer, reason="不是新闻")
        take_back(article, by=reviewer)
        after = Article.objects.get()
        assert (after.title, after.body, after.blocks.count(), after.findings.count()) == before

    def test_what_was_undone_with_its_batch_comes_back_with_it(self):
        article = make_draft(state="discarded")
        batch = UploadBatch.objects.create(undone_at=timezone.now())
        UploadItem.objects.create(batch=batch, name="a.html", state="draft", article=article)
        assert take_back(article, by=None) == Objection.BATCH_UNDONE

    def test_is_for_what_was_refused(self):
        assert take_back(make_draft(), by=None) == Refusal.WRONG_STATE
