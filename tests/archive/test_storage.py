"""The blob store: the same bytes once, durable before they are promised, and no name of a user's in any path."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from archive import storage


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.BAOKU_DATA = tmp_path
    return tmp_path


def files_under(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


class TestKeep:
    def test_gives_the_bytes_back_under_their_checksum(self) -> None:
        blob = storage.keep([b"\xb1\xa8", b"\xbf\xe2"])
        assert blob == storage.StoredBlob(hashlib.sha256(b"\xb1\xa8\xbf\xe2").hexdigest(), 4)
        assert storage.read(blob.sha256) == b"\xb1\xa8\xbf\xe2"

    def test_an_empty_file_is_kept_too(self) -> None:
        assert storage.read(storage.keep([]).sha256) == b""

    def test_the_same_bytes_are_one_file(self, data: Path) -> None:
        first, second = storage.keep([b"page"]), storage.keep([b"pa", b"ge"])
        assert first == second
        assert files_under(data) == [storage.path_of(first.sha256)]

    def test_lies_two_folders_deep_by_the_checksum(self, data: Path) -> None:
        sha256 = storage.keep([b"page"]).sha256
        assert storage.path_of(sha256) == data / "blobs" / sha256[:2] / sha256[2:4] / sha256

    def test_nobody_may_write_to_a_kept_file_nor_others_read_it(self) -> None:
        path = storage.path_of(storage.keep([b"page"]).sha256)
        assert path.stat().st_mode & 0o777 == 0o440
        assert not any(folder.stat().st_mode & 0o007 for folder in list(path.parents)[:3])

    def test_the_bytes_are_on_disk_before_the_name_and_the_name_before_the_answer(
        self, monkeypatch: pytest.MonkeyPatch, data: Path
    ) -> None:
        steps: list[str] = []
        fsync, rename = os.fsync, Path.rename

        def told_fsync(descriptor: int) -> None:
            target = Path(f"/proc/self/fd/{descriptor}").readlink()
            steps.append(f"fsync {'incoming' if target.parent.name == 'incoming' else target.relative_to(data)}")
            fsync(descriptor)

        def told_rename(path: Path, target: Path) -> Path:
            steps.append("rename")
            return rename(path, target)

        monkeypatch.setattr(os, "fsync", told_fsync)
        monkeypatch.setattr(Path, "rename", told_rename)
        sha256 = storage.keep([b"page"]).sha256

        assert steps[:2] == ["fsync incoming", "rename"]
        folder = Path("blobs") / sha256[:2] / sha256[2:4]
        assert steps[2:] == [f"fsync {path}" for path in (folder, *folder.parents)]

    def test_a_blob_that_is_there_already_is_made_durable_again_before_the_answer(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The writer that renamed it may not have reached its own fsync of the folder yet."""
        path = storage.path_of(storage.keep([b"page"]).sha256)
        synced: list[Path] = []
        fsync = os.fsync

        def told_fsync(descriptor: int) -> None:
            synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
            fsync(descriptor)

        monkeypatch.setattr(os, "fsync", told_fsync)
        storage.keep([b"page"])
        assert path.parent in synced

    def test_a_failed_fsync_promises_nothing_and_leaves_nothing(
        self, monkeypatch: pytest.MonkeyPatch, data: Path
    ) -> None:
        def broken(descriptor: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="Input/output"):
            storage.keep([b"page"])
        assert files_under(data) == []

    def test_a_source_that_breaks_in_the_middle_leaves_nothing(self, data: Path) -> None:
        def broken() -> Iterator[bytes]:
            yield b"first half"
            raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(OSError, match="No space"):
            storage.keep(broken())
        assert files_under(data) == []


class TestSweepIncoming:
    def test_removes_what_a_killed_writer_left_and_nothing_that_may_still_be_written(self, data: Path) -> None:
        kept = storage.keep([b"page"])
        old, young = data / "incoming" / "old", data / "incoming" / "young"
        old.write_bytes(b"half")
        young.write_bytes(b"half")
        os.utime(old, (0, 0))
        assert storage.sweep_incoming() == 1
        assert files_under(data) == [storage.path_of(kept.sha256), young]

    def test_finds_nothing_in_a_new_archive(self) -> None:
        assert storage.sweep_incoming() == 0


class TestPathOf:
    @pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 62 + "/.", "g" * 64])
    def test_takes_nothing_but_a_checksum(self, name: str) -> None:
        with pytest.raises(ValueError, match="not a SHA-256"):
            storage.path_of(name)

    def test_reading_what_is_not_there_says_so(self) -> None:
        with pytest.raises(FileNotFoundError):
            storage.read("0" * 64)
