"""The worker's part: one step at a time, told in the log, and never in a hurry to do again what did not help."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import publishing
from archive.models import Article
from search.engine.folders import is_damaged, live_folder, mark_damaged, writing_lock
from search.indexing import indexer, keeper, purging
from search.indexing.keeper import Keeper
from search.models import IndexChange
from tests.factories import ArticleFactory
from tests.search.looking import documents


def test_it_builds_a_missing_index_and_then_has_nothing_to_do(
    index_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ArticleFactory(state=Article.State.PUBLISHED)
    assert Keeper().step() and documents() == 1
    assert "There is no index yet." in caplog.text and "rebuilt: 1 articles" in caplog.text
    assert not Keeper().step()


def test_it_works_off_the_outbox(publish: Callable[..., Article]) -> None:
    publish()
    publish(indexed=False)
    worker = Keeper()
    assert (worker.step(), worker.step()) == (True, False)
    assert documents() == 2


def test_it_gives_way_to_another_process(publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    publish(indexed=False)
    with writing_lock(index_folder):
        assert not Keeper().step()
        Keeper().finish()
    assert IndexChange.objects.pending().count() == 1


def test_it_tells_of_a_long_rebuild(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish(indexed=False)
    monkeypatch.setattr(keeper, "TELL_EVERY", 0.0)
    Keeper().step()
    assert "Rebuilding the index: 1 of 1 articles." in caplog.text


def test_told_to_stop_it_gives_a_rebuild_up_and_leaves_the_index_as_it_was(
    publish: Callable[..., Article], index_folder: Path
) -> None:
    publish()
    before = live_folder(index_folder)
    mark_damaged(index_folder)
    stop = threading.Event()
    stop.set()
    assert not Keeper(stop).step()
    assert live_folder(index_folder) == before
    assert [path for path in index_folder.iterdir() if path.name.startswith("2")] == [before]
    assert Keeper().step() and documents() == 1


def test_a_rebuild_that_did_not_help_is_not_repeated_at_once(
    publish: Callable[..., Article], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    worker = Keeper()
    mark_damaged(index_folder)
    assert worker.step() and not is_damaged(live_folder(index_folder))
    mark_damaged(index_folder)  # as by a reader whose own fault it is
    monkeypatch.setattr(worker, "_rebuild_at", time.monotonic() + 60)
    assert not worker.step() and is_damaged(live_folder(index_folder))
    monkeypatch.setattr(worker, "_rebuild_at", 0.0)
    assert worker.step() and not is_damaged(live_folder(index_folder))


def test_it_checks_the_index_now_and_then_and_mends_it(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish()
    ArticleFactory(state=Article.State.PUBLISHED)
    worker = Keeper()
    assert not worker.step() and documents() == 1
    monkeypatch.setattr(worker, "_check_at", 0.0)
    assert worker.step() and "missing" in caplog.text
    assert worker.step() and documents() == 2
    assert not worker.step()


def test_at_its_end_it_leaves_no_withdrawn_words_for_later(
    publish: Callable[..., Article], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(purging, "LITTLE_DOCUMENTS", -1)
    publishing.withdraw(publish(), by=None, reason="test")
    worker = Keeper()
    while worker.step():
        pass
    assert IndexChange.objects.unpurged().exists()
    worker.finish()
    assert not IndexChange.objects.unpurged().exists() and "0 remains found" in caplog.text
    assert indexer.tend() is None
