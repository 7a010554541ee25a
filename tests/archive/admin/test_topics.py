"""Topics on the desk: putting one together over HTTP, two people at one, and articles that were ticked elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.models import Event, Topic
from tests.drafts import make_draft
from tests.factories import ArticleFactory, TopicFactory

pytestmark = pytest.mark.django_db
PHONE = "请联系 13912345678"
LIST, ADD, GATHER = (reverse(f"admin:archive_topic_{page}") for page in ("changelist", "add", "gather"))


def english(topic: Topic) -> str:
    return f"/en/admin/archive/topic/{topic.pk}/change/"


def address(topic: Topic) -> str:
    return reverse("admin:archive_topic_change", args=[topic.pk])


@pytest.fixture
def reviewer(as_):
    return as_("reviewer")


def save(client, topic, *, version=None, **changed):
    stored = {"title": topic.title, "slug": topic.slug, "introduction": topic.introduction}
    fields = stored | {"version": version or topic.version, "verb": "save"} | changed
    return client.post(english(topic), fields)


class TestMaking:
    def test_it_leads_to_its_page(self, reviewer, people):
        answer = reviewer.post(
            ADD, {"verb": "save", "title": "汐城防汛", "slug": "", "introduction": "一。\r\n\r\n二。"}
        )
        topic = Topic.objects.get()
        assert answer.url == address(topic) and topic.made_by == people["reviewer"]
        assert (topic.state, topic.paragraphs) == ("prepared", ["一。", "二。"])

    def test_a_preview_shows_paragraphs_and_keeps_nothing(self, reviewer):
        page = reviewer.post(ADD, {"verb": "preview", "title": "汐城防汛", "introduction": "一。\r\n\r\n二。"})
        assert page.status_code == 200 and '<p lang="zh">二。</p>' in page.content.decode()
        assert not Topic.objects.exists()

    @pytest.mark.parametrize(
        "fields", [{}, {"title": ""}, {"title": PHONE}, {"title": "\x00"}, {"title": "题", "slug": "a b"}]
    )
    def test_what_cannot_be_kept_is_marked(self, reviewer, fields):
        assert reviewer.post(ADD, {"verb": "save", **fields}).status_code == 422
        assert not Topic.objects.exists()


class TestWords:
    def test_a_stale_save_shows_both_and_saving_again_keeps_ones_own(self, reviewer, as_):
        topic = TopicFactory(introduction="起初")
        save(as_("manager"), topic, introduction="先写的")
        answer = save(reviewer, topic, introduction="后写的")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "manager changed the topic meanwhile" in page and "先写的" in page and "后写的" in page
        assert Topic.objects.get().introduction == "先写的"
        assert save(reviewer, topic, introduction="后写的", version=answer.context["topic"].version).status_code == 302
        assert Topic.objects.get().introduction == "后写的"

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "\x00"])
    def test_a_form_without_a_version_saves_nothing(self, reviewer, version):
        topic = TopicFactory()
        fields = {"verb": "save", "title": "别", "introduction": "", "version": version}
        assert reviewer.post(address(topic), fields).status_code in (409, 422)
        assert Topic.objects.get().title == topic.title

    def test_the_address_is_closed_once_readers_have_seen_it(self, reviewer):
        topic = TopicFactory(slug="haidi")
        assert reviewer.get(address(topic)).context["form"].fields["slug"].disabled
        save(reviewer, topic, slug="other", title="新题")
        assert Topic.objects.values_list("slug", "title").get() == ("haidi", "新题")


class TestArticles:
    def test_pasted_lines_are_answered_and_what_was_not_found_stays_in_the_field(self, reviewer):
        article, topic = ArticleFactory(state="published"), TopicFactory()
        lines = f"http://testserver/a/{article.public_id}/\nnichts"
        page = reviewer.post(english(topic), {"verb": "put", "lines": lines})
        assert [str(one.line.outcome.label) for one in page.context["report"]] == ["Added", "No such article"]
        assert page.context["left"] == "nichts"
        assert reviewer.post(address(topic), {"verb": "put", "lines": " \n"}).status_code == 422

    def test_personal_data_in_titles_stands_covered(self, reviewer):
        draft = ArticleFactory(title=PHONE)
        draft.findings.create(kind="mobile-number", text="13912345678")
        topic = TopicFactory(articles=[draft])
        page = reviewer.get(address(topic)).content.decode()
        assert "13912345678" not in page and "█" in page

    def test_a_note_that_somebody_changed_meanwhile_comes_back_with_what_is_stored(self, reviewer):
        article = ArticleFactory()
        topic = TopicFactory(articles=[(article, "先写的")])
        typed = {"verb": "notes", f"was-{article.pk}": "起初", f"note-{article.pk}": "后写的"}
        answer = reviewer.post(address(topic), typed)
        page = answer.content.decode()
        assert answer.status_code == 409 and "先写的" in page and 'value="后写的"' in page
        typed[f"was-{article.pk}"] = "先写的"
        assert reviewer.post(address(topic), typed).status_code == 302
        assert topic.entries.get().note == "后写的"

    def test_one_is_taken_out_and_stays_in_the_archive(self, reviewer):
        article = ArticleFactory()
        topic = TopicFactory(articles=[article])
        reviewer.post(address(topic), {"verb": f"take-out:{article.pk}"})
        assert not topic.entries.exists()
        article.refresh_from_db()

    def test_the_state_of_each_is_told(self, reviewer):
        states = ["published", "withdrawn", "draft"]
        topic = TopicFactory(articles=[ArticleFactory(state=state) for state in states])
        page = reviewer.get(english(topic)).content.decode()
        assert all(word in page for word in ("Published", "Withdrawn", "Draft", "1 seen by readers"))


class TestButtons:
    def test_a_topic_that_changed_meanwhile_is_not_shown(self, reviewer, as_):
        topic = TopicFactory(state="prepared")
        save(as_("manager"), topic, introduction="别的")
        reviewer.post(address(topic), {"verb": "show", "version": 1})
        assert Topic.objects.get().state == "prepared"
        reviewer.post(address(topic), {"verb": "show", "version": 2})
        assert Topic.objects.get().state == "shown"

    def test_a_topic_with_articles_goes_with_a_confirmation_only(self, reviewer):
        topic = TopicFactory(state="prepared", articles=[ArticleFactory()])
        reviewer.post(address(topic), {"verb": "delete"})
        assert Topic.objects.exists()
        assert reviewer.post(address(topic), {"verb": "delete", "confirmed": "1"}).url == LIST
        assert not Topic.objects.exists() and Event.objects.filter(action="topic deleted").exists()

    @pytest.mark.parametrize("verb", ["", "x", "save:x", "take-out:1e9", f"take-out:{'9' * 40}", "\x00"])
    def test_any_other_button_is_none(self, reviewer, verb):
        assert reviewer.post(address(TopicFactory()), {"verb": verb}).status_code == 400

    @pytest.mark.parametrize("key", ["0", "x", "9" * 30, "_00"])
    def test_a_topic_that_is_not_there_is_404(self, reviewer, key):
        assert reviewer.get(f"/admin/archive/topic/{key}/change/").status_code == 404


class TestGathering:
    def test_ticked_drafts_go_into_a_topic(self, reviewer):
        drafts, topic = [ArticleFactory() for _ in range(3)], TopicFactory(articles=[])
        keys = [draft.pk for draft in drafts]
        page = reviewer.post(GATHER, {"chosen": keys, "line": ""})
        assert [one.article.pk for one in page.context["articles"]] == keys
        assert reviewer.post(GATHER, {"chosen": keys, "step": "put", "topic": topic.pk}).url == address(topic)
        assert set(topic.entries.values_list("article", flat=True)) == set(keys)

    def test_so_do_articles_of_the_list_by_its_action(self, reviewer):
        article = ArticleFactory(state="published", title="三号海堤")
        chosen = {"action": "put_in_topic", "_selected_action": [article.pk]}
        page = reviewer.post(reverse("admin:archive_article_changelist"), chosen)
        assert "三号海堤" in page.content.decode() and f'action="{GATHER}"' in page.content.decode()

    def test_and_one_article_from_its_own_page_into_a_new_topic(self, reviewer):
        article = make_draft()
        assert f"{GATHER}?article={article.pk}" in reviewer.get(
            reverse("admin:archive_article_review", args=[article.pk])
        ).content.decode()  # fmt: skip
        assert reviewer.get(f"{GATHER}?article={article.pk}").status_code == 200
        reviewer.post(GATHER, {"chosen": [article.pk], "step": "put", "topic": "new", "title": "新专题"})
        assert Topic.objects.get(title="新专题").entries.get().article == article

    @pytest.mark.parametrize(
        "chosen", [{"topic": ""}, {"topic": "x"}, {"topic": "9" * 30}, {"topic": "new", "title": ""}]
    )
    def test_without_a_topic_nothing_happens(self, reviewer, chosen):
        article = ArticleFactory()
        answer = reviewer.post(GATHER, {"chosen": [article.pk], "step": "put", **chosen})
        assert answer.status_code == 422 and not Topic.objects.exists()

    @pytest.mark.parametrize("query", ["", "?article=x", "?article=999999", f"?article={'9' * 40}"])
    def test_without_articles_it_leads_to_the_list(self, reviewer, query):
        assert reviewer.get(f"{GATHER}{query}").url == LIST


class TestStrangers:
    @pytest.mark.parametrize("path", ["list", "add", "gather", "page"])
    def test_uploaders_are_refused(self, as_, path):
        topic = TopicFactory(state="prepared", title="zqxcanary")
        url = {"list": LIST, "add": ADD, "gather": GATHER, "page": address(topic)}[path]
        uploader = as_("uploader")
        for answer in (uploader.get(url), uploader.post(url, {"verb": "show", "version": 1})):
            assert answer.status_code == 403 and b"zqxcanary" not in answer.content
        assert Topic.objects.get().state == "prepared"

    def test_their_list_of_articles_has_no_such_action(self, as_):
        page = as_("uploader").get(reverse("admin:archive_article_changelist")).content.decode()
        assert "put_in_topic" not in page


def test_the_log_tells_it_in_words(reviewer):
    topic = TopicFactory(title="旧题", introduction="")
    save(reviewer, topic, title="新题", introduction="保密")
    reviewer.post(address(topic), {"verb": "put", "lines": ArticleFactory().public_id})
    page = reviewer.get("/en/admin/archive/event/").content.decode()
    assert "Topic changed" in page and "<del>旧题</del> <ins>新题</ins>" in page
    assert "Articles added to a topic" in page and "保密" not in page
