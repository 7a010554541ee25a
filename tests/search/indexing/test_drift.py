"""Whatever makes index and database differ is found, named and mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.models import Article
from search.generation import Generation
from search.index_state import index_root
from search.indexing import drift, indexer, preparing
from search.indexing.drift import Drift
from search.models import IndexChange
from tests.factories import ArticleFactory
from tests.search.looking import assert_in_step, found


def difference() -> Drift:
    return drift.find(Generation.live(index_root()))


def test_an_index_in_step_does_not_differ(publish: Callable[..., Article]) -> None:
    for _ in range(3):
        publish()
    assert difference() == Drift() and not difference()


def test_an_article_that_came_past_the_outbox_is_missing(publish: Callable[..., Article]) -> None:
    publish()
    row = ArticleFactory(state=Article.State.PUBLISHED, title="旧备份里的文章")
    assert difference() == Drift(missing=(row.pk,))
    indexer.check()
    assert_in_step()
    assert found("旧备份") == 1


def test_an_article_that_went_past_the_outbox_is_surplus(publish: Callable[..., Article]) -> None:
    publish()
    gone, hidden = publish(), publish()
    key = gone.pk
    Article.objects.filter(pk=hidden.pk).update(state=Article.State.DRAFT)
    IndexChange.objects.filter(article_pk=key).delete()
    gone.revisions.all().delete()
    gone.reviews.all().delete()
    gone.delete()
    assert difference() == Drift(surplus=(key, hidden.pk))
    indexer.check()
    assert_in_step()


def test_words_changed_past_the_outbox_are_outdated(publish: Callable[..., Article]) -> None:
    publish()
    article = publish()
    Article.objects.filter(pk=article.pk).update(title="改过的题目", version=article.version + 1)
    assert difference() == Drift(outdated=(article.pk,))
    indexer.check()
    assert_in_step()
    assert found("改过的题目") == 1


def test_an_article_in_the_index_twice_is_told(publish: Callable[..., Article]) -> None:
    publish()
    article = publish()
    generation = Generation.live(index_root())
    generation.commit(add=preparing.prepared([article.pk])[0], remove=())
    assert difference() == Drift(repeated=(article.pk,))
    indexer.check()
    assert_in_step()


def test_what_is_in_the_outbox_is_no_drift(publish: Callable[..., Article]) -> None:
    publish()
    publish(indexed=False)
    assert not difference()


def test_what_is_indexed_while_it_looks_is_no_drift(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    opened = Generation.open

    def overtaken(self: Generation) -> object:
        snapshot = opened(self)
        publish()  # published and indexed after the snapshot was taken
        return snapshot

    monkeypatch.setattr(Generation, "open", overtaken)
    assert not difference()
