"""What was withdrawn, masked or corrected leaves the files too, soon, and a search through every byte proves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from archive import publishing
from archive.models import Article
from archive.text.folding import fold
from search.engine import purge as engine_purge
from search.engine.folders import is_damaged, live_folder
from search.index_state import needs_rebuild
from search.indexing import indexer, purging
from search.models import IndexChange, IndexPurge
from tests.search.looking import correct, documents, files_with, found

#: Words of three kinds that no other article holds: traditional ones, a number, letters.
SECRET = ["證人藺鶴齡住雲渡縣竹巷", "身份證號990101190001010015", "暗號ZQXCANARY"]
TRACES = ["藺鶴齡", "蔺鹤龄", "990101190001010015", "ZQXCANARY", "zqxcanary"]


def traces(root: Path) -> list[str]:
    return sorted({name for words in TRACES for name in files_with(words, root)})


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No purge is so little work that it is done at once."""
    monkeypatch.setattr(purging, "LITTLE_DOCUMENTS", -1)


def test_the_words_are_in_the_files_while_they_are_public(publish: Callable[..., Article], index_folder: Path) -> None:
    publish(title="海堤", body=SECRET)
    assert traces(index_folder), "else the tests below would prove nothing"


class TestGoneFromEveryFile:
    def test_after_a_withdrawal(self, publish: Callable[..., Article], index_folder: Path) -> None:
        publish()
        publishing.withdraw(publish(title="海堤", body=SECRET), by=None, reason="test")
        indexer.drain()
        assert traces(index_folder) == [] and documents() == 1

    def test_after_a_mask(self, publish: Callable[..., Article], index_folder: Path) -> None:
        article = publish(title="海堤", body=SECRET)
        correct(article, body=["證人某住雲渡縣竹巷", "身份證號（略）", "暗號（略）"])
        indexer.drain()
        assert traces(index_folder) == [] and found("竹巷") == 1

    def test_after_a_corrected_title(self, publish: Callable[..., Article], index_folder: Path) -> None:
        article = publish(title=SECRET[0])
        publish()
        correct(article, title="證人")
        indexer.drain()
        assert traces(index_folder) == []

    def test_even_of_the_generation_before(self, publish: Callable[..., Article], index_folder: Path) -> None:
        article = publish(title="海堤", body=SECRET)
        indexer.rebuild()
        assert len({name.split("/")[0] for name in traces(index_folder)}) == 2
        publishing.withdraw(article, by=None, reason="test")
        indexer.drain()
        assert traces(index_folder) == []

    def test_even_if_a_rebuild_settled_the_change(self, publish: Callable[..., Article], index_folder: Path) -> None:
        article = publish(title="海堤", body=SECRET)
        publishing.withdraw(article, by=None, reason="test")
        indexer.rebuild()
        assert traces(index_folder) != []
        assert indexer.purge().changes >= 1
        assert traces(index_folder) == []

    def test_words_that_others_hold_as_well_stay(self, publish: Callable[..., Article], index_folder: Path) -> None:
        publish(title="海堤", body=SECRET)
        publishing.withdraw(publish(title="海堤", body=SECRET), by=None, reason="test")
        indexer.drain()
        assert (found("竹巷"), IndexPurge.objects.latest("pk").remains) == (1, 0)


class TestWhen:
    def test_at_once_where_it_is_little_work(self, publish: Callable[..., Article]) -> None:
        publishing.withdraw(publish(), by=None, reason="test")
        indexer.drain()
        assert not IndexChange.objects.unpurged().exists()

    def test_never_for_articles_that_are_only_new(self, publish: Callable[..., Article], busy: None) -> None:
        publish()
        for _ in range(3):
            publish()
        assert not IndexChange.objects.unpurged().filter(article_pk__gt=1_000_000).exists()
        newest = IndexChange.objects.latest("pk")
        assert newest.purged_at is not None and newest.purged_at == newest.done_at

    def test_else_when_nothing_has_been_going_on_for_a_while(
        self, publish: Callable[..., Article], busy: None, index_folder: Path
    ) -> None:
        publishing.withdraw(publish(title="海堤", body=SECRET), by=None, reason="test")
        indexer.drain()
        assert not purging.is_due() and indexer.tend() is None and traces(index_folder)
        earlier(purging.QUIET)
        assert indexer.tend() is not None
        assert traces(index_folder) == [] and not purging.is_due()

    def test_not_while_changes_wait_but_after_a_time_in_any_case(
        self, publish: Callable[..., Article], busy: None
    ) -> None:
        publishing.withdraw(publish(), by=None, reason="test")
        indexer.drain()
        earlier(purging.QUIET)
        publish(indexed=False)
        assert not purging.is_due()
        earlier(purging.WITHIN)
        assert purging.is_due()


class TestTheRecord:
    def test_says_what_was_searched(self, publish: Callable[..., Article], index_folder: Path) -> None:
        publishing.withdraw(publish(title="海堤", body=SECRET), by=None, reason="test")
        indexer.drain()
        record = IndexPurge.objects.latest("pk")
        assert (record.changes, record.documents, record.remains) == (1, 1, 0) and record.traces > len(SECRET)
        assert record.files >= 2 and record.size > 0
        with override("en"):
            assert "0 remains" in str(record)

    def test_of_remains_leaves_the_changes_unpurged_and_the_index_is_built_anew(
        self, publish: Callable[..., Article], index_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish()
        publishing.withdraw(publish(title="海堤", body=SECRET), by=None, reason="test")
        before = live_folder(index_folder)
        whole = engine_purge.purge
        reports: list[Any] = []

        def forgetful(*arguments: Any, **options: Any) -> Any:
            reports.append(whole(*arguments, **options))
            return replace(reports[-1], remains=(before,) if len(reports) == 1 else ())

        monkeypatch.setattr(engine_purge, "purge", forgetful)
        indexer.drain()
        assert IndexPurge.objects.latest("pk").remains == 1 and is_damaged(before)
        assert needs_rebuild() is not None and IndexChange.objects.unpurged().exists()
        assert indexer.purge().remains == 0
        indexer.rebuild()
        assert live_folder(index_folder) != before and needs_rebuild() is None
        indexer.purge()
        assert traces(index_folder) == [] and not IndexChange.objects.unpurged().exists()


def test_a_fold_of_the_words_is_looked_for_too() -> None:
    assert any(fold(SECRET[0]).count(words) for words in TRACES if words != fold(words)) is False
    assert fold("藺鶴齡") in TRACES and fold("ZQXCANARY") in TRACES


def earlier(span: timedelta) -> None:
    """Let everything that was done have been done so much longer ago."""
    for change in IndexChange.objects.filter(done_at__isnull=False):
        IndexChange.objects.filter(pk=change.pk).update(done_at=change.done_at - span - timedelta(seconds=1))
    assert timezone.now() > IndexChange.objects.filter(done_at__isnull=False).latest("done_at").done_at
