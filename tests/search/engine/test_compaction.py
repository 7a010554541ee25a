"""Segments stay few and free of the deleted; what is found does not change by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine import writing
from search.engine.compaction import Policy, compact
from search.engine.snapshot import Snapshot, opened
from tests.search.engine.indexes import ANALYZER, LAYOUT, by_us, documents

_POLICY = Policy(tiers=(10, 60), most=3, deleted=0.3)


def sizes(folder: Path) -> list[tuple[int, int]]:
    return [(one.documents, one.deleted) for one in writing.segments_info(folder, LAYOUT)]


def postings(snapshot: Snapshot) -> dict[tuple[str, str], dict[int, float]]:
    """The living documents of some terms in every text, by key, with their weights."""
    found: dict[tuple[str, str], dict[int, float]] = {}
    for name in LAYOUT.texts:
        for term in ("诈骗", "的", "ai", "15", "反诈中心", "𠮷野", ","):
            found[name, term] = {
                int(one.files.number("pk")[doc]): float(weight)
                for one in snapshot.segments
                for doc, weight in zip(*one.files.postings(name, term), strict=True)
                if one.live[doc]
            }
    return found


def test_few_segments_of_good_size_are_left_alone(tmp_path: Path) -> None:
    by_us(tmp_path, [documents(9, first=1), documents(9, first=10), documents(80, first=20)], remove=(1, 10))
    before = sizes(tmp_path)
    assert not compact(tmp_path, LAYOUT, ANALYZER, policy=_POLICY)
    assert sizes(tmp_path) == before


def test_more_small_segments_than_the_policy_wants_become_one(tmp_path: Path) -> None:
    commits = [documents(number + 1, seed=number, first=100 * number) for number in range(4)]
    before = by_us(tmp_path, [*commits, documents(70, first=1_000)], remove=(100,))
    assert compact(tmp_path, LAYOUT, ANALYZER, policy=_POLICY)
    assert sizes(tmp_path) == [(9, 0), (70, 0)]
    assert postings(opened(tmp_path, LAYOUT)) == postings(before)


def test_a_segment_that_is_mostly_deleted_is_written_anew_and_an_empty_one_dropped(tmp_path: Path) -> None:
    removed = (*range(1, 30), *range(200, 205))
    before = by_us(tmp_path, [documents(70), documents(5, first=200), documents(70, first=300)], remove=removed)
    assert compact(tmp_path, LAYOUT, ANALYZER, policy=_POLICY)
    assert sizes(tmp_path) == [(41, 0), (70, 0)]
    after = opened(tmp_path, LAYOUT)
    assert postings(after) == postings(before)
    assert after.segments[0].files.lengths["body"] == sum(
        sum(ANALYZER.terms(after.segments[0].files.text("body", number)).values()) for number in range(41)
    )


def test_nothing_is_left_of_an_index_whose_documents_are_all_deleted(tmp_path: Path) -> None:
    by_us(tmp_path, [documents(3)], remove=(1, 2, 3))
    assert compact(tmp_path, LAYOUT, ANALYZER)
    assert sizes(tmp_path) == [] and not list(tmp_path.glob("MAIN_*.seg"))
    writing.commit(tmp_path, LAYOUT, ANALYZER, add=documents(2), remove=())
    assert sizes(tmp_path) == [(2, 0)]


def test_a_reader_goes_on_with_what_it_has(tmp_path: Path) -> None:
    reader = by_us(tmp_path, [documents(40)], remove=tuple(range(1, 20)))
    expected = postings(reader)
    compact(tmp_path, LAYOUT, ANALYZER)
    assert postings(reader) == expected and reader.segments[0].size == 40


@pytest.mark.parametrize("commits", [24])
def test_single_documents_are_written_anew_a_few_times_at_most(tmp_path: Path, commits: int) -> None:
    writing.create(tmp_path, LAYOUT)
    rewritten = 0
    for number in range(commits):
        writing.commit(tmp_path, LAYOUT, ANALYZER, add=documents(1, first=number), remove=())
        before = {one.name for one in writing.segments_info(tmp_path, LAYOUT)}
        if compact(tmp_path, LAYOUT, ANALYZER, policy=_POLICY):
            after = writing.segments_info(tmp_path, LAYOUT)
            rewritten += sum(one.documents for one in after if one.name not in before)
        assert len(sizes(tmp_path)) <= 7
    assert sum(size for size, _ in sizes(tmp_path)) == commits and rewritten < 5 * commits
