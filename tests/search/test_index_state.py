"""A stale index is noticed, with the reason, and the check says what mends it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.utils.translation import override

from archive.models import Article
from search.engine.folders import live_folder
from search.engine.stamp import current_stamp
from search.index_state import REMEDY, needs_rebuild
from search.indexing import indexer


@pytest.fixture(autouse=True)
def english() -> object:
    with override("en"):
        yield


def test_a_new_installation_has_no_index_and_nothing_to_warn_of(index_folder: Path) -> None:
    assert needs_rebuild() == "There is no index yet."
    assert not [one for one in run_checks() if one.id == "search.W001"]


@pytest.mark.parametrize("part", ["format", "documents", "folding", "terms", "dictionary"])
def test_each_part_of_the_stamp_counts(part: str, publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    assert needs_rebuild() is None
    stamp = live_folder(index_folder) / "stamp.json"
    stamp.write_text(json.dumps({**current_stamp(), part: "other"}))
    assert part in (needs_rebuild() or "")
    warning = next(one for one in run_checks() if one.id == "search.W001")
    assert REMEDY in (warning.hint or "") and part in warning.msg
    indexer.rebuild()
    assert needs_rebuild() is None
    assert not [one for one in run_checks() if one.id == "search.W001"]


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_an_unreadable_stamp_is_stale(text: str, publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    (live_folder(index_folder) / "stamp.json").write_text(text)
    assert needs_rebuild() is not None
    publish()
    assert needs_rebuild() is None


def test_the_index_is_private(publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    for folder in (index_folder, live_folder(index_folder)):
        assert folder.stat().st_mode & 0o077 == 0
