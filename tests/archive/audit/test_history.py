"""One article's line of time: every event, review and revision once, with who, when, why, before and after."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import publishing
from archive.audit import history
from archive.audit.history import Step
from archive.models import Article, Event, Review, Revision, UploadBatch, UploadItem
from archive.review import decisions
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
NUMBER = "13800138000"


@pytest.fixture
def by() -> User:
    return UserFactory(username="reviewer")


def long_ago(article: Article, days: int) -> None:
    """Move everything that happened so far back, as if it had been done on another day."""
    moved = timezone.timedelta(days=days)
    for row in Event.objects.all():
        Event.objects.filter(pk=row.pk).update(at=row.at - moved)
    for row in article.reviews.all():
        article.reviews.filter(pk=row.pk).update(decided_at=row.decided_at - moved)
    for row in article.revisions.all():
        article.revisions.filter(pk=row.pk).update(made_at=row.made_at - moved)


def actions(steps: list[Step]) -> list[str]:
    return [step.event.action if step.event else "" for step in steps]


def test_an_event_its_review_and_its_revision_are_one_step(by: User) -> None:
    article = ArticleFactory()
    decisions.return_to_uploader(article, by=by, reason="标题有误")
    long_ago(article, 2)
    decisions.resubmit(article, by=by)
    long_ago(article, 1)
    publishing.publish(article, by=by, reason="已核对")
    published, resubmitted, returned = history.of(article)
    assert actions([published, resubmitted, returned]) == ["published", "resubmitted", "returned"]
    assert (returned.why, returned.who, returned.review.decision) == ("标题有误", "reviewer", "return")  # type: ignore[union-attr]
    assert (published.why, published.revision.number, published.before) == ("已核对", 1, None)  # type: ignore[union-attr]
    assert (resubmitted.review, resubmitted.revision, resubmitted.why) == (None, None, "")


def test_each_row_stands_in_exactly_one_step(by: User) -> None:
    article = ArticleFactory()
    publishing.publish(article, by=by)
    for n in range(4):  # within one second: nearness alone decides
        decisions.amend(article, {"title": f"题{n}"}, by=by, version=article.version, detect=lambda text: [])
    publishing.withdraw(article, by=by, reason="误", category="error")
    publishing.restore(article, by=by)
    steps = history.of(article)
    kept = {Event: set(), Review: set(), Revision: set()}  # type: ignore[var-annotated]
    rows: list[Any] = [row for step in steps for row in (step.event, step.review, step.revision) if row]
    for row in rows:
        assert row.pk not in kept[type(row)]
        kept[type(row)].add(row.pk)
    assert len(kept[Event]) == Event.objects.count()
    assert len(kept[Review]) == 3 and len(kept[Revision]) == article.revisions.count()


def test_what_a_revision_changed_is_told_against_the_one_before(by: User) -> None:
    article = ArticleFactory(title="旧题")
    publishing.publish(article, by=by)
    long_ago(article, 1)
    decisions.amend(article, {"title": "新题"}, by=by, version=article.version, detect=lambda text: [])
    newest = history.of(article)[0]
    change = newest.change()
    assert change and [(field.name, [run.text for run in field.runs]) for field in change.fields] == [
        ("title", ["旧", "新", "题"])
    ]


def test_a_review_or_revision_without_an_event_stands_by_itself(by: User) -> None:
    article = ArticleFactory(state="published")
    Review.objects.create(article=article, decision="publish", decided_by=by, reason="旧库")
    Revision.objects.create(article=article, number=1, title="题", made_by=by)
    long_ago(article, 3)
    step = history.of(article)
    assert [(one.who, one.why, bool(one.revision)) for one in step] in (
        [("reviewer", "旧库", True)],
        [("reviewer", "旧库", False), ("reviewer", "", True)],
        [("reviewer", "", True), ("reviewer", "旧库", False)],
    )


def test_the_upload_of_its_batch_belongs_to_it_and_those_of_others_do_not(by: User) -> None:
    article = ArticleFactory()
    batch, other = UploadBatch.objects.create(uploaded_by=by), UploadBatch.objects.create(uploaded_by=by)
    UploadItem.objects.create(batch=batch, name="a.html", article=article, state="draft")
    for one in (batch, other):
        Event.objects.record("uploaded", one, actor=by, files=1)
        Event.objects.record("unpacked", one, actor=by, members=1)
    Event.objects.record("drafted", ArticleFactory())
    steps = history.of(article)
    assert [(step.event.action, step.event.subject_id) for step in steps if step.event] == [("uploaded", str(batch.pk))]


def test_personal_data_is_covered_everywhere_even_where_it_was_changed(by: User) -> None:
    article = ArticleFactory(body=[f"请致电{NUMBER}。"])
    article.findings.create(kind="mobile-number", text=NUMBER, in_body=False)
    Revision.objects.create(article=article, number=1, title=f"致电{NUMBER}", body=article.body, note=NUMBER)
    Revision.objects.create(article=article, number=2, title="致电", body=["请致电138。"], fields={"authors": [NUMBER]})
    Review.objects.create(article=article, decision="return", reason=f"删去{NUMBER}", decided_by=by)
    shown = ""
    for step in history.of(article):
        change = step.change()
        shown += step.why + repr(change) + repr((step.revision and vars(step.revision)) or "")
    assert NUMBER not in shown and "█" in shown
    assert article.revisions.filter(title__contains=NUMBER).exists()  # covered in memory alone


def test_costs_the_same_queries_however_long_the_history(by: User, django_assert_max_num_queries: Any) -> None:
    article = ArticleFactory()
    publishing.publish(article, by=by)
    for n in range(12):
        decisions.amend(article, {"title": f"题{n}"}, by=by, version=article.version, detect=lambda text: [])
    with django_assert_max_num_queries(10):
        history.of(Article.objects.get())
