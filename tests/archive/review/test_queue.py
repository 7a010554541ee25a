"""The order of work, whose work it is, and where an article stands in it."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from archive.models import Article, Finding, UploadBatch, UploadItem
from archive.review import decisions, queue
from archive.review.narrowing import Narrowing
from tests.drafts import make_draft
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(groups=["Reviewers"])


@pytest.fixture
def uploader():
    return UserFactory(groups=["Uploaders"])


def test_what_cannot_be_published_comes_first_then_flagged_then_oldest(reviewer):
    plain, younger = ArticleFactory(), ArticleFactory()
    flagged = ArticleFactory()
    Finding.objects.create(article=flagged, kind=Finding.Kind.NO_DATE)
    stopped = make_draft()
    Article.objects.all().weigh()
    assert list(queue.waiting(reviewer)) == [stopped, flagged, plain, younger]


def test_pinyin_alone_does_not_move_an_article_forward(reviewer):
    first, second = ArticleFactory(), ArticleFactory()
    Finding.objects.create(article=second, kind=Finding.Kind.PINYIN)
    Article.objects.all().weigh()
    assert list(queue.waiting(reviewer)) == [first, second]


@pytest.mark.parametrize("state", [Article.State.RETURNED, Article.State.PUBLISHED, Article.State.WITHDRAWN])
def test_only_drafts_wait(reviewer, state):
    ArticleFactory(state=state)
    assert not queue.waiting(reviewer).exists()


def test_returned_ones_are_apart(reviewer):
    back = ArticleFactory(state=Article.State.RETURNED)
    assert list(queue.returned(reviewer)) == [back]


def test_an_uploader_sees_their_own_only(uploader):
    mine = ArticleFactory(created_by=uploader)
    ArticleFactory(created_by=UserFactory())
    assert list(queue.waiting(uploader)) == [mine]


def test_narrows_to_one_batch(reviewer, uploader):
    inside = ArticleFactory()
    ArticleFactory()
    batch = UploadBatch.objects.create(uploaded_by=uploader)
    UploadItem.objects.create(batch=batch, name="a.html", article=inside)
    assert list(queue.waiting(reviewer, batch=batch.pk)) == [inside]


def test_tells_the_place_and_the_neighbours(reviewer):
    articles = [ArticleFactory() for _ in range(3)]
    place = queue.place_of(articles[1], queue.waiting(reviewer))
    assert place == queue.Place(2, 3, articles[0].pk, articles[2].pk)


def test_what_does_not_wait_has_no_place(reviewer):
    assert queue.place_of(ArticleFactory(state="published"), queue.waiting(reviewer)) is None


def test_drafts_that_wait_already_are_weighed_when_an_archive_is_brought_up_to_date():
    articles = [ArticleFactory(), make_draft(), ArticleFactory(state=Article.State.RETURNED)]
    Finding.objects.create(article=articles[2], kind=Finding.Kind.NO_DATE)
    importlib.import_module("archive.migrations.0005_newsroom_queue").weigh_drafts(apps, None)
    found = list(Article.objects.order_by("pk").values_list("urgency", flat=True))
    Article.objects.all().weigh()
    assert found == list(Article.objects.order_by("pk").values_list("urgency", flat=True))
    assert found[1] > found[2] > found[0] == 0


def test_a_returned_draft_that_comes_back_finds_a_new_place(reviewer):
    older, back = ArticleFactory(), ArticleFactory(state=Article.State.RETURNED)
    Finding.objects.create(article=back, kind=Finding.Kind.NO_DATE)
    assert decisions.resubmit(back, by=reviewer) is None
    assert list(queue.waiting(reviewer)) == [back, older]


def test_what_left_the_line_that_one_goes_along_still_has_neighbours(reviewer):
    first, second, third = (make_draft() for _ in range(3))
    second.findings.update(state=Finding.State.MASKED)
    line = queue.line(reviewer, Narrowing(flag="blocked"))
    assert queue.place_of(second, line) is None
    assert queue.place_beside(second, line) == queue.Place(2, 2, first.pk, third.pk)


@pytest.mark.parametrize("order", ["", "oldest", "newest"])
def test_places_follow_the_order_that_was_asked_for(reviewer, order):
    [ArticleFactory() for _ in range(4)]
    Article.objects.update(created_at=timezone.now())  # all at the same moment: keys decide
    line = queue.line(reviewer, Narrowing(order=order))
    keys = [article.pk for article in line]
    places = [queue.place_of(article, line) for article in line]
    assert [place.number for place in places] == [1, 2, 3, 4]
    assert [place.previous for place in places] == [None, *keys[:-1]]
    assert [place.following for place in places] == [*keys[1:], None]
