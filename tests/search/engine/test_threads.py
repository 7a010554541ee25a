"""Threads share one snapshot and one small cache while commits go on: every answer is right."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from search.engine import folders, writing
from search.engine.cache import CACHE, Cache
from search.engine.compaction import compact
from search.engine.plain import PlainDocument, holds
from search.engine.postings import NO_POSTINGS, Postings
from search.engine.searching import Asked, search
from search.engine.snapshot import Snapshot, current
from search.query.syntax import And, Everything, Node, Not, Or, Phrase, Prefix, Term, Written
from tests.search.engine.indexes import ANALYZER, LAYOUT, documents

STEADY = documents(150, seed=55)
PASSING = documents(40, seed=56, first=1_000)
TREES: list[Node] = [
    Term("海堤"), Phrase("他们的"), Term("堤"), Prefix("iph"), Written("詐騙"), Term("5日"), Everything(), Term("ai"),
    And((Term("合龙"), Not(Term("警方")))), Or((Term("国家安全"), Term("在香港"), Term("covid-19"))), Term("警方提醒"),
]  # fmt: skip


@pytest.fixture
def tiny_cache() -> Iterator[None]:
    """A cache that forgets nearly everything, and threads that take turns amid everything."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    CACHE.resize(6_000)
    yield
    CACHE.resize(32 << 20)
    sys.setswitchinterval(interval)


def index(root: Path) -> Path:
    with folders.writing_lock(root):
        folder = folders.new_folder(root)
        writing.create(folder, LAYOUT)
        for start in range(0, 150, 50):
            writing.commit(folder, LAYOUT, ANALYZER, add=STEADY[start : start + 50], remove=())
        folders.make_live(root, folder)
    return folder


class Searchers:
    """Threads that search over and over, each time in the newest snapshot, and tell what went wrong."""

    def __init__(self, root: Path, searches: int) -> None:
        self.root = root
        self.snapshot: Snapshot | None = None
        self.wrong: list[object] = []
        plain = [PlainDocument.of(one, LAYOUT) for one in (*STEADY, *PASSING)]
        self.expected = [{one.document.pk for one in plain if holds(tree, one)} for tree in TREES]
        self.threads = [threading.Thread(target=self.run, args=(seed, searches)) for seed in range(4)]

    def run(self, seed: int, searches: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(searches):
                self.snapshot = current(self.root, LAYOUT, self.snapshot)
                self.check(self.snapshot, chance.randrange(len(TREES)))
        except BaseException as error:  # a thread's error would be lost
            self.wrong.append(repr(error))

    def check(self, snapshot: Snapshot, which: int) -> None:
        """Steady documents are always there; passing ones are or are not."""
        found = search(snapshot, Asked(TREES[which], facets=("script", "agencies"), collapse=None))
        pks = {hit.pk for hit in found.hits}
        steady = {pk for pk in self.expected[which] if pk < 1_000}
        if not (steady <= pks <= self.expected[which]) or found.count != len(pks):
            self.wrong.append((TREES[which], sorted(pks ^ steady)))
        if sum(count for _, count in found.facets["script"]) > found.count:
            self.wrong.append(found.facets)


def hammer(root: Path, searches: int) -> Searchers:
    folder = index(root)
    searchers = Searchers(root, searches)
    for thread in searchers.threads:
        thread.start()
    number = 0
    while any(thread.is_alive() for thread in searchers.threads):
        some = PASSING[number % 40 : number % 40 + 3]
        writing.commit(folder, LAYOUT, ANALYZER, add=some, remove=[one.pk for one in some])
        writing.commit(folder, LAYOUT, ANALYZER, add=(), remove=[one.pk for one in some])
        compact(folder, LAYOUT, ANALYZER)
        number += 3
    return searchers


@pytest.mark.usefixtures("tiny_cache")
def test_four_threads_find_what_is_there_while_commits_go_on(tmp_path: Path) -> None:
    searchers = hammer(tmp_path, searches=40)
    assert searchers.wrong == []
    assert CACHE.used <= 6_000


@pytest.mark.slow
@pytest.mark.usefixtures("tiny_cache")
def test_four_threads_find_what_is_there_a_thousand_times_each(tmp_path: Path) -> None:
    assert hammer(tmp_path, searches=1_000).wrong == []


class TestCache:
    def test_what_was_used_longest_ago_is_forgotten_first(self) -> None:
        cache, made = Cache(1_700), []  # four entries without postings

        def make(key: str) -> None:
            cache.get(key, lambda: made.append(key) or NO_POSTINGS)  # type: ignore[func-returns-value]

        for key in "abcdaeab":
            make(key)
        assert "".join(made) == "abcdeb"
        cache.resize(0)
        make("a")
        assert (made[-1], cache.used) == ("a", 0)

    def test_what_would_drive_out_all_others_is_not_kept(self) -> None:
        cache = Cache(4_000)
        small = Postings(np.zeros(10, np.int32), np.zeros(10, np.float32))
        giant = Postings(np.zeros(100, np.int32), np.zeros(100, np.float32))
        assert cache.get("small", lambda: small) is small and cache.get("giant", lambda: giant) is giant
        assert 0 < cache.used < 800
        assert cache.get("small", lambda: giant) is small and cache.get("giant", lambda: small) is small
