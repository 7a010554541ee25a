"""A new index is built beside the live one, by several processes, and becomes live whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from archive import publishing
from archive.models import Article
from search.engine.folders import live_folder
from search.generation import Generation
from search.index_state import index_root, needs_rebuild
from search.indexing import indexer, rebuilding
from search.indexing.rebuilding import Part
from search.models import IndexChange
from tests.factories import ArticleFactory
from tests.search.looking import documents, found, live


def many(count: int) -> None:
    Article.objects.bulk_create(
        ArticleFactory.build(state=Article.State.PUBLISHED, title=f"海堤第{number}号") for number in range(count)
    )


def test_it_tells_its_progress_settles_the_outbox_and_keeps_one_old_index(
    publish: Callable[..., Article], index_folder: Path
) -> None:
    publish()
    publish(indexed=False)
    seen: list[tuple[int, int]] = []
    assert indexer.rebuild(lambda done, total: seen.append((done, total))) == 1
    assert seen == [(2, 2)] and not IndexChange.objects.pending().exists()
    for _ in range(3):
        indexer.rebuild()
    assert len([path for path in index_folder.iterdir() if path.name.startswith("2")]) == 2
    assert found("海堤") == 2


def test_a_change_during_it_stays_pending_and_is_done_next(publish: Callable[..., Article]) -> None:
    article = publish()
    indexer.rebuild(lambda done, total: publishing.withdraw(article, by=None, reason="test") and None)
    assert IndexChange.objects.pending().count() == 1
    assert found("海堤") == 0
    indexer.drain()
    assert documents() == 0


def test_one_that_fails_leaves_the_live_index_alone_and_no_files(
    publish: Callable[..., Article], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    before = live_folder(index_folder)
    with monkeypatch.context() as broken:
        broken.setattr(Generation, "adopt", lambda self, built: None)
        with pytest.raises(indexer.RebuildFailed):
            indexer.rebuild()
    assert live_folder(index_folder) == before and found("海堤") == 1
    assert [path for path in index_folder.iterdir() if path.name.startswith("2")] == [before]


def test_readers_see_new_generations_at_once_and_who_reads_the_old_one_may_finish(
    publish: Callable[..., Article],
) -> None:
    publish()
    old = live()
    publish()
    assert found("海堤") == 2
    indexer.rebuild()
    indexer.rebuild()
    assert found("海堤") == 2
    assert (old.size, old.segments[0].text("title", 0)[:4]) == (1, "三号海堤")


@pytest.mark.parametrize(("count", "processes"), [(1, 1), (1, 4), (7, 2), (100, 3), (2_001, 2), (16_001, 2), (5, 9)])
def test_spans_hold_every_key_once_and_keep_all_processes_at_work(count: int, processes: int) -> None:
    keys = list(range(3, 3 + 2 * count, 2))
    spans = rebuilding._spans(keys, processes)
    held = [[key for key in keys if after < key <= last] for after, last in spans]
    assert [key for span in held for key in span] == keys and all(held)
    assert max(map(len, held)) <= rebuilding.SEGMENT and len(held) >= min(count, processes)


def test_an_archive_of_many_segments_is_indexed_whole(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "SEGMENT", 3)
    monkeypatch.setattr(rebuilding, "ROWS", 2)
    for _ in range(8):
        publish(indexed=False)
    indexer.rebuild()
    assert documents() == found("海堤") == 8
    assert len(live().segments) >= 3
    assert not IndexChange.objects.pending().exists()


def test_an_empty_archive_has_an_empty_index(index_folder: Path) -> None:
    assert indexer.rebuild() == 0
    assert (documents(), needs_rebuild()) == (0, None)


def test_the_words_of_the_staff_hold_from_one_rebuild_to_the_next(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(title="云渡竹器合作社")
    assert Generation.live(index_root()).names == frozenset()
    monkeypatch.setattr(indexer, "staff_names", lambda: {"竹器合作社"})
    publish(title="竹器合作社开业")
    assert Generation.live(index_root()).names == frozenset()
    indexer.rebuild()
    generation = Generation.live(index_root())
    assert generation.names == {"竹器合作社"}
    assert "竹器合作社" in generation.analyzer.terms("云渡竹器合作社")


@pytest.mark.django_db(transaction=True)
class TestWithChildProcesses:
    def test_it_holds_what_one_process_would_have_written(self, index_folder: Path) -> None:
        many(60)
        seen: list[tuple[int, int]] = []
        indexer.rebuild(lambda done, total: seen.append((done, total)), processes=2)
        assert documents() == found("海堤") == 60
        assert len(live().segments) == 2
        assert seen[-1] == (60, 60) and seen == sorted(seen)

    def test_a_child_that_is_killed_costs_time_and_nothing_else(
        self, index_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        many(10)
        in_children: list[int] = []

        def killed(*arguments: Any) -> Part:
            in_children.append(arguments[2])
            raise BrokenProcessPool("killed for want of memory")

        monkeypatch.setattr(rebuilding, "_build_in_children", killed)
        indexer.rebuild(processes=2)
        assert in_children == [2] and documents() == 10
