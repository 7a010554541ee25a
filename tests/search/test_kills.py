"""kill -9 at any moment of indexing or of a rebuild: the index opens, the outbox drains, search equals the archive."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from archive.models import Article
from search.indexing import indexer, rebuilding
from search.models import IndexChange
from tests.factories import ArticleFactory
from tests.search.looking import assert_in_step

pytestmark = pytest.mark.django_db(transaction=True)
ARTICLES = 60


class Archive:
    """Sixty articles that change at random, and a record of how often."""

    def __init__(self, seed: int | None) -> None:
        self.chance = random.Random(seed)
        rows = [ArticleFactory.build(state=Article.State.PUBLISHED) for _ in range(ARTICLES)]
        self.keys = [row.pk for row in Article.objects.bulk_create(rows)]
        indexer.rebuild(processes=1)

    def change(self, count: int) -> None:
        """Withdraw, restore and correct some articles, each with its row in the outbox."""
        changed = self.chance.sample(self.keys, count)
        for key in changed:
            state = self.chance.choice([Article.State.PUBLISHED] * 3 + [Article.State.WITHDRAWN])
            words = "".join(self.chance.choices("海堤合龙昨日电诈提醒警方", k=12))
            row = Article.objects.get(pk=key)
            Article.objects.filter(pk=key).update(state=state, title=words, version=row.version + 1)
        IndexChange.objects.bulk_create(IndexChange(article_pk=key, action="index") for key in changed)


def started(work: Callable[[], Any]) -> int:
    """Begin the work in a process of its own; return the number of that."""
    connections.close_all()  # SQLite's must not be carried across a fork
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def killed(work: Callable[[], Any], after: float) -> bool:
    """Begin the work, kill it after so many seconds, and tell whether it was still going on."""
    child = started(work)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def drain_all() -> None:
    while indexer.drain(limit=4):
        pass


def rebuild() -> None:
    indexer.rebuild(processes=1)


def rebuild_in_children() -> None:
    indexer.rebuild(processes=2)


def hit(archive: Archive, work: Callable[[], Any], times: int, longest: float) -> int:
    """Kill the work at so many random moments, and look after each; return how often it was still at work."""
    interrupted = 0
    for _ in range(times):
        archive.change(archive.chance.randint(1, 12))
        interrupted += killed(work, archive.chance.uniform(0.0, longest))
        assert_in_step()
    return interrupted


def children_of(parent: int) -> list[int]:
    """The processes that multiprocessing has started to work for this one."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(number) for number in children if b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()]


def lives(number: int) -> bool:
    """Tell whether a process runs; one that ended and that nobody has asked after does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> bool:
    ends = time.monotonic() + 60
    while not holds() and time.monotonic() < ends:
        time.sleep(0.02)
    return holds()


def took(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test_indexing_survives(index_folder: Path) -> None:
    archive = Archive(seed=1)
    archive.change(12)
    assert hit(archive, drain_all, times=4, longest=took(drain_all)) >= 1


def test_a_rebuild_survives(index_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "SEGMENT", 20)
    archive = Archive(seed=2)
    assert hit(archive, rebuild, times=3, longest=took(rebuild)) >= 1


def test_children_of_a_rebuild_die_with_their_parent(index_folder: Path) -> None:
    Archive(seed=3)
    parent = started(rebuild_in_children)
    assert wait_until(lambda: len(children_of(parent)) == 2)
    children = children_of(parent)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    assert wait_until(lambda: not any(map(lives, children)))
    assert_in_step()


@pytest.mark.slow
def test_two_hundred_kills_of_the_indexer(index_folder: Path) -> None:
    archive = Archive(seed=None)
    archive.change(12)
    assert hit(archive, drain_all, times=200, longest=took(drain_all)) >= 50


@pytest.mark.slow
def test_two_hundred_kills_of_a_rebuild(index_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "SEGMENT", 20)
    archive = Archive(seed=None)
    assert hit(archive, rebuild, times=160, longest=took(rebuild)) >= 50
    assert hit(archive, rebuild_in_children, times=40, longest=took(rebuild_in_children)) >= 10
