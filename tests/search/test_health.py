"""What the desk is told of the index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from archive import publishing
from search.health import index_health
from search.models import IndexChange, IndexPurge
from tests.factories import ArticleFactory


@pytest.fixture
def index(transactional_db) -> None:
    call_command("index_articles", rebuild=True, verbosity=0)


def test_in_step_with_the_articles(index):
    publishing.publish(ArticleFactory(), by=None)
    told = index_health()
    assert (told.articles, told.public, told.waiting, told.look) == (0, 1, 1, "good")
    assert not told.differs, "a change is on its way"
    call_command("worker", once=True)
    told = index_health()
    assert (told.articles, told.public, told.waiting, told.look) == (1, 1, 0, "good")


def test_a_difference_without_a_change_on_its_way_is_told(index):
    ArticleFactory(state="published")
    told = index_health()
    assert told.differs and told.look == "mind"


def test_a_change_that_waits_for_long_and_one_that_failed(index):
    change = IndexChange.objects.create(article_pk=1, action="index")
    IndexChange.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert index_health().look == "mind"
    change.error = "MemoryError()"
    change.save()
    told = index_health()
    assert (told.failed, told.waiting, told.look) == (1, 0, "bad")


def test_remains_of_withdrawn_words_are_bad(index):
    IndexPurge.objects.create(changes=1, documents=1, traces=1, files=1, size=1, remains=1)
    assert index_health().look == "bad"


def test_no_index_at_all(db, own_index):
    assert index_health().rebuild
