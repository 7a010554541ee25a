"""A batch that holds everything, and who gives and decides."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from archive import publishing
from archive.ingest import intake
from archive.ingest.processing import process_all
from archive.models import Article, UploadBatch
from archive.review import decisions
from tests.archive.review.undoing.batches import WORDS, Reader, give
from tests.factories import UserFactory


@pytest.fixture
def pool(data) -> Reader:
    return Reader()


@pytest.fixture
def uploader(db) -> User:
    return UserFactory(groups=["Uploaders"])


@pytest.fixture
def reviewer(db) -> User:
    return UserFactory(groups=["Reviewers"])


@pytest.fixture
def mixed(pool, uploader, reviewer) -> UploadBatch:
    """A draft, a returned one, a published, a withdrawn, a refused file; and a file that waits."""
    batch = give(uploader, *(f"{WORDS}{number}号泊位。" * number for number in range(1, 5)), "")
    process_all(pool)
    _draft, back, public, gone = Article.objects.order_by("pk")
    decisions.return_to_uploader(back, by=reviewer, reason="缺日期")
    for article in (public, gone):
        assert publishing.publish(article, by=reviewer) is None
    publishing.withdraw(gone, by=reviewer, reason="失实")
    intake.add_item(batch, intake.TakenFile("late.html", 3, give(uploader, "迟到").items.get().capture.sha256))
    UploadBatch.objects.exclude(pk=batch.pk).delete()
    return batch
