"""A reader sees one commit, whole, for as long as it looks; a newer one costs only what is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine import folders, writing
from search.engine.layout import Layout
from search.engine.searching import Asked, search
from search.engine.snapshot import IndexDamaged, IndexMissing, Snapshot, current, opened
from search.query.syntax import Everything, Term
from tests.search.engine.indexes import ANALYZER, LAYOUT, documents

DOCUMENTS = documents(60, seed=33)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index with two segments of 20 documents each."""
    with folders.writing_lock(tmp_path):
        folder = folders.new_folder(tmp_path)
        writing.create(folder, LAYOUT)
        for start in (0, 20):
            writing.commit(folder, LAYOUT, ANALYZER, add=DOCUMENTS[start : start + 20], remove=())
        folders.make_live(tmp_path, folder)
    return tmp_path


def commit(root: Path, start: int = 40, stop: int = 60, remove: tuple[int, ...] = ()) -> None:
    writing.commit(folders.live_folder(root), LAYOUT, ANALYZER, add=DOCUMENTS[start:stop], remove=remove)


def pks(snapshot: Snapshot) -> set[int]:
    return {hit.pk for hit in search(snapshot, Asked(Everything())).hits}


class TestCurrent:
    def test_while_nothing_is_committed_the_snapshot_stays_the_same(self, root: Path) -> None:
        first = current(root, LAYOUT, None)
        assert current(root, LAYOUT, first) is first

    def test_segments_that_did_not_change_are_taken_over(self, root: Path) -> None:
        first = current(root, LAYOUT, None)
        commit(root)
        second = current(root, LAYOUT, first)
        assert second.segments[:2] == first.segments and len(second.segments) == 3
        assert (first.size, second.size) == (40, 60)

    def test_where_only_deletions_are_new_the_files_are_taken_over(self, root: Path) -> None:
        first = current(root, LAYOUT, None)
        commit(root, 0, 0, remove=(1, 2, 21))
        second = current(root, LAYOUT, first)
        assert [one.files for one in second.segments] == [one.files for one in first.segments]
        assert (len(pks(first)), len(pks(second))) == (40, 37) == (first.size, second.size)
        assert second.segments[0].live.sum() == 18 and second.segments[0].deleted == {0, 1}

    def test_an_old_snapshot_answers_as_before_even_when_its_files_are_gone(self, root: Path) -> None:
        first = current(root, LAYOUT, None)
        before = search(first, Asked(Term("海堤")))
        for path in folders.live_folder(root).glob("*.seg"):
            path.unlink()
        assert search(first, Asked(Term("海堤"))) == before
        assert pks(first) == {one.pk for one in DOCUMENTS[:40]}

    def test_another_folder_that_becomes_live_is_read_anew(self, root: Path) -> None:
        first = current(root, LAYOUT, None)
        folder = folders.new_folder(root)
        writing.create(folder, LAYOUT)
        folders.make_live(root, folder)
        second = current(root, LAYOUT, first)
        assert (second.size, second.segments, first.size) == (0, (), 40)

    def test_without_a_live_index_it_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(IndexMissing):
            current(tmp_path, LAYOUT, None)

    def test_a_folder_without_contents_is_damaged(self, root: Path) -> None:
        for path in folders.live_folder(root).glob("*.toc"):
            path.unlink()
        with pytest.raises(IndexDamaged, match="no table of contents"):
            current(root, LAYOUT, None)

    def test_a_segment_that_is_gone_is_damage(self, root: Path) -> None:
        next(folders.live_folder(root).glob("*.seg")).unlink()
        with pytest.raises(IndexDamaged, match="missing"):
            current(root, LAYOUT, None)
        with pytest.raises(IndexDamaged):
            opened(folders.live_folder(root), LAYOUT)


class TestSegment:
    def test_columns_and_texts_are_those_of_the_documents(self, root: Path) -> None:
        snapshot = current(root, LAYOUT, None)
        by_pk = {one.pk: one for one in DOCUMENTS}
        for segment in snapshot.segments:
            codes, labels = segment.label("script")
            bounds, agencies = segment.set("agencies")
            for number, pk in enumerate(segment.pks.tolist()):
                one = by_pk[pk]
                assert segment.number("day")[number] == one.numbers.get("day", -1)
                assert labels[codes[number]] == one.labels["script"]
                assert tuple(agencies[bounds[number] : bounds[number + 1]]) == one.sets["agencies"]

    def test_document_frequencies_count_deleted_documents_too(self, root: Path) -> None:
        first = current(root, LAYOUT, None)
        commit(root, 0, 0, remove=(1,))
        second = current(root, LAYOUT, first)
        for segment in second.segments:
            docs, weights = segment.postings("body", "海堤")
            assert segment.df("body", "海堤") == len(docs) == len(weights) > 0
            assert segment.df("body", "龘龘") == len(segment.postings("body", "龘龘").docs) == 0
            assert segment.df("nothing", "海堤") == 0

    def test_a_layout_with_a_column_that_was_never_written_reads_its_defaults(self, root: Path) -> None:
        wider = Layout(LAYOUT.texts, LAYOUT.default, ("new",), ("mood",), ("tags",))
        segment = opened(folders.live_folder(root), wider).segments[0]
        assert set(segment.number("new").tolist()) == {-1}
        assert segment.label("mood")[1] == [""]
        assert not len(segment.set("tags")[1])
