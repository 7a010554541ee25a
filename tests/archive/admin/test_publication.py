"""What staff do to an article that readers see: correct, go back, seal, mask, withdraw, restore, look for leaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from archive import publishing
from archive.models import Article, Event, Review
from archive.review import leak_check
from archive.review.hiding import MASK
from search.indexing import indexer
from tests.drafts import PARAGRAPHS, make_draft

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "九名", "七名"
NOTE = "涉案人員為七名，原文誤作九名。"


@pytest.fixture
def article(own_index: Path, settings: LazySettings) -> Article:
    """A public article of blocks, in an index of its own. One language is enough for the checks that follow."""
    settings.LANGUAGES = settings.LANGUAGES[:1]
    made = make_draft()
    made.findings.filter(in_body=True).update(state="harmless")
    assert publishing.publish(made, by=None) is None
    indexer.rebuild()
    return made


@pytest.fixture
def act(as_: Any) -> Any:
    """Press a button of the publication page."""

    def press(role: str, article: Article, what: str, **typed: object) -> Any:
        article.refresh_from_db()
        return as_(role).post(page(article), {"act": what, "version": article.version, **typed})

    return press


def page(article: Article, name: str = "publication") -> str:
    return reverse(f"admin:archive_article_{name}", args=[article.pk])


def correction(article: Article, **typed: object) -> dict[str, object]:
    """What the form of a correction sends that mends the number of people."""
    article.refresh_from_db()
    text = PARAGRAPHS[5].replace(WRONG, RIGHT)
    return {"version": article.version, "block-5": text, "note": NOTE, "do": "1", **typed}


def checks(article: Article) -> list[dict[str, Any]]:
    events = Event.objects.filter(subject_id=str(article.pk), action=leak_check.ACTION)
    return [event.data for event in events]


def drain() -> None:
    while indexer.drain():
        pass


class TestCorrect:
    def test_readers_get_the_new_words_with_a_note_and_what_changed(self, as_, client, article) -> None:
        answer = as_("reviewer").post(page(article, "correct"), correction(article))
        assert answer.status_code == 302 and answer["Location"] == page(article)
        shown = client.get(article.get_absolute_url()).content.decode()
        assert RIGHT in shown and NOTE in shown and PARAGRAPHS[5] not in shown
        history = client.get(f"{article.get_absolute_url()}history/").content.decode()
        assert "<del>九</del><ins>七</ins>" in history and NOTE in history

    def test_it_is_told_to_programs_and_logged_without_the_words(self, as_, client, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article))
        versions = client.get(reverse("api-article", args=[article.public_id])).json()["versions"]
        assert [(one["number"], one["kind"], one["note"]) for one in versions] == [
            (2, "correction", NOTE),
            (1, "release", ""),
        ]
        event = Event.objects.get(action="corrected")
        assert event.actor_name == "reviewer" and event.data["fields"] == ["body"]
        assert NOTE not in str(event.data) and RIGHT not in str(event.data)

    def test_a_preview_shows_what_readers_will_see_and_changes_nothing(self, as_, article) -> None:
        typed = {name: value for name, value in correction(article).items() if name != "do"}
        events = Event.objects.count()
        shown = as_("reviewer").post(page(article, "correct"), typed).content.decode()
        assert "<del>九</del><ins>七</ins>" in shown
        article.refresh_from_db()
        assert (article.version, article.revisions.count(), Event.objects.count()) == (2, 1, events)
        assert article.blocks.get(position=5).cleaned == PARAGRAPHS[5]

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"note": " "}, "note"),
            ({"note": "本人林先生15400123456来电更正"}, "note"),
            ({"block-5": PARAGRAPHS[5]}, None),
            ({"published": "soon"}, "published"),
        ],
    )
    def test_what_cannot_be_done_changes_nothing_and_keeps_what_was_typed(self, as_, article, typed, told) -> None:
        sent = correction(article, **typed)
        answer = as_("reviewer").post(page(article, "correct"), sent)
        assert answer.status_code == 422
        assert answer.context["form"]["block-5"].value() == sent["block-5"]
        assert told is None or told in answer.context["form"].errors
        assert article.revisions.count() == 1

    def test_words_that_hold_a_number_of_a_person_are_refused(self, as_, article) -> None:
        typed = correction(article, **{"block-5": "林先生的電話15400123456。"})
        assert as_("reviewer").post(page(article, "correct"), typed).status_code == 422
        article.refresh_from_db()
        assert "15400123456" not in str(article.body)

    def test_a_stale_correction_is_refused_with_both_versions_and_nothing_lost(self, as_, article) -> None:
        old = correction(article)
        theirs = {"block-5": PARAGRAPHS[5], "block-7": "縣公安局提醒：不必先付錢。"}
        as_("manager").post(page(article, "correct"), correction(article, **theirs))
        answer = as_("reviewer").post(page(article, "correct"), old)
        assert answer.status_code == 409
        form = answer.context["form"]
        assert form["block-5"].value() == old["block-5"]
        assert answer.context["stale"].by == "manager"
        again = {**old, "version": form["version"].value()}
        assert as_("reviewer").post(page(article, "correct"), again).status_code == 302
        article.refresh_from_db()
        assert RIGHT in article.body[0] and article.body[2] == "縣公安局提醒：不必先付錢。"

    def test_sealed_words_are_nowhere_while_the_version_stays_in_the_history(self, as_, client, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article, seal_before="on"))
        history = client.get(f"{article.get_absolute_url()}history/").content.decode()
        assert PARAGRAPHS[5] not in history and "<del>" not in history
        assert 'id="v1"' in history and 'id="v2"' in history
        assert Event.objects.get(action="versions sealed").data == {"versions": [1]}

    @pytest.mark.parametrize("state", ["draft", "withdrawn", "discarded"])
    def test_only_what_readers_see_is_corrected(self, as_, article, state) -> None:
        Article.objects.filter(pk=article.pk).update(state=state)
        assert as_("reviewer").post(page(article, "correct"), correction(article)).status_code == 302
        assert article.revisions.count() == 1


class TestGoingBack:
    def test_the_words_of_the_earlier_version_stand_again_as_a_new_one(self, as_, act, client, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article, title="改過的標題", published="2026-11"))
        before = Article.objects.get(pk=article.pk)
        assert (before.title, before.date_precision) == ("改過的標題", "month")
        assert act("reviewer", article, "revert:1", note="更正有誤").status_code == 302
        article.refresh_from_db()
        assert article.body == list(PARAGRAPHS.values())
        assert [block.cleaned for block in article.blocks.all() if block.in_body] == article.body
        assert (article.title, article.date_precision) != ("改過的標題", "month")
        revision = article.revisions.first()
        assert (revision.number, revision.kind, revision.again, revision.note) == (3, "revert", 1, "更正有誤")
        assert "更正有誤" in client.get(article.get_absolute_url()).content.decode()

    def test_a_block_that_was_cut_comes_back_at_its_place(self, as_, act, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article, **{"block-6": ""}))
        article.refresh_from_db()
        assert len(article.body) == 2
        act("reviewer", article, "revert:1")
        article.refresh_from_db()
        assert article.body == list(PARAGRAPHS.values())

    def test_masked_words_stay_masked(self, as_, act, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article))
        act("reviewer", article, "mask", words="刑警大隊")
        act("reviewer", article, "revert:1")
        article.refresh_from_db()
        assert "刑警大隊" not in str(article.body) and MASK in article.body[0] and WRONG in article.body[0]

    def test_the_page_shows_first_what_would_change(self, as_, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article))
        shown = as_("reviewer").get(page(article), {"version": "1"}).content.decode()
        assert "<del>七</del><ins>九</ins>" in shown

    @pytest.mark.parametrize("number", ["1", "99", "-3", "x"])
    def test_to_the_version_that_stands_or_none_it_is_refused(self, act, article, number) -> None:
        assert act("reviewer", article, f"revert:{number}").status_code == 422
        assert article.revisions.count() == 1

    def test_on_a_page_that_is_out_of_date_it_is_refused(self, as_, act, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article))
        assert act("reviewer", article, "revert:1", version="1").status_code == 409
        assert article.revisions.count() == 2


class TestWithdrawAndRestore:
    def test_readers_are_told_the_category_and_the_day_and_no_word_more(self, act, client, article) -> None:
        assert act("manager", article, "withdraw", category="privacy", reason="林某的律师来函").status_code == 302
        answer = client.get(article.get_absolute_url())
        shown = answer.content.decode()
        assert answer.status_code == 410 and str(Review.Category.PRIVACY.label) in shown
        assert article.title not in shown and "林某" not in shown and "雲渡" not in shown
        assert client.get(f"{article.get_absolute_url()}history/").status_code == 410
        told = client.get(reverse("api-article", args=[article.public_id]))
        assert (told.status_code, told.json()["category"]) == (410, "privacy")
        review = article.reviews.first()
        assert (review.decision, review.category, review.reason) == ("withdraw", "privacy", "林某的律师来函")
        assert "律师" not in str(Event.objects.get(action="withdrawn").data)

    @pytest.mark.parametrize("typed", [{"category": "privacy"}, {"reason": "x"}, {"reason": "x", "category": "spite"}])
    def test_it_takes_a_category_and_a_reason(self, act, article, typed) -> None:
        assert act("manager", article, "withdraw", **typed).status_code == 422
        article.refresh_from_db()
        assert article.state == "published" and not Review.objects.filter(decision="withdraw").exists()

    def test_restored_it_is_found_as_before(self, act, client, article) -> None:
        act("manager", article, "withdraw", category="error", reason="x")
        drain()
        assert client.get("/api/v1/search", {"q": "詐騙窩點"}).json()["count"] == 0
        assert act("manager", article, "restore").status_code == 302
        assert client.get(article.get_absolute_url()).status_code == 200
        indexer.drain()
        assert client.get("/api/v1/search", {"q": "詐騙窩點"}).json()["count"] == 1
        assert client.get(f"{article.get_absolute_url()}history/").status_code == 200


class TestMask:
    def test_words_that_somebody_asks_to_have_removed_are_gone_from_all_versions(
        self, as_, act, client, article
    ) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article))
        assert act("reviewer", article, "mask", words=" 退休教師 ").status_code == 302
        shown = client.get(article.get_absolute_url()).content.decode()
        history = client.get(f"{article.get_absolute_url()}history/").content.decode()
        desk = as_("reviewer").get(page(article)).content.decode()
        assert not any("退休教師" in text for text in (shown, history, desk))
        assert MASK in shown
        assert "退休教師" not in str(list(article.revisions.values()))
        assert "退休教師" not in str(list(Event.objects.values()))

    @pytest.mark.parametrize("words", ["", "師", "沒有這些字"])
    def test_what_is_not_there_is_not_called_masked(self, act, article, words) -> None:
        assert act("reviewer", article, "mask", words=words).status_code == 422
        assert not article.findings.filter(kind="private").exists()


class TestLeakCheck:
    def test_follows_each_of_these_and_says_what_it_looked_at(self, as_, act, article) -> None:
        as_("reviewer").post(page(article, "correct"), correction(article))
        act("reviewer", article, "mask", words="退休教師")
        act("manager", article, "withdraw", category="error", reason="x")
        told = checks(article)
        assert [one["result"] for one in told] == ["waiting"] * 3
        assert all(one["traces"] and sum(one["pages"].values()) >= 20 and not one["leaks"] for one in told)
        shown = as_("reviewer").get(page(article)).content.decode()
        assert shown.count("leak-check") == 3

    def test_is_clean_once_the_index_has_followed(self, act, article) -> None:
        act("manager", article, "withdraw", category="error", reason="x")
        indexer.drain()
        assert act("reviewer", article, "check").status_code == 302
        told = checks(article)[0]
        assert told["result"] == "clean" and told["remains"]["index"]["since"]

    def test_a_look_records_nothing(self, as_, article) -> None:
        before = Event.objects.count()
        as_("reviewer").get(page(article))
        as_("reviewer").get(page(article, "correct"))
        assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("role", "status"), [("nobody", 302), ("reader", 302), ("uploader", 403), ("reviewer", 200), ("manager", 200)]
)
@pytest.mark.parametrize("name", ["publication", "correct"])
def test_who_may_look(as_, article, role, status, name) -> None:
    assert as_(role).get(page(article, name)).status_code == status


@pytest.mark.parametrize("what", ["correct", "revert:1", "seal:1", "mask", "check", "withdraw", "restore"])
def test_an_uploader_may_do_none_of_it(as_, people, act, article, what) -> None:
    Article.objects.filter(pk=article.pk).update(created_by=people["uploader"])
    events = Event.objects.count()
    if what == "correct":
        assert as_("uploader").post(page(article, "correct"), correction(article)).status_code == 403
    else:
        assert act("uploader", article, what, words="刑警大隊", reason="x", category="error").status_code == 403
    assert Event.objects.count() == events


def test_an_unknown_button_is_no_error_of_ours(act, article) -> None:
    assert act("manager", article, "burn").status_code == 400


def test_the_page_asks_the_same_however_many_versions_there_are(as_, article, django_assert_max_num_queries) -> None:
    client = as_("reviewer")
    for number in range(6):
        publishing.announce_change(article, by=None, note=str(number))
    with django_assert_max_num_queries(20):
        client.get(page(article))
