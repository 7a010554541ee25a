"""Warming up changes no answer, and does without an index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.models import Article
from search.answering import warming
from search.answering.executor import execute
from search.asking.requests import SearchRequest
from search.models import MissedQuery


def test_it_leaves_no_trace(publish: Callable[..., Article]) -> None:
    publish()
    warming.load()
    assert execute(SearchRequest(q="海堤")).count == 1
    assert not MissedQuery.objects.exists()


def test_without_an_index_it_does_nothing(index_folder: Path) -> None:
    warming.load()
    assert not index_folder.exists()
