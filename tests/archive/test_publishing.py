"""Publishing as a state machine: who may do what when, with its traces, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.dispatch import Signal

from archive import publishing
from archive.models import Article, Event, Finding, Review
from archive.publishing import Refusal
from archive.signals import article_published, article_withdrawn, articles_published
from search.models import IndexChange
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db

State = Article.State


@contextmanager
def broken_receiver(signal: Signal) -> Iterator[None]:
    """While this is open, one listener of the signal fails."""

    def fail(**_: Any) -> None:
        raise RuntimeError("the listener is broken")

    signal.connect(fail)
    try:
        yield
    finally:
        signal.disconnect(fail)


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def personal_data(article: Article, **fields: Any) -> Finding:
    given = {"kind": Finding.Kind.ID_NUMBER, "text": "11010519491231002X", "in_body": True}
    return Finding.objects.create(article=article, **(given | fields))


class TestPublish:
    def test_makes_the_article_public_with_every_trace(self) -> None:
        article, reviewer = ArticleFactory(), UserFactory()
        assert publishing.publish(article, by=reviewer, reason="checked") is None

        row = stored(article)
        assert (row.state, row.released_by, row.updated_by) == (State.PUBLISHED, reviewer, reviewer)
        assert row.released_at is not None
        assert row.version == 2
        assert list(Article.objects.public()) == [row]
        review = row.reviews.get()
        assert (review.decision, review.reason, review.decided_by) == (Review.Decision.PUBLISH, "checked", reviewer)
        revision = row.revisions.get()
        assert (revision.number, revision.title, revision.body) == (1, row.title, row.body)
        event = Event.objects.get(action="published")
        assert (event.subject_id, event.actor_name) == (str(row.pk), reviewer.username)
        assert list(IndexChange.objects.values_list("article_pk", "action")) == [(row.pk, "index")]

    @pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
    def test_takes_drafts_and_returned_ones(self, state: str) -> None:
        assert publishing.publish(ArticleFactory(state=state), by=None) is None

    @pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
    def test_refuses_every_other_state_and_leaves_no_trace(self, state: str) -> None:
        article = ArticleFactory(state=state)
        reviews = article.reviews.count()
        assert publishing.publish(article, by=None) == Refusal.WRONG_STATE
        assert stored(article).state == state
        assert article.reviews.count() == reviews
        assert not Event.objects.exists() and not IndexChange.objects.exists() and not article.revisions.exists()

    def test_decides_on_what_is_in_the_database_and_not_on_what_was_loaded_long_ago(self) -> None:
        article = ArticleFactory()
        Article.objects.filter(pk=article.pk).update(state=State.WITHDRAWN)
        assert publishing.publish(article, by=None) == Refusal.WRONG_STATE
        assert stored(article).state == State.WITHDRAWN

    def test_refuses_a_text_of_nothing(self) -> None:
        assert publishing.publish(ArticleFactory(body=[]), by=None) == Refusal.NO_TEXT

    def test_refuses_while_personal_data_stands_open_where_readers_would_see_it(self) -> None:
        article = ArticleFactory()
        finding = personal_data(article)
        assert publishing.publish(article, by=None) == Refusal.OPEN_FINDINGS
        finding.state = Finding.State.KEPT
        finding.save()
        assert publishing.publish(article, by=None) is None

    @pytest.mark.parametrize("harmless", [{"in_body": False}, {"kind": Finding.Kind.NO_DATE}])
    def test_other_findings_do_not_stop_it(self, harmless: dict[str, Any]) -> None:
        article = ArticleFactory()
        personal_data(article, **harmless)
        assert publishing.publish(article, by=None) is None

    def test_nobody_publishes_their_own_upload_where_two_people_are_required(self, settings: LazySettings) -> None:
        settings.BAOKU_TWO_PERSON = True
        uploader, other = UserFactory(), UserFactory()
        article = ArticleFactory(created_by=uploader)
        assert publishing.publish(article, by=uploader) == Refusal.OWN_UPLOAD
        assert publishing.publish(article, by=other) is None

    def test_a_listener_that_fails_undoes_all_of_it(self) -> None:
        article = ArticleFactory()
        with broken_receiver(article_published), pytest.raises(RuntimeError):
            publishing.publish(article, by=None)
        assert stored(article).state == State.DRAFT
        assert not Event.objects.exists() and not Review.objects.exists() and not IndexChange.objects.exists()
        assert not article.revisions.exists()


class TestPublishTogether:
    def test_publishes_what_one_by_one_would_be_published_with_the_same_traces(self) -> None:
        together, alone, by = ArticleFactory.create_batch(3), ArticleFactory(), UserFactory()
        assert publishing.publish_together(together, by=by, reason="import") == together
        publishing.publish(alone, by=by, reason="import")

        rows = list(Article.objects.public().order_by("pk"))
        assert [row.pk for row in rows] == [article.pk for article in (*together, alone)]
        assert {row.version for row in rows} == {2}
        assert {(row.released_by, row.updated_by, row.released_at is not None) for row in rows} == {(by, by, True)}
        assert {tuple(row.reviews.values_list("decision", "reason", "decided_by")) for row in rows} == {
            (("publish", "import", by.pk),)
        }
        assert {tuple(row.revisions.values_list("number", "note", "made_by")) for row in rows} == {((1, "", by.pk),)}
        assert list(IndexChange.objects.order_by("pk").values_list("article_pk", flat=True)) == [r.pk for r in rows]

    def test_the_articles_given_are_as_they_were_saved(self) -> None:
        article = ArticleFactory()
        publishing.publish_together([article], by=None)
        row = stored(article)
        assert (article.state, article.version, article.released_at) == (row.state, row.version, row.released_at)

    def test_leaves_out_what_may_not_be_published(self, settings: LazySettings) -> None:
        settings.BAOKU_TWO_PERSON = True
        by = UserFactory()
        fit, flagged = ArticleFactory.create_batch(2)
        empty, own = ArticleFactory(body=[]), ArticleFactory(created_by=by)
        personal_data(flagged)
        others = [ArticleFactory(state=state) for state in (State.RETURNED, State.PUBLISHED, State.WITHDRAWN)]
        assert publishing.publish_together([flagged, empty, own, *others, fit], by=by) == [fit]
        assert stored(flagged).state == stored(empty).state == stored(own).state == State.DRAFT
        assert [stored(article).state for article in others] == [article.state for article in others]
        assert IndexChange.objects.get().article_pk == fit.pk

    def test_counts_revisions_on_from_those_that_are_there(self) -> None:
        article = ArticleFactory()
        publishing.keep_revision(article, by=None)
        publishing.publish_together([article], by=None)
        assert sorted(article.revisions.values_list("number", flat=True)) == [1, 2]

    def test_a_listener_that_fails_undoes_all_of_it(self) -> None:
        article = ArticleFactory()
        with broken_receiver(articles_published), pytest.raises(RuntimeError):
            publishing.publish_together([article], by=None)
        assert stored(article).state == State.DRAFT
        assert not Review.objects.exists() and not IndexChange.objects.exists() and not article.revisions.exists()

    def test_takes_as_many_statements_for_many_as_for_few(self, django_assert_max_num_queries: Any) -> None:
        articles = ArticleFactory.create_batch(20)
        with django_assert_max_num_queries(21):
            publishing.publish_together(articles, by=None)

    def test_nothing_to_publish_is_no_mistake(self) -> None:
        assert publishing.publish_together([], by=None) == []


class TestWithdraw:
    def test_takes_the_article_from_the_readers_with_every_trace(self) -> None:
        article, by = ArticleFactory(), UserFactory()
        publishing.publish(article, by=by)
        assert publishing.withdraw(article, by=by, reason="wrong name") is None
        assert stored(article).state == State.WITHDRAWN
        assert not Article.objects.public().exists()
        latest = article.reviews.first()
        assert latest and (latest.decision, latest.reason, latest.decided_by) == ("withdraw", "wrong name", by)
        assert Event.objects.get(action="withdrawn").data == {
            "category": "other",
            "before": "published",
            "after": "withdrawn",
        }
        assert list(IndexChange.objects.order_by("pk").values_list("action", flat=True)) == ["index", "remove"]

    @pytest.mark.parametrize("category", ["", "spite"])
    def test_takes_a_category_that_readers_can_be_told(self, category: str) -> None:
        article = ArticleFactory(state=State.PUBLISHED)
        assert publishing.withdraw(article, by=None, reason="x", category=category) == Refusal.NO_CATEGORY
        assert stored(article).state == State.PUBLISHED

    @pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.WITHDRAWN])
    def test_refuses_what_is_not_public(self, state: str) -> None:
        article = ArticleFactory(state=state)
        assert publishing.withdraw(article, by=None, reason="x") == Refusal.WRONG_STATE
        assert not IndexChange.objects.exists() and not Event.objects.exists()

    def test_a_listener_that_fails_undoes_all_of_it(self) -> None:
        article = ArticleFactory(state=State.PUBLISHED)
        with broken_receiver(article_withdrawn), pytest.raises(RuntimeError):
            publishing.withdraw(article, by=None, reason="x")
        assert stored(article).state == State.PUBLISHED
        assert not Review.objects.exists() and not Event.objects.exists()


class TestRestore:
    def test_gives_a_withdrawn_article_back(self) -> None:
        article = ArticleFactory(state=State.WITHDRAWN)
        assert publishing.restore(article, by=None, reason="name checked") is None
        assert stored(article).state == State.PUBLISHED
        assert Event.objects.get().action == "restored"
        assert article.reviews.first().decision == Review.Decision.RESTORE
        assert IndexChange.objects.get().action == "index"

    @pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.PUBLISHED])
    def test_refuses_what_was_not_withdrawn(self, state: str) -> None:
        assert publishing.restore(ArticleFactory(state=state), by=None) == Refusal.WRONG_STATE

    def test_refuses_while_personal_data_stands_open(self) -> None:
        article = ArticleFactory(state=State.WITHDRAWN)
        personal_data(article)
        assert publishing.restore(article, by=None) == Refusal.OPEN_FINDINGS
        assert stored(article).state == State.WITHDRAWN

    def test_refuses_a_text_of_nothing(self) -> None:
        article = ArticleFactory(state=State.WITHDRAWN, body=[])
        assert publishing.restore(article, by=None) == Refusal.NO_TEXT

    def test_what_was_mended_meanwhile_is_sealed(self) -> None:
        article = ArticleFactory()
        publishing.publish(article, by=None)
        publishing.withdraw(article, by=None, reason="x", category="privacy")
        article.body = ["昨天合龙。"]
        article.save()
        publishing.announce_change(article, by=None)
        publishing.restore(article, by=None)
        assert list(article.revisions.values_list("number", "sealed")) == [(3, False), (2, False), (1, True)]
        assert Event.objects.get(action="versions sealed").data == {"versions": [1]}

    def test_an_unchanged_text_keeps_its_history(self) -> None:
        article = ArticleFactory()
        publishing.publish(article, by=None)
        publishing.withdraw(article, by=None, reason="x", category="error")
        publishing.restore(article, by=None)
        assert not article.revisions.filter(sealed=True).exists()


class TestAnnounceChange:
    def test_a_public_article_is_indexed_anew_with_its_next_revision(self) -> None:
        article = ArticleFactory()
        publishing.publish(article, by=None)
        article.title = "三号海堤昨日合龙（更正）"
        article.save()
        publishing.announce_change(article, by=None, note="title")
        assert next((r.number, r.title) for r in article.revisions.all()) == (2, "三号海堤昨日合龙（更正）")
        assert IndexChange.objects.count() == 2

    @pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.WITHDRAWN])
    def test_nothing_else_reaches_the_index(self, state: str) -> None:
        publishing.announce_change(ArticleFactory(state=state), by=None)
        assert not IndexChange.objects.exists()


class TestEventChain:
    def tamper(self, sql: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    def events(self) -> list[Event]:
        article = ArticleFactory()
        return [Event.objects.record(action, article, number=n) for n, action in enumerate(("a", "b", "c", "d"))]

    def test_is_whole_as_it_was_written(self) -> None:
        first = self.events()[0]
        assert first.previous == "0" * 64
        assert Event.objects.all().broken() == []

    @pytest.mark.parametrize(
        "change", ["action = 'x'", "data = '{}'", "actor_name = 'x'", "subject_id = '0'", "at = '2020-01-01 00:00:00'"]
    )
    def test_finds_the_event_that_was_altered(self, change: str) -> None:
        second = self.events()[1]
        self.tamper(f"UPDATE archive_event SET {change} WHERE id = %s", second.pk)
        assert [event.pk for event in Event.objects.all().broken()] == [second.pk]

    def test_finds_the_event_after_one_that_was_deleted(self) -> None:
        events = self.events()
        self.tamper("DELETE FROM archive_event WHERE id = %s", events[1].pk)
        assert [event.pk for event in Event.objects.all().broken()] == [events[2].pk]

    def test_finds_an_altered_event_whose_hash_was_made_to_fit(self) -> None:
        events = self.events()
        forged = Event.objects.get(pk=events[1].pk)
        forged.action = "x"
        self.tamper("UPDATE archive_event SET action = 'x', hash = %s WHERE id = %s", forged.digest(), forged.pk)
        assert [event.pk for event in Event.objects.all().broken()] == [events[2].pk]

    def test_a_change_that_is_undone_takes_its_event_along(self) -> None:
        self.events()
        with broken_receiver(article_published), pytest.raises(RuntimeError):
            publishing.publish(ArticleFactory(), by=None)
        Event.objects.record("e", ArticleFactory())
        assert Event.objects.all().broken() == []
