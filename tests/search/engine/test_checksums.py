"""Any changed byte of a file is noticed; what comes and goes in the normal course of things is not taken for damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import checksums


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "MAIN_a.seg").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "_MAIN_1.toc").write_bytes(b"contents")
    checksums.remember(tmp_path)
    return tmp_path


def test_files_as_written_are_whole(folder: Path) -> None:
    assert checksums.altered(folder) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0, 256 * 9 - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(folder: Path, place: int, bit: int) -> None:
    file = folder / "MAIN_a.seg"
    whole = file.read_bytes()
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
    assert checksums.altered(folder) == ["MAIN_a.seg"]
    file.write_bytes(whole)
    assert checksums.altered(folder) == []


@pytest.mark.parametrize("content", [b"", b"conten", b"contents and more"])
def test_another_length_is_noticed(folder: Path, content: bytes) -> None:
    (folder / "_MAIN_1.toc").write_bytes(content)
    assert checksums.altered(folder) == ["_MAIN_1.toc"]


def test_a_process_that_died_after_its_commit_leaves_no_false_alarm(folder: Path) -> None:
    (folder / "_MAIN_1.toc").unlink()
    (folder / "_MAIN_2.toc").write_bytes(b"newer contents")
    (folder / "MAIN_b.seg").write_bytes(b"segment")
    assert checksums.altered(folder) == []
    checksums.remember(folder)
    (folder / "MAIN_b.seg").write_bytes(b"segmenT")
    assert checksums.altered(folder) == ["MAIN_b.seg"]


def test_a_file_keeps_the_checksum_of_its_first_writing(folder: Path) -> None:
    (folder / "MAIN_a.seg").write_bytes(b"other")
    (folder / "MAIN_b.seg").write_bytes(b"new")
    checksums.remember(folder)
    assert checksums.altered(folder) == ["MAIN_a.seg"]


@pytest.mark.parametrize("content", ["", "[]", "{", "null"])
def test_without_readable_checksums_nothing_can_be_said(folder: Path, content: str) -> None:
    (folder / "checksums.json").write_text(content)
    assert checksums.altered(folder) == []
