"""The outbox is worked off in order, once or more often, by one process at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from archive import publishing
from archive.models import Article
from search.engine import writing
from search.engine.folders import live_folder, writing_lock
from search.engine.layout import Document, Layout
from search.index_state import needs_rebuild
from search.indexing import indexer, preparing
from search.models import IndexChange
from tests.factories import ArticleFactory
from tests.search.looking import correct, documents, found, live


def test_changes_are_done_in_order_and_counted(publish: Callable[..., Article]) -> None:
    publish()
    articles = [publish(indexed=False) for _ in range(5)]
    assert indexer.drain(limit=2) == 2
    pending = IndexChange.objects.pending().values_list("article_pk", flat=True)
    assert list(pending) == [article.pk for article in articles[2:]]
    assert (indexer.drain(limit=2), indexer.drain(limit=2), indexer.drain(limit=2)) == (2, 1, 0)
    assert documents() == 6


def test_nothing_pending_touches_nothing(index_folder: Path) -> None:
    assert indexer.drain() == 0
    assert not index_folder.exists()


def test_the_first_change_builds_the_index(publish: Callable[..., Article]) -> None:
    ArticleFactory(state=Article.State.PUBLISHED, title="没有出箱行的旧文")
    publish()
    assert (needs_rebuild(), documents(), found("旧文")) == (None, 2, 1)


def test_a_death_between_commit_and_mark_costs_nothing(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    publish(indexed=False, title="海堤二")
    with monkeypatch.context() as dying:
        dying.setattr("search.indexing.outbox.settle", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            indexer.drain()
    assert documents() == 2 and IndexChange.objects.pending().count() == 1
    assert indexer.drain() == 1
    assert (documents(), found("海堤")) == (2, 2)


def test_a_death_before_the_commit_leaves_the_index_as_it_was(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    publish(indexed=False)
    with monkeypatch.context() as dying:
        dying.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            indexer.drain()
    assert documents() == 1
    assert indexer.drain() == 1
    assert documents() == 2


def test_to_do_a_change_again_changes_nothing(publish: Callable[..., Article]) -> None:
    article = publish()
    for _ in range(3):
        IndexChange.objects.create(article_pk=article.pk, action=IndexChange.Action.INDEX)
    assert indexer.drain() == 3
    assert (documents(), found("海堤")) == (1, 1)


def test_the_database_decides_and_not_the_kind_of_the_change(publish: Callable[..., Article]) -> None:
    article = publish()
    publishing.withdraw(article, by=None, reason="test")
    IndexChange.objects.create(article_pk=article.pk, action=IndexChange.Action.INDEX)
    IndexChange.objects.create(article_pk=987_654, action=IndexChange.Action.INDEX)
    IndexChange.objects.create(article_pk=987_655, action=IndexChange.Action.REMOVE)
    assert indexer.drain() == 4
    assert documents() == 0
    publishing.restore(article, by=None)
    IndexChange.objects.create(article_pk=article.pk, action=IndexChange.Action.REMOVE)
    indexer.drain()
    assert (documents(), found("海堤")) == (1, 1)


def test_a_second_process_is_told_that_the_index_is_locked(publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    publish(indexed=False)
    with writing_lock(index_folder):
        for work in (indexer.drain, indexer.rebuild):
            with pytest.raises(indexer.IndexLocked):
                work()
    assert indexer.drain() == 1


def test_the_kernel_frees_the_lock_of_a_dead_process(publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    publish(indexed=False)
    code = "import sys, time; from pathlib import Path; from search.engine.folders import writing_lock\n"
    code += f"with writing_lock(Path({str(index_folder)!r})): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(indexer.IndexLocked):
            indexer.drain()
    finally:
        holder.kill()
        holder.communicate()
    assert indexer.drain() == 1


def broken(title: str) -> str:
    """A title of which `spoils` lets no document be made."""
    return f"坏{title}"


@pytest.fixture
def spoils(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the documents of articles with a broken title not be made, as a fault of ours would."""
    whole = preparing.document_of

    def spoiled(prepared: dict[str, Any], layout: Layout) -> Document:
        if prepared["title"].startswith("坏"):
            raise ValueError("cannot be prepared")
        return whole(prepared, layout)

    monkeypatch.setattr(preparing, "document_of", spoiled)


class TestAnArticleThatCannotBeIndexed:
    def test_is_set_aside_with_the_reason_and_the_others_go_on(
        self, publish: Callable[..., Article], spoils: None
    ) -> None:
        articles = [publish(indexed=False, title=broken("一") if n == 3 else "海堤") for n in range(7)]
        assert indexer.drain() == 7
        change = IndexChange.objects.get(article_pk=articles[3].pk)
        assert (change.done_at, change.attempts) == (None, 1) and "cannot be prepared" in change.error
        assert list(IndexChange.objects.set_aside()) == [change]
        assert (documents(), indexer.drain()) == (6, 0)

    def test_leaves_the_index_even_if_an_older_version_was_in_it(
        self, publish: Callable[..., Article], spoils: None
    ) -> None:
        publish()
        article = publish(title="海堤")
        correct(article, title=broken("二"))
        assert indexer.drain() == 1
        assert (documents(), found("合龙")) == (1, 1)

    def test_is_tried_again_later_and_later(self, publish: Callable[..., Article], spoils: None) -> None:
        article = publish(indexed=False, title=broken("三"))
        publish()
        for attempts, minutes in ((1, 1), (2, 5), (3, 25)):
            change = IndexChange.objects.get(article_pk=article.pk)
            assert change.attempts == attempts and change.retry_at is not None
            assert round((change.retry_at - timezone.now()) / timedelta(minutes=1)) == minutes
            IndexChange.objects.update(retry_at=timezone.now())
            assert indexer.drain() == 1

    def test_is_done_with_its_old_change_when_it_is_mended(self, publish: Callable[..., Article], spoils: None) -> None:
        article = publish(indexed=False, title=broken("四"))
        publish()
        correct(article, title="海堤四")
        assert indexer.drain() == 2
        assert not IndexChange.objects.pending().exists() and found("海堤四") == 1

    def test_may_fail_in_the_engine_too(self, publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch) -> None:
        publish()
        articles = [publish(indexed=False) for _ in range(5)]
        commit = writing.commit

        def choosy(*arguments: Any, add: Sequence[Document], remove: Sequence[int]) -> Any:
            if any(document.pk == articles[2].pk for document in add):
                raise ZeroDivisionError("engine")
            return commit(*arguments, add=add, remove=remove)

        monkeypatch.setattr(writing, "commit", choosy)
        assert indexer.drain() == 5
        assert [change.article_pk for change in IndexChange.objects.set_aside()] == [articles[2].pk]
        assert documents() == 5

    def test_does_not_stop_a_rebuild_and_is_kept_pending(self, publish: Callable[..., Article], spoils: None) -> None:
        publish()
        bad = ArticleFactory(state=Article.State.PUBLISHED, title=broken("五"))
        indexer.rebuild()
        assert [change.article_pk for change in IndexChange.objects.set_aside()] == [bad.pk]
        assert documents() == 1

    def test_is_not_blamed_for_a_full_disk(
        self, publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish()
        publish(indexed=False)
        with monkeypatch.context() as full:
            full.setattr(writing, "commit", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
            with pytest.raises(OSError, match="disk full"):
                indexer.drain()
        assert not IndexChange.objects.set_aside().exists() and indexer.drain() == 1


class TestABatch:
    def test_ends_after_a_second(self, publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch) -> None:
        publish()
        monkeypatch.setattr(indexer, "_ROWS", 2)
        monkeypatch.setattr(indexer, "SECONDS", 0.0)
        articles = [publish(indexed=False) for _ in range(5)]
        assert indexer.drain() == 2
        assert list(IndexChange.objects.pending().values_list("article_pk", flat=True)) == [a.pk for a in articles[2:]]

    def test_ends_with_large_articles(self, publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch) -> None:
        publish()
        monkeypatch.setattr(indexer, "_ROWS", 1)
        monkeypatch.setattr(indexer, "CHARACTERS", 1_000)
        for _ in range(3):
            publish(indexed=False, body=["海" * 900 + "合龙"])
        assert [indexer.drain() for _ in range(3)] == [2, 1, 0]

    def test_is_never_merged_into_older_segments_while_more_waits(self, publish: Callable[..., Article]) -> None:
        publish()
        before = {segment.name for segment in live().segments}
        for _ in range(4):
            publish(indexed=False)
        indexer.drain(limit=2)
        after = {segment.name for segment in live().segments}
        assert before < after and len(after) == len(before) + 1

    def test_that_would_be_half_the_archive_is_a_rebuild(
        self, publish: Callable[..., Article], index_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish()
        before = live_folder(index_folder)
        monkeypatch.setattr(indexer, "MANY", 3)
        for _ in range(3):
            publish(indexed=False)
        assert indexer.drain() == 3
        assert live_folder(index_folder) != before and documents() == 4


def test_many_small_commits_do_not_leave_many_segments(publish: Callable[..., Article]) -> None:
    for _ in range(12):
        publish()
    assert documents() == found("海堤") == 12
    assert len(live().segments) < 8
