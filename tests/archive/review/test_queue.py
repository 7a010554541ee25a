"""The order of work, whose work it is, and where an article stands in it."""

from __future__ import annotations

import pytest

from archive.models import Article, Finding, UploadBatch, UploadItem
from archive.review import queue
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
    assert list(queue.waiting(reviewer)) == [stopped, flagged, plain, younger]


def test_pinyin_alone_does_not_move_an_article_forward(reviewer):
    first, second = ArticleFactory(), ArticleFactory()
    Finding.objects.create(article=second, kind=Finding.Kind.PINYIN)
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
