"""The queue on the desk: what its lines say, what it can be narrowed to, and what is done with the ticked drafts."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.admin.bulk_pages import STATES
from archive.models import Article, BulkEdit, Finding, Review, UploadBatch, UploadItem
from tests.drafts import ID_NUMBER, MOBILE, TITLE, make_draft
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db

QUEUE = "admin:archive_article_queue"
EDIT = "admin:archive_article_bulk_edit"
PUBLISH = "admin:archive_article_bulk_publish"
ASSIGN = "admin:archive_article_bulk_assign"
DECIDE = "admin:archive_article_bulk_decide"


@pytest.fixture
def send(as_):
    """Press a button of the queue as a reviewer, with these drafts ticked, and follow where it leads."""

    def post(name, articles=(), role="reviewer", **typed):
        chosen = [article.pk for article in articles]
        return as_(role).post(reverse(name), {"chosen": chosen, **typed}, follow=True)

    return post


def titles(page) -> list[str]:
    return [line.title for line in page.context["lines"]]


class TestTheLine:
    def test_says_what_is_open_in_words_and_whose_it_is(self, as_, people):
        make_draft(assigned_to=people["manager"], created_by=people["uploader"], desk_note="问过记者")
        words = as_("reviewer").get(reverse(QUEUE)).content.decode()
        for told in (TITLE, Finding.Kind.ID_NUMBER.label, "manager", "uploader", "雲渡日報", "问过记者"):
            assert str(told) in words
        assert str(Finding.Kind.PINYIN.label) not in words.split("<ol")[1]

    def test_personal_data_is_covered(self, as_):
        make_draft(title=f"受害者{ID_NUMBER}", source_name=f"电话{MOBILE}")
        words = as_("reviewer").get(reverse(QUEUE)).content.decode()
        assert "受害者███" in words
        assert ID_NUMBER not in words
        assert MOBILE not in words

    def test_masking_moves_nothing(self, as_, press):
        drafts = [make_draft(title=title) for title in ("甲", "乙", "丙")]
        Article.objects.all().weigh()
        press("reviewer", drafts[0], "mask-all")
        assert titles(as_("reviewer").get(reverse(QUEUE))) == ["甲", "乙", "丙"]

    def test_the_way_to_an_article_keeps_what_was_asked_for(self, as_):
        article = ArticleFactory()
        address = f"{reverse('admin:archive_article_review', args=[article.pk])}?flag=clean&amp;order=newest"
        words = as_("reviewer").get(reverse(QUEUE), {"order": "newest", "flag": "clean"}).content.decode()
        assert f'href="{address}"' in words

    def test_a_strangers_batch_narrows_nothing(self, as_, people):
        mine = ArticleFactory(created_by=people["uploader"])
        batch = UploadBatch.objects.create(uploaded_by=people["other"])
        page = as_("uploader").get(reverse(QUEUE), {"batch": batch.pk})
        assert [line.article for line in page.context["lines"]] == [mine]

    def test_an_uploader_is_offered_nothing_of_others(self, as_, people):
        ArticleFactory(created_by=people["uploader"])
        foreign = ArticleFactory(created_by=people["other"], source=AgencyFactory(name="别人的报"))
        batch = UploadBatch.objects.create(uploaded_by=people["other"], note="别人的批次")
        UploadItem.objects.create(batch=batch, name="a", article=foreign)
        words = as_("uploader").get(reverse(QUEUE)).content.decode()
        assert "别人的报" not in words
        assert "别人的批次" not in words
        assert 'formaction="' not in words

    def test_filters_offer_what_there_is_with_counts(self, as_, people):
        outlet = AgencyFactory(name="雲渡日報")
        for _ in range(2):
            Finding.objects.create(article=ArticleFactory(source=outlet), kind="no-date")
        words = as_("reviewer").get(reverse(QUEUE)).content.decode()
        assert "雲渡日報 (2)" in words
        assert f"{Finding.Kind.NO_DATE.label} (2)" in words


class TestAssigning:
    def test_ticked_ones_are_given_and_one_step_takes_it_back(self, send, people, as_):
        articles = [ArticleFactory() for _ in range(3)]
        page = send(ASSIGN, articles[:2], to=people["manager"].pk)
        assert list(Article.objects.filter(assigned_to=people["manager"])) == articles[:2][::-1]
        undo = reverse("admin:archive_bulkedit_page", args=[BulkEdit.objects.get().pk])
        assert undo in page.content.decode()
        assert "manager" in as_("reviewer").get(undo).content.decode()
        as_("reviewer").post(undo, {"verb": "undo"})
        assert not Article.objects.exclude(assigned_to=None).exists()

    @pytest.mark.parametrize("to", ["", "0", "abc", "999999"])
    def test_nobody_chosen_gives_nothing(self, send, to):
        article = ArticleFactory()
        assert [str(one.level_tag) for one in send(ASSIGN, [article], to=to).context["messages"]] == ["error"]
        assert not BulkEdit.objects.exists()

    def test_an_uploader_is_no_assignee(self, send, people):
        send(ASSIGN, [ArticleFactory()], to=people["uploader"].pk)
        assert not BulkEdit.objects.exists()


class TestPublishing:
    def test_the_page_before_says_which_and_publishes_nothing(self, send):
        clean, flagged = ArticleFactory(title="好"), make_draft()
        page = send(PUBLISH, [clean, flagged])
        assert [one.article for one in page.context["fit"]] == [clean]
        assert [(group[0].value, len(group[1])) for group in page.context["groups"]] == [("personal-data", 1)]
        assert not Article.objects.public().exists()

    def test_what_was_shown_is_published_and_told(self, send):
        clean, flagged = ArticleFactory(), make_draft()
        page = send(PUBLISH, draft=[f"{clean.pk}:1", f"{flagged.pk}:1"], step="save", line="order=newest")
        assert list(Article.objects.public()) == [clean]
        assert Review.objects.get().decision == "publish"
        assert [one.level_tag for one in page.context["messages"]] == ["success", "warning"]
        assert page.redirect_chain == [(f"{reverse(QUEUE)}?order=newest", 302)]

    def test_all_pages_are_those_of_the_line_and_no_others(self, send):
        narrow, wide = ArticleFactory(title="海堤"), ArticleFactory(title="铁路")
        page = send(PUBLISH, all="1", line="words=%E6%B5%B7%E5%A0%A4")
        assert [one.article for one in page.context["fit"]] == [narrow]
        assert wide.state == "draft"


class TestEditing:
    def test_shows_what_would_change_before_anything_does(self, send):
        article, same = ArticleFactory(source_name="旧"), ArticleFactory(source_name="新")
        drafts = [f"{one.pk}:1" for one in (article, same)]
        page = send(EDIT, draft=drafts, source_name="新", step="preview")
        (change,) = page.context["preview"].changes
        assert [(value.before, value.after) for value in change.values] == [("旧", "新")]
        assert page.context["preview"].same == 1
        assert not BulkEdit.objects.exists()

    def test_what_was_not_previewed_is_previewed_first(self, send):
        article = ArticleFactory(source_name="旧")
        typed = {"draft": [f"{article.pk}:1"], "source_name": "新"}
        seal = send(EDIT, **typed, step="preview").context["seal"]
        send(EDIT, **{**typed, "source_name": "另"}, step="save", seen=seal)
        article.refresh_from_db()
        assert article.source_name == "旧"
        send(EDIT, **typed, step="save", seen=seal)
        article.refresh_from_db()
        assert article.source_name == "新"

    def test_undone_by_the_button_that_its_message_leads_to(self, send, as_):
        article = ArticleFactory(published_on=None)
        typed = {"draft": [f"{article.pk}:1"], "published": "2024-05"}
        send(EDIT, **typed, step="save", seen=send(EDIT, **typed, step="preview").context["seal"])
        address = reverse("admin:archive_bulkedit_page", args=[BulkEdit.objects.get().pk])
        page = as_("reviewer").get(address)
        assert [(value.before, value.after) for value in page.context["changes"][0].values] == [("—", "2024-05")]
        as_("reviewer").post(address, {"verb": "undo"})
        article.refresh_from_db()
        assert (article.published_on, article.date_precision) == (None, "unknown")

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"published": "gestern"},
            {"source_name": "x" * 121},
            {"source_name": "新", "empty-source_name": "on"},
            {"desk_note": "手机13800138000"},
        ],
        ids=["nothing", "no date", "too long", "both", "personal data"],
    )
    def test_mistakes_are_told_and_what_was_typed_stays(self, send, typed):
        article = ArticleFactory()
        page = send(EDIT, draft=[f"{article.pk}:1"], step="preview", **typed)
        assert page.status_code == 422
        assert all(value in page.content.decode() for name, value in typed.items() if not name.startswith("empty"))
        assert page.context["preview"] is None

    def test_covered_in_the_preview(self, send):
        article = make_draft(source_name=f"电话{MOBILE}")
        words = send(EDIT, draft=[f"{article.pk}:1"], source_name="新", step="preview").content.decode()
        assert "电话███" in words
        assert MOBILE not in words

    def test_uploaders_edit_their_own_and_look_up_their_own_edits(self, send, as_, people):
        mine, foreign = ArticleFactory(created_by=people["uploader"]), ArticleFactory(created_by=people["other"])
        typed = {"draft": [f"{one.pk}:1" for one in (mine, foreign)], "desk_note": "一起"}
        seal = send(EDIT, role="uploader", **typed, step="preview").context["seal"]
        send(EDIT, role="uploader", **typed, step="save", seen=seal)
        assert set(Article.objects.exclude(desk_note="")) == {mine}
        address = reverse("admin:archive_bulkedit_page", args=[BulkEdit.objects.get().pk])
        assert as_("uploader").get(address).status_code == 200
        other = UserFactory(groups=["Uploaders"])
        client = as_("nobody")
        client.force_login(other)
        assert client.get(address).status_code == 404
        assert not client.get(reverse("admin:archive_bulkedit_list")).context["rows"]


class TestReturningAndRefusing:
    def test_the_page_before_names_them_and_decides_nothing(self, send):
        articles = [ArticleFactory(title="甲"), make_draft(title=f"证号{ID_NUMBER}"), ArticleFactory(state="returned")]
        page = send(DECIDE, articles)
        assert [one.article for one in page.context["articles"]] == articles
        assert page.context["returnable"] == 2
        assert ID_NUMBER not in page.content.decode()
        assert not Review.objects.exists()

    @pytest.mark.parametrize(("step", "state"), [("return", "returned"), ("refuse", "discarded")])
    def test_what_was_shown_is_decided_and_the_message_leads_to_the_way_back(self, send, as_, step, state):
        article, stale = ArticleFactory(), ArticleFactory()
        typed = {"draft": [f"{article.pk}:1", f"{stale.pk}:0"], "reason": "缺日期", "line": "order=newest"}
        page = send(DECIDE, step=step, **typed)
        assert [one.level_tag for one in page.context["messages"]] == ["success", "warning"]
        assert page.redirect_chain == [(f"{reverse(QUEUE)}?order=newest", 302)]
        assert list(Article.objects.filter(state=state)) == [article]
        edit = reverse("admin:archive_bulkedit_page", args=[BulkEdit.objects.get().pk])
        assert edit in page.content.decode()
        for look in (edit, reverse("admin:archive_bulkedit_list")):
            assert str(STATES[state]) in as_("reviewer").get(look).content.decode()
        as_("reviewer").post(edit, {"verb": "undo"})
        article.refresh_from_db()
        assert article.state == "draft"

    def test_without_a_reason_the_page_asks_for_it(self, send):
        article = ArticleFactory()
        page = send(DECIDE, draft=[f"{article.pk}:1"], step="refuse", reason=" ")
        assert page.status_code == 422
        assert page.context["versions"] == {article.pk: 1}
        assert 'aria-invalid="true"' in page.content.decode()
        assert Article.objects.get().state == "draft"

    def test_what_waits_can_be_returned_and_what_is_returned_only_refused(self, as_):
        ArticleFactory()
        ArticleFactory(state="returned")
        for state, offered in (("draft", True), ("returned", True), ("discarded", False)):
            words = as_("reviewer").get(reverse(QUEUE), {"state": state}).content.decode()
            assert (reverse(DECIDE) in words) == offered


class TestMistakes:
    @pytest.mark.parametrize("name", [EDIT, PUBLISH, DECIDE])
    def test_nothing_ticked_is_told(self, send, name):
        page = send(name)
        assert [one.level_tag for one in page.context["messages"]] == ["error"]

    @pytest.mark.parametrize("name", [EDIT, PUBLISH, ASSIGN, DECIDE])
    def test_looking_leads_back_to_the_queue(self, as_, name):
        assert as_("reviewer").get(reverse(name)).url == reverse(QUEUE)

    @pytest.mark.parametrize("draft", ["", "x", "1", "1:x", "99999999999999999:1", "-1:1"])
    def test_broken_keys_are_nothing_ticked(self, send, draft):
        assert send(EDIT, draft=[draft], step="save").redirect_chain

    def test_at_most_a_thousand_at_once(self, send, monkeypatch):
        monkeypatch.setattr("archive.admin.bulk.MOST", 2)
        articles = [ArticleFactory() for _ in range(3)]
        assert len(send(PUBLISH, articles).context["fit"]) == 2
        assert len(send(PUBLISH, all="1").context["fit"]) == 2

    @pytest.mark.parametrize(("name", "status"), [(PUBLISH, 403), (ASSIGN, 403), (DECIDE, 403), (EDIT, 200)])
    def test_uploaders_neither_publish_nor_assign_nor_refuse(self, send, people, name, status):
        article = ArticleFactory(created_by=people["uploader"])
        assert send(name, [article], role="uploader", to=people["manager"].pk, step="save").status_code in (status, 422)
        article.refresh_from_db()
        assert (article.state, article.assigned_to) == ("draft", None)
