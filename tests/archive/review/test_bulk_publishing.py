"""Only what nobody has to look at is published together, and every other draft is told why not."""

from __future__ import annotations

import pytest

from archive.admin.verbs import personal_data
from archive.models import Article, Event, Finding
from archive.review import bulk_publishing
from archive.review.bulk_publishing import Hindrance
from tests.drafts import make_draft
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(groups=["Reviewers"])


def publish(articles, by):
    versions = {article.pk: article.version for article in articles}
    done = bulk_publishing.publish(versions, by=by, detect=personal_data)
    return done.fit, dict(done.unfit)


def test_clean_ones_are_published_each_with_its_event_and_revision(reviewer):
    articles = [ArticleFactory() for _ in range(3)]
    fit, unfit = publish(articles, reviewer)
    assert (fit, unfit) == (articles, {})
    assert set(Article.objects.values_list("state", "released_by")) == {("published", reviewer.pk)}
    assert sorted(Event.objects.filter(action="published").values_list("subject_id", flat=True)) == sorted(
        str(article.pk) for article in articles
    )
    assert all(article.revisions.count() == article.reviews.count() == 1 for article in articles)
    assert Event.objects.broken() == []


def test_every_other_one_is_left_with_the_reason(reviewer, settings):
    settings.BAOKU_TWO_PERSON = True
    blocked, flagged, empty, own = (
        make_draft(),
        ArticleFactory(),
        ArticleFactory(body=[]),
        ArticleFactory(created_by=reviewer),
    )
    Finding.objects.create(article=flagged, kind="no-date")
    gone = ArticleFactory(state="published")
    fit, unfit = publish([blocked, flagged, empty, own, gone], reviewer)
    assert fit == []
    assert unfit == {
        blocked: Hindrance.PERSONAL_DATA,
        flagged: Hindrance.FINDINGS,
        empty: Hindrance.NO_TEXT,
        own: Hindrance.OWN_UPLOAD,
        gone: Hindrance.WRONG_STATE,
    }


def test_pinyin_and_settled_findings_do_not_hinder(reviewer):
    pinyin, settled = ArticleFactory(), ArticleFactory()
    Finding.objects.create(article=pinyin, kind="pinyin")
    Finding.objects.create(article=settled, kind="landline", text="x", in_body=True, state=Finding.State.KEPT)
    assert publish([pinyin, settled], reviewer)[0] == [pinyin, settled]


def test_a_number_in_a_title_that_ingest_did_not_look_at_is_found(reviewer):
    article = ArticleFactory(title="失主手机13800138000已停机")
    fit, unfit = publish([article], reviewer)
    assert (fit, unfit) == ([], {article: Hindrance.PERSONAL_DATA})
    assert article.findings.blocking().exists()
    assert not Article.objects.public().exists()


def test_what_was_changed_since_it_was_shown_is_left(reviewer):
    article = ArticleFactory()
    done = bulk_publishing.publish({article.pk: article.version - 1}, by=reviewer, detect=personal_data)
    assert done.unfit == [(article, Hindrance.STALE)]


def test_sorting_out_changes_nothing(reviewer, django_assert_max_num_queries):
    articles = [ArticleFactory() for _ in range(5)]
    with django_assert_max_num_queries(1):
        found = bulk_publishing.sort_out(articles, by=reviewer)
    assert found.fit == articles
    assert not Article.objects.public().exists()
