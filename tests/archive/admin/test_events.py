"""The log on the desk: stored keys in words, ways to what it happened to, and nobody else reads it."""

from __future__ import annotations

import ast
import csv
import io
import re
from pathlib import Path

from django.urls import reverse

from archive.audit.wording import ACTIONS
from archive.models import Event
from archive.review import decisions
from tests.factories import ArticleFactory

LOG = "/en/admin/archive/event/"
SOURCES = [path for folder in ("archive", "config", "search") for path in Path(folder).rglob("*.py")]


def recorded_actions() -> set[str]:
    """Every action that the code records: the first words of `record(…)`, and of `action=`."""
    found: set[str] = set()
    for path in SOURCES:
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            told = call.args[:1] if name == "record" else []
            told += [word.value for word in call.keywords if word.arg == "action" and name == "keep"]
            for one in told:
                found |= {leaf.value for leaf in ast.walk(one) if isinstance(leaf, ast.Constant)}
    return {action for action in found if isinstance(action, str) and re.fullmatch(r"[a-z][a-z -]+", action)}


def test_every_action_that_is_recorded_has_its_words():
    assert {"published", "drafted", "block cut"} <= recorded_actions() <= set(ACTIONS)


def test_the_log_speaks_in_words_and_leads_to_the_article(as_):
    article = ArticleFactory()
    Event.objects.record("block cut", article, block=3)
    page = as_("reviewer").get(LOG).content.decode()
    assert "Paragraph cut" in page and "block cut" not in re.sub(r"\?action=[^\"]*", "", page)
    assert reverse("admin:archive_article_review", args=[article.pk]) in page


def test_an_action_without_words_is_shown_as_it_is_stored(as_):
    Event.objects.record("moved to the moon", ArticleFactory())
    page = as_("reviewer").get(LOG).content.decode()
    assert "moved to the moon" in page


def test_who_may_not_see_it_gets_a_page_that_says_so(as_):
    answer = as_("uploader").get(LOG)
    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode()


def test_the_log_is_narrowed_by_person_action_and_kind(as_, people):
    article = ArticleFactory()
    Event.objects.record("published", article, actor=people["manager"])
    Event.objects.record("returned", article, actor=people["reviewer"])
    Event.objects.record("drafted", article)
    for wanted in ({"actor_name": "manager"}, {"action": "published"}, {"actor_name": "manager", "q": str(article.pk)}):
        shown = as_("reviewer").get(LOG, wanted).context["cl"].result_list
        assert [event.action for event in shown] == ["published"], wanted
    assert "The machine" in as_("reviewer").get(LOG).content.decode()


def test_the_log_tells_why_and_what_was_before(as_, people):
    article = ArticleFactory()
    decisions.return_to_uploader(article, by=people["reviewer"], reason="标题有误")
    Event.objects.record("withdrawn", article, before="published", after="withdrawn")
    page = as_("reviewer").get(LOG).content.decode()
    assert "标题有误" in page and "<del>Published</del> <ins>Withdrawn</ins>" in page
    event = Event.objects.get(action="returned")
    assert "标题有误" in as_("reviewer").get(f"{LOG}{event.pk}/change/").content.decode()


def test_what_people_typed_is_never_markup(as_):
    Event.objects.record("merged", ArticleFactory(), reason="<script>1</script>", changes={"<b>": ["<i>", "<u>"]})
    page = as_("reviewer").get(LOG).content.decode()
    assert not re.search("<script>1|<b><|<i>|<u>", page) and "&lt;script&gt;1" in page


def test_the_list_costs_few_queries_however_many_events(as_, people, django_assert_max_num_queries):
    client = as_("reviewer")
    for _ in range(40):
        decisions.return_to_uploader(ArticleFactory(), by=people["reviewer"], reason="x")
    client.get(reverse("admin:password_change"))  # once a minute a session notes that it was used
    with django_assert_max_num_queries(20):
        client.get(LOG)


class TestExport:
    EXPORT = f"{LOG}export/"

    def read(self, answer):
        text = b"".join(answer.streaming_content).decode()
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text[1:])))

    def test_sends_every_event_that_the_list_is_narrowed_to(self, as_, people):
        article = ArticleFactory()
        for n in range(60):  # more than one page of the list
            Event.objects.record("published", article, actor=people["manager"], n=n)
        Event.objects.record("returned", article)
        answer = as_("reviewer").get(self.EXPORT, {"action": "published"})
        assert answer.streaming and answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"].startswith('attachment; filename="baoku-log-')
        assert answer["Cache-Control"] == "private, no-store"
        rows = self.read(answer)
        assert rows[0][0] == "Number" and len(rows) == 61
        assert {row[4] for row in rows[1:]} == {"published"}
        assert [int(row[0]) for row in rows[1:]] == sorted(int(row[0]) for row in rows[1:])

    def test_is_for_those_who_may_see_the_log(self, as_):
        assert as_("uploader").get(self.EXPORT).status_code == 403
        assert as_("nobody").get(self.EXPORT).status_code == 302

    def test_a_filter_that_makes_no_sense_leads_back_to_the_list(self, as_):
        assert as_("reviewer").get(self.EXPORT, {"at__year": "x"}).status_code in (302, 400)

    def test_the_list_leads_there_with_its_filters(self, as_):
        Event.objects.record("published", ArticleFactory())
        page = as_("reviewer").get(LOG, {"action": "published", "p": "1"}).content.decode()
        assert f'href="{self.EXPORT}?action=published"' in page


class TestHistory:
    def page(self, client, article):
        return client.get(reverse("admin:archive_article_history", args=[article.pk]))

    def test_tells_every_step_with_who_and_why(self, as_, people):
        article = ArticleFactory(created_by=people["uploader"])
        decisions.return_to_uploader(article, by=people["reviewer"], reason="标题有误")
        shown = self.page(as_("reviewer"), article).content.decode()
        assert all(words in shown for words in ("标题有误", "reviewer", "archive/event/export"))

    def test_uploaders_see_that_of_their_own_and_no_way_to_the_log(self, as_, people):
        own, foreign = ArticleFactory(created_by=people["uploader"]), ArticleFactory(created_by=people["other"])
        decisions.return_to_uploader(own, by=people["reviewer"], reason="标题有误")
        answer = self.page(as_("uploader"), own)
        assert answer.status_code == 200 and "archive/event" not in answer.content.decode()
        assert self.page(as_("uploader"), foreign).status_code == 403

    def test_what_is_not_there_is_not_found(self, as_):
        for key in ("999999", "x", "9" * 40):
            assert as_("reviewer").get(f"/en/admin/archive/article/{key}/history/").status_code == 404
