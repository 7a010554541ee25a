"""After a purge no file of the index holds what only removed documents held."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine import folders, purge, writing
from search.engine.layout import Document
from search.engine.purge import PurgeReport
from search.engine.snapshot import opened
from tests.search.engine.indexes import ANALYZER, LAYOUT, documents

_SECRET = Document(
    9_001,
    {"title": "張三李四的密约", "body": "張三住在幸福路一百零八號，電話13800138000。\n编辑 海堤\n他們的反诈中心"},
)
_GONE = ("張三李四的密约", "张三李四的密约", "住在幸福路一百零八", "13800138000", "幸福路", "李四的")
_STAYS = ("反诈中心", "诈骗")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A live index with the secret among others, one of which holds one of its lines."""
    (tmp_path / "index").mkdir()
    folder = folders.new_folder(tmp_path / "index")
    writing.create(folder, LAYOUT)
    other = Document(9_002, {"title": "海堤", "body": "前言\n编辑 海堤\n他们的反诈中心和诈骗"})
    writing.commit(folder, LAYOUT, ANALYZER, add=[*documents(40), _SECRET, other], remove=())
    folders.make_live(tmp_path / "index", folder)
    return folder


def holding(folder: Path, text: str) -> list[str]:
    """The files beneath the index that hold the text in any encoding, found without the purge's own scan."""
    encoded = [text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in folder.parent.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in encoded)]


def remove(folder: Path) -> PurgeReport:
    writing.commit(folder, LAYOUT, ANALYZER, add=(), remove=(9_001,))
    return purge.purge(folder, LAYOUT, ANALYZER)


def test_a_deletion_alone_leaves_the_words_and_a_purge_does_not(folder: Path) -> None:
    writing.commit(folder, LAYOUT, ANALYZER, add=(), remove=(9_001,))
    assert all(holding(folder, text) for text in _GONE)
    report = purge.purge(folder, LAYOUT, ANALYZER)
    assert not any(holding(folder, text) for text in _GONE)
    assert all(holding(folder, text) for text in _STAYS)
    assert (report.documents, report.remains) == (1, ())
    assert report.traces > 40 and 0 < report.living < report.traces and report.size > 10_000


def test_the_living_are_untouched(folder: Path) -> None:
    remove(folder)
    (segment,) = opened(folder, LAYOUT).segments
    assert (segment.size, len(segment.deleted)) == (41, 0)
    assert segment.files.number("pk").tolist() == [*range(1, 41), 9_002]


def test_an_older_version_of_a_document_goes_and_the_newer_stays(folder: Path) -> None:
    masked = Document(9_001, {**_SECRET.texts, "body": "張三住在＊＊路，電話＊＊＊。"})
    writing.commit(folder, LAYOUT, ANALYZER, add=[masked], remove=(9_001,))
    assert purge.purge(folder, LAYOUT, ANALYZER).remains == ()
    assert not holding(folder, "13800138000") and not holding(folder, "幸福路")
    assert holding(folder, "張三李四的密约") and holding(folder, "張三住在")


def test_older_generations_and_drafts_go_as_well(folder: Path) -> None:
    root = folder.parent
    (root / "19990101T000000-0").mkdir()
    (root / "19990101T000000-0" / "MAIN_x.seg").write_text("張三李四的密约", encoding="utf-16-le")
    (folder / f"draft-{'a' * 32}.seg").write_text("張三李四的密约", encoding="utf-8")
    (folder / "MAIN_abcdefgh.seg").write_text("幸福路一百零八", encoding="utf-8")
    assert remove(folder).remains == ()
    assert not holding(folder, "張三李四的密约") and not holding(folder, "幸福路")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_what_is_left_elsewhere_is_reported_by_its_file_alone(folder: Path, encoding: str) -> None:
    left = folder.parent / "notes"
    left.write_text("某处还有13800138000", encoding=encoding)
    report = remove(folder)
    assert report.remains == (left,) and "13800138000" not in repr(report)


def test_words_of_a_list_stay(folder: Path) -> None:
    words = folder / "words.txt"
    words.write_text("幸福路\n", encoding="utf-8")
    writing.commit(folder, LAYOUT, ANALYZER, add=(), remove=(9_001,))
    assert purge.purge(folder, LAYOUT, ANALYZER, word_lists=[words]).remains == ()


def test_a_purge_of_nothing_finds_nothing(folder: Path) -> None:
    report = purge.purge(folder, LAYOUT, ANALYZER)
    assert (report.documents, report.traces, report.remains) == (0, 0, ())
