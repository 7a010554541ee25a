"""Documents get into the files whole, at once, or not at all."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.query import Term

from archive.text.folding import fold, widths
from search.engine import writing
from search.engine.folders import IndexLocked
from search.engine.layout import MISSING, Document
from search.engine.snapshot import opened
from search.engine.stored_documents import documents as stored
from search.engine.stored_documents import files_of
from tests.search.engine.indexes import ANALYZER, LAYOUT, by_us, documents


def pks(folder: Path) -> list[int]:
    """The keys of the living documents, in order."""
    return [
        pk
        for segment in opened(folder, LAYOUT).segments
        for pk, alive in zip(segment.files.number("pk").tolist(), segment.live.tolist(), strict=True)
        if alive
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    writing.create(tmp_path, LAYOUT)
    return tmp_path


def commit(folder: Path, *, add: Iterable[Document] = (), remove: tuple[int, ...] = ()) -> writing.Commit:
    return writing.commit(folder, LAYOUT, ANALYZER, add=add, remove=remove)


def test_a_commit_adds_and_removes_at_once_and_says_how_many(folder: Path) -> None:
    first = commit(folder, add=documents(10))
    second = commit(folder, add=documents(3, first=2), remove=(2, 3, 4, 99))
    assert (first, second) == (writing.Commit(10, 0, 1), writing.Commit(3, 3, 2))
    assert pks(folder) == [1, 5, 6, 7, 8, 9, 10, 2, 3, 4]


def test_a_document_is_replaced_only_if_it_is_removed(folder: Path) -> None:
    commit(folder, add=documents(1))
    commit(folder, add=documents(1))
    assert pks(folder) == [1, 1]
    assert commit(folder, remove=(1,)) == writing.Commit(0, 2, 3)
    assert pks(folder) == []


def test_a_commit_of_nothing_changes_no_file(folder: Path) -> None:
    commit(folder, add=documents(3))
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name.startswith(("_", "MAIN_"))}
    assert commit(folder, remove=(77,)) == writing.Commit(0, 0, 1)
    after = {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name.startswith(("_", "MAIN_"))}
    before.pop("MAIN_WRITELOCK")
    after.pop("MAIN_WRITELOCK")
    assert after == before


def test_columns_hold_what_was_given(folder: Path) -> None:
    given = documents(40, seed=3)
    commit(folder, add=given)
    (segment,) = opened(folder, LAYOUT).segments
    files = segment.files
    for number, one in enumerate(given):
        assert files.number("pk")[number] == one.pk
        for name in LAYOUT.texts:
            assert files.text(name, number) == fold(one.texts[name])
            kept = files.written(name).value(number).decode("utf-16-le")
            assert kept == ("" if widths(one.texts[name]) == fold(one.texts[name]) else widths(one.texts[name]))
        for name in LAYOUT.numbers:
            assert files.number(name)[number] == one.numbers.get(name, MISSING)
        for name in LAYOUT.labels:
            places, values = files.label(name)
            assert values[places[number]] == one.labels[name]
        for name in LAYOUT.sets:
            bounds, values_of = files.set(name)
            assert tuple(values_of[bounds[number] : bounds[number + 1]].tolist()) == one.sets[name]


def test_stored_documents_indexed_anew_give_the_same_files(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    commit(folder, add=[*documents(30, seed=5), Document(31, {"body": "薴\ud800𠮷" * 40})])
    again = tmp_path_factory.mktemp("again")
    (segment,) = writing.read_contents(folder, LAYOUT).segments
    by_us(again, [list(stored(files_of(folder, LAYOUT, segment)))])
    (copy,) = writing.read_contents(again, LAYOUT).segments
    one, other = files_of(folder, LAYOUT, segment).files, files_of(again, LAYOUT, copy).files
    assert set(one._parts) == set(other._parts)
    for name in one._parts:
        assert one[name].bytes(0, len(one[name])) == other[name].bytes(0, len(other[name])), name


def test_many_documents_become_several_segments(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SEGMENT_DOCUMENTS", 100)
    monkeypatch.setattr(writing, "BATCH_CHARACTERS", 2_000)
    given = documents(450, seed=2)
    assert commit(folder, add=iter(given)) == writing.Commit(450, 0, 1)
    infos = writing.segments_info(folder, LAYOUT)
    assert sum(one.documents for one in infos) == 450 and 4 <= len(infos) <= 5
    assert all(one.documents < 200 and one.deleted == 0 and one.size > 1_000 for one in infos)
    assert pks(folder) == list(range(1, 451))


def test_documents_analysed_in_threads_keep_their_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH_CHARACTERS", 500)
    monkeypatch.setattr(writing, "_THREADS_PAY", 1)
    given = documents(200, seed=4)
    commit(folder, add=given)
    (segment,) = opened(folder, LAYOUT).segments
    assert [segment.files.text("body", number) for number in range(200)] == [fold(one.texts["body"]) for one in given]


def test_an_error_on_the_way_leaves_the_index_as_it_was(folder: Path) -> None:
    commit(folder, add=documents(5))
    names = sorted(path.name for path in folder.iterdir())

    def broken() -> Iterator[Document]:
        yield from documents(3, first=10)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        commit(folder, add=broken(), remove=(1,))
    with pytest.raises(ValueError, match="whole numbers"):
        commit(folder, add=[Document(9, {}, sets={"agencies": (-1,)})])
    assert sorted(path.name for path in folder.iterdir()) == names and pks(folder) == [1, 2, 3, 4, 5]


def test_a_half_written_segment_disturbs_nobody_and_goes_with_the_next_commit(folder: Path) -> None:
    commit(folder, add=documents(5))
    (segment,) = folder.glob("MAIN_*.seg")
    half = folder / f"draft-{'0' * 32}.seg"
    half.write_bytes(segment.read_bytes()[:1_000])
    (folder / "_MAIN_2.toc.1700000000.5").write_bytes(b"half a table of contents")
    assert pks(folder) == [1, 2, 3, 4, 5] and open_dir(str(folder)).doc_count() == 5
    commit(folder, add=documents(1, first=6))
    assert not half.exists() and pks(folder) == [1, 2, 3, 4, 5, 6]


def test_whooshs_own_writer_and_ours_shut_each_other_out(folder: Path) -> None:
    writer = open_dir(str(folder)).writer()
    with pytest.raises(IndexLocked):
        commit(folder, add=documents(1))
    writer.cancel()
    commit(folder, add=documents(1))
    assert pks(folder) == [1]


def test_segments_built_by_other_processes_are_adopted_all_at_once(folder: Path) -> None:
    with get_context("fork").Pool(2) as pool:
        built = pool.starmap(_build, [(folder, 1), (folder, 21)])
    assert pks(folder) == [] and open_dir(str(folder)).doc_count() == 0
    assert writing.adopt(folder, LAYOUT, pickle.loads(pickle.dumps(built))) == 1  # noqa: S301
    assert pks(folder) == list(range(1, 41))
    with open_dir(str(folder)).searcher() as searcher:
        assert len(searcher.search(Term("body", "诈骗"), limit=None)) > 5


def test_files_are_on_the_disk_before_anyone_can_read_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The segment, then the table of contents, then their names in the folder."""
    steps: list[str] = []
    fsync, rename = os.fsync, os.rename

    def noted_fsync(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        steps.append("sync " + ("folder" if name == folder.name else name.split("-")[0].split(".")[0]))
        fsync(descriptor)

    def noted_rename(source: str, target: str) -> None:
        steps.append(f"rename {Path(target).suffix}")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "rename", noted_rename)
    commit(folder, add=documents(1))
    assert steps == ["sync draft", "rename .seg", "sync folder", "sync _MAIN_1", "rename .toc", "sync folder"]


def _build(folder: Path, first: int) -> writing.Built:
    return writing.build_segment(folder, LAYOUT, ANALYZER, documents(20, seed=first, first=first))
