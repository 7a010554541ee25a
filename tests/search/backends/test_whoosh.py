"""The Whoosh backend keeps the contract, and what is its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from haystack import connections
from haystack.query import SearchQuerySet

from archive.models import Article
from search.backends import IndexUnavailable, sessions
from search.backends.whoosh import session
from search.engine import folders
from search.engine.searching import Asked, UnknownField
from search.indexing import indexer
from search.query.syntax import Field, Term
from tests.search.backends.contract import BackendContract


class TestWhooshBackend(BackendContract):
    engine = "search.backends.whoosh.WhooshEngine"

    def test_a_field_that_is_not_indexed_is_a_programmers_error(self) -> None:
        with pytest.raises(UnknownField):
            SearchQuerySet().filter(uploader="alice").count()
        with pytest.raises(UnknownField):
            SearchQuerySet().filter(day="not a number").count()

    def test_a_session_answers_what_haystack_has_no_words_for(self) -> None:
        at = session()
        found = at.search(Asked(Term("海堤"), filters={"script": Field("script", "exact", "hant")}, facets=("script",)))
        assert ([hit.pk for hit in found.hits], found.count) == ([self.articles[3].pk], 1)
        assert dict(found.facets["script"]) == {"hans": 1, "hant": 1, "mixed": 1}
        assert at.analyzer.terms("海堤")["海堤"] == 1

    def test_a_session_lets_only_public_rows_through_whatever_it_is_asked(self) -> None:
        Article.objects.filter(pk=self.articles[3].pk).update(state=Article.State.WITHDRAWN)
        everything = Asked(Term("海堤"), visible=lambda segment: segment.live)
        assert self.articles[3].pk not in [hit.pk for hit in session().search(everything).hits]


@pytest.fixture
def two_articles(publish: Any) -> list[Article]:
    return [publish(title="岬角灯塔"), publish(title="候鸟归来")]


@pytest.mark.django_db(transaction=True)
def test_all_threads_share_one_snapshot(two_articles: list[Article]) -> None:
    met = threading.Barrier(4)

    def search(_: int) -> tuple[int, int]:
        met.wait(timeout=10)
        try:
            at = session()
            return id(at.snapshot), at.search(Asked(Term("灯塔"))).count
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(search, range(4)))
    assert answers == {(id(session().snapshot), 1)}


def test_a_session_sees_the_newest_commit_and_keeps_what_it_has(two_articles: list[Article], publish: Any) -> None:
    before = session()
    publish(title="新灯塔")
    assert session().search(Asked(Term("灯塔"))).count == 2
    assert before.snapshot.size == 2
    assert set(before.snapshot.segments) & set(session().snapshot.segments)


def test_without_an_index_a_session_says_so(index_folder: Path) -> None:
    with pytest.raises(IndexUnavailable) as told:
        session()
    assert told.value.reason == "missing"
    with pytest.raises(IndexUnavailable):
        connections["default"].get_backend().clear()


def test_an_index_of_another_version_is_refused_until_it_is_built_anew(
    two_articles: list[Article], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folders.live_folder(index_folder)
    folders.write_stamp(folder, {**(folders.read_stamp(folder) or {}), "format": -1})
    monkeypatch.setattr(sessions, "_held", type(sessions._held)(sessions._held.default_factory))  # a new process
    with pytest.raises(IndexUnavailable) as told:
        session()
    assert told.value.reason == "stale"
    with pytest.raises(IndexUnavailable):
        connections["default"].get_backend().remove(two_articles[0])
    indexer.rebuild()
    assert session().search(Asked(Term("灯塔"))).count == 1


def test_files_that_cannot_be_read_are_told_as_such_and_marked(two_articles: list[Article], index_folder: Path) -> None:
    folder = folders.live_folder(index_folder)
    for path in folder.glob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IndexUnavailable) as told:
        session().search(Asked(Term("灯塔")))
    assert told.value.reason == "unreadable"
    assert folders.is_damaged(folder)
