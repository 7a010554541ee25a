"""Bags by RFC 8493, checked by the Library of Congress's own library and by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import bagit
import pytest

from archive.takeaway.bags import Bag


def filled(folder: Path) -> Bag:
    folder.mkdir()
    bag = Bag(folder)
    bag.write("articles/1.jsonl", [b"{}\n", "海堤\n".encode()])
    bag.write("empty.jsonl", [])
    bag.close({"Bagging-Date": "2026-11-22", "External-Description": "报库"})
    return bag


def test_it_is_a_valid_bag(tmp_path: Path) -> None:
    filled(tmp_path / "bag")
    read = bagit.Bag(str(tmp_path / "bag"))
    assert read.validate()
    assert read.version_info == (1, 0) and read.info["Payload-Oxum"] == "10.2"
    assert read.info["External-Description"] == "报库"


def test_its_files_are_as_the_rfc_writes_them(tmp_path: Path) -> None:
    filled(tmp_path / "bag")
    folder = tmp_path / "bag"
    assert (folder / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for name, listed in (
        ("manifest-sha256.txt", ["data/articles/1.jsonl", "data/empty.jsonl"]),
        ("tagmanifest-sha256.txt", ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]),
    ):
        rows = [line.split("  ", 1) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        assert [path for _sum, path in rows] == listed
        assert all(hashlib.sha256((folder / path).read_bytes()).hexdigest() == told for told, path in rows)


@pytest.mark.parametrize("name", ["data/articles/1.jsonl", "bag-info.txt"])
def test_a_changed_file_is_found_out(tmp_path: Path, name: str) -> None:
    filled(tmp_path / "bag")
    with (tmp_path / "bag" / name).open("ab") as file:
        file.write(b" ")
    assert not bagit.Bag(str(tmp_path / "bag")).is_valid()


def test_a_file_that_is_written_twice_is_there_once(tmp_path: Path) -> None:
    bag = filled(tmp_path / "bag")
    bag.write("articles/1.jsonl", [b"new\n"])
    bag.close({})
    assert bagit.Bag(str(tmp_path / "bag")).validate()
    assert bag.oxum == "4.2"
