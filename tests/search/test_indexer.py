"""The outbox is worked off in order, once or more often, by one process at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from haystack import connections
from haystack.query import SearchQuerySet

from archive import publishing
from archive.models import Article
from search import indexer
from search.engine.folders import live_folder, writing_lock
from search.executor import SearchRequest, execute
from search.index_state import needs_rebuild
from search.models import IndexChange
from tests.factories import ArticleFactory


def found(words: str) -> int:
    return SearchQuerySet().filter(content=words).count()


def documents() -> int:
    """How many documents the index holds, public or not."""
    return connections["default"].get_backend().snapshot().size


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
        dying.setattr(indexer, "_settle", lambda pks: (_ for _ in ()).throw(KeyboardInterrupt))
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
        dying.setattr("whoosh.index.TOC.write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
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


def test_a_rebuild_tells_its_progress_settles_the_outbox_and_keeps_one_old_index(
    publish: Callable[..., Article], index_folder: Path
) -> None:
    publish()
    publish(indexed=False)
    seen: list[tuple[int, int]] = []
    assert indexer.rebuild(lambda done, total: seen.append((done, total))) == 1
    assert seen == [(2, 2)] and not IndexChange.objects.pending().exists()
    for _ in range(3):
        indexer.rebuild()
    assert len([path for path in index_folder.iterdir() if path.is_dir()]) == 2
    assert found("海堤") == 2


def test_a_change_during_a_rebuild_stays_pending(publish: Callable[..., Article]) -> None:
    article = publish()
    indexer.rebuild(lambda done, total: publishing.withdraw(article, by=None, reason="test") and None)
    assert IndexChange.objects.pending().count() == 1
    assert execute(SearchRequest(q="海堤")).count == 0
    indexer.drain()
    assert documents() == 0


def test_a_failed_rebuild_leaves_the_live_index_alone(
    publish: Callable[..., Article], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    before = live_folder(index_folder)
    with monkeypatch.context() as broken:
        broken.setattr("search.backends.whoosh.WhooshBackend.count", lambda self, folder: 0)
        with pytest.raises(indexer.RebuildFailed):
            indexer.rebuild()
    assert live_folder(index_folder) == before and found("海堤") == 1


def test_readers_see_commits_and_new_generations_of_others_at_once(publish: Callable[..., Article]) -> None:
    publish()
    reader = connections["default"].get_backend()
    first = reader.snapshot()
    connections.reload("default")  # another process: it has a connection of its own
    publish()
    second = reader.snapshot()
    assert (first.size, second.size) == (1, 2) and second.segments[0].files is first.segments[0].files
    indexer.rebuild()
    assert reader.snapshot().folder != second.folder and reader.snapshot().size == 2
    assert second.size == 2 and second.segments[0].holders("海堤")  # who still reads the old one may finish


def test_rebuilding_in_parts_indexes_every_article(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "SEGMENT", 3)
    monkeypatch.setattr(indexer, "_CHUNK", 2)
    for _ in range(8):
        publish(indexed=False)
    indexer.rebuild()
    assert documents() == found("海堤") == 8
    assert not IndexChange.objects.pending().exists()
