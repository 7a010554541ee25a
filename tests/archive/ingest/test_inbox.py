"""The watched folder: complete files are taken once, others are left alone, nothing is moved before it is kept."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from archive import storage
from archive.ingest import intake
from archive.ingest.inbox import Inbox, taking, waiting
from archive.models import Capture, Event, UploadBatch, UploadItem
from tests.factories import AgencyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.BAOKU_INBOX = tmp_path / "inbox"
    settings.BAOKU_INBOX.mkdir()
    return settings.BAOKU_INBOX


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A quarter of a minute has passed since the test put its files there."""
    now = time.time
    monkeypatch.setattr(waiting.time, "time", lambda: now() + 15)
    return None


def put(folder: Path, name: str, data: bytes = b"page") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def left(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def moved(folder: Path) -> set[str]:
    """What lies under `taken` and `refused`, without the name of the batch."""
    return {"/".join((name.split("/")[0], *name.split("/")[2:])) for name in left(folder)}


def stop_moving(monkeypatch: pytest.MonkeyPatch, folder: Path, error: BaseException) -> None:
    """From here on nothing can be moved out of its place in the folder."""
    rename = Path.rename

    def stopped(self: Path, target: Path) -> Path:
        if self.is_relative_to(folder):
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stopped)


class TestTaking:
    def test_loose_files_become_one_batch_and_are_moved_once_they_are_kept(self, folder: Path):
        put(folder, "b.html", b"b")
        put(folder, "a.html", b"a")
        [batch] = Inbox(folder).take()
        assert (batch.origin, batch.uploaded_by, batch.note) == ("inbox", None, "")
        assert [(item.name, item.state) for item in batch.items.all()] == [("a.html", "waiting"), ("b.html", "waiting")]
        assert storage.read(batch.items.first().capture.sha256) == b"a"
        assert moved(folder) == {"taken/a.html", "taken/b.html"}
        assert Event.objects.get().action == "uploaded"

    def test_each_folder_is_a_batch_of_its_name_and_of_the_outlet_that_bears_it(self, folder: Path):
        outlet = AgencyFactory(name="云渡日报")
        put(folder, "云渡日报/2019/一.html")
        put(folder, "杂件/二.html")
        batches = {batch.note: batch for batch in Inbox(folder).take()}
        assert batches["云渡日报"].outlet == outlet
        assert batches["云渡日报"].items.get().name == "2019/一.html"
        assert batches["杂件"].outlet is None
        assert moved(folder) == {"taken/云渡日报/2019/一.html", "taken/杂件/二.html"}

    def test_a_candidate_gives_no_folder_its_outlet(self, folder: Path):
        AgencyFactory(name="云渡日报", confirmed=False)
        put(folder, "云渡日报/一.html")
        [batch] = Inbox(folder).take()
        assert batch.outlet is None

    def test_what_was_moved_is_not_taken_again(self, folder: Path):
        put(folder, "a.html")
        inbox = Inbox(folder)
        assert len(inbox.take()) == 1
        assert inbox.take() == []
        assert UploadItem.objects.count() == 1

    def test_the_same_name_may_come_again_and_overwrites_nothing(self, folder: Path):
        inbox = Inbox(folder)
        for content in (b"one", b"two"):
            put(folder, "a.html", content)
            inbox.take()
        kept = [path.read_bytes() for path in (folder / "taken").rglob("*.html")]
        assert sorted(kept) == [b"one", b"two"]

    def test_names_in_other_charsets_are_read(self, folder: Path):
        raw = os.fsencode(folder) + "/三号海堤昨日合龙的消息.html".encode("gb18030")
        Path(os.fsdecode(raw)).write_bytes(b"page")
        Inbox(folder).take()
        assert UploadItem.objects.get().name == "三号海堤昨日合龙的消息.html"
        assert not Path(os.fsdecode(raw)).exists()

    def test_too_large_a_file_is_refused_in_the_ledger_and_its_bytes_stay(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(intake, "MAX_PAGE_BYTES", 8)
        put(folder, "big.html", b"123456789")
        put(folder, "small.html", b"12345678")
        Inbox(folder).take()
        assert dict(UploadItem.objects.values_list("name", "problem")) == {"big.html": "too-large", "small.html": ""}
        assert moved(folder) == {"refused/big.html", "taken/small.html"}

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
    def test_an_unreadable_file_is_told_in_the_ledger(self, folder: Path):
        put(folder, "a.html").chmod(0)
        Inbox(folder).take()
        assert UploadItem.objects.get().problem == "unreadable"
        assert moved(folder) == {"refused/a.html"}

    def test_only_so_many_files_are_one_batch_and_the_rest_comes_next(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(taking, "MOST_FILES", 2)
        for number in range(3):
            put(folder, f"{number}.html")
        inbox = Inbox(folder)
        assert [batch.items.count() for _ in range(3) for batch in inbox.take()] == [2, 1]


class TestLeavingAlone:
    @pytest.mark.parametrize("name", ["a.html.part", "a.crdownload", "a.tmp", "a.html~", ".a.html", ".hidden/a.html"])
    def test_what_is_named_as_unfinished_or_hidden(self, folder: Path, name: str):
        put(folder, name)
        assert Inbox(folder).take() == []
        assert left(folder) == {name}

    def test_what_was_changed_a_moment_ago(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        path = put(folder, "a.html")
        os.utime(path, (0, 0))  # as cp -p and rsync do; the time of the last change stays
        monkeypatch.undo()
        assert Inbox(folder).take() == []
        assert left(folder) == {"a.html"}

    def test_what_somebody_holds_open_for_writing(self, folder: Path):
        path = put(folder, "a.html")
        with path.open("ab") as writer:
            assert Inbox(folder).take() == []
            assert left(folder) == {"a.html"}
            writer.write(b" and its end")
        assert len(Inbox(folder).take()) == 1
        assert storage.read(Capture.objects.get().sha256) == b"page and its end"

    def test_a_folder_to_which_files_still_come_until_patience_is_at_its_end(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ):
        put(folder, "报/a.html")
        put(folder, "报/b.html")
        rest = {"a.html": 30.0, "b.html": 2.0}
        seen = {(folder / "报" / name).stat().st_ino: seconds for name, seconds in rest.items()}
        monkeypatch.setattr(waiting, "_rest_of", lambda found: seen[found.st_ino])
        assert Inbox(folder).take() == []
        seen = {number: seconds + 40 if seconds == 30.0 else seconds for number, seconds in seen.items()}
        [batch] = Inbox(folder).take()
        assert [item.name for item in batch.items.all()] == ["a.html"]
        assert (folder / "报/b.html").exists()

    def test_links_and_pipes(self, folder: Path, tmp_path: Path):
        secret = put(tmp_path, "outside/secret.html", b"secret")
        (folder / "link.html").symlink_to(secret)
        (folder / "folder").symlink_to(secret.parent)
        os.mkfifo(folder / "pipe.html")
        assert Inbox(folder).take() == []
        assert secret.read_bytes() == b"secret"

    def test_a_file_that_becomes_a_link_before_it_is_opened(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        secret = put(tmp_path, "outside/secret.html", b"secret")
        path = put(folder, "a.html")
        take_in = taking.take_in

        def swapped(file):
            path.unlink()
            path.symlink_to(secret)
            return take_in(file)

        monkeypatch.setattr(taking, "take_in", swapped)
        Inbox(folder).take()
        assert not Capture.objects.exists()
        assert secret.read_bytes() == b"secret"

    def test_a_file_that_grows_while_it_is_read(self, folder: Path, monkeypatch: pytest.MonkeyPatch, data: Path):
        path = put(folder, "a.html")
        keep = storage.keep

        def growing(chunks):
            first = next(chunks)
            with path.open("ab") as writer:
                writer.write(b" more")
            return keep([first, *chunks])

        monkeypatch.setattr(storage, "keep", growing)
        assert Inbox(folder).take() == []
        assert left(folder) == {"a.html"}
        assert not UploadBatch.objects.exists() and not list((data / "blobs").rglob("*.*"))

    def test_a_file_that_is_gone_when_its_turn_comes(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        path = put(folder, "a.html")
        put(folder, "b.html")
        take_in = taking.take_in
        monkeypatch.setattr(taking, "take_in", lambda file: (path.unlink(missing_ok=True), take_in(file))[1])
        [batch] = Inbox(folder).take()
        assert [item.name for item in batch.items.all()] == ["b.html"]


class TestFaults:
    def test_when_the_rows_cannot_be_written_every_file_stays(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        put(folder, "a.html")

        def broken(*args, **fields):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(taking, "keep_batch", broken)
        with pytest.raises(OSError, match="No space"):
            Inbox(folder).take()
        assert left(folder) == {"a.html"}

    def test_killed_between_keeping_and_moving_nothing_is_lost_and_the_second_time_is_a_duplicate(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ):
        put(folder, "a.html")
        with monkeypatch.context() as killed:
            stop_moving(killed, folder, KeyboardInterrupt())
            with pytest.raises(KeyboardInterrupt):
                Inbox(folder).take()
        assert left(folder) == {"a.html"} and UploadBatch.objects.count() == 1
        Inbox(folder).take()
        assert moved(folder) == {"taken/a.html"}
        assert Capture.objects.count() == 1

    def test_a_file_that_cannot_be_moved_is_taken_once_only(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        put(folder, "a.html")
        inbox = Inbox(folder)
        with monkeypatch.context() as stuck:
            stop_moving(stuck, folder, PermissionError(13, "Permission denied"))
            assert len(inbox.take()) == 1
            assert inbox.take() == []
        put(folder, "a.html", b"another page")
        assert len(inbox.take()) == 1

    def test_a_missing_folder_stops_no_other_work(self, folder: Path, caplog: pytest.LogCaptureFixture):
        folder.rmdir()
        inbox = Inbox(folder)
        assert inbox.step() is False
        assert "cannot be worked off" in caplog.text
        caplog.clear()
        assert inbox.step() is False and not caplog.records, "it is looked at again only after a while"

    def test_no_folder_is_watched_unless_one_is_named(self):
        assert Inbox(None).step() is False and Inbox(None).take() == []

    def test_two_workers_do_not_take_the_same_file(self, folder: Path):
        put(folder, "a.html")
        with taking._alone() as first, taking._alone() as second:
            assert (first, second) == (True, False)
            assert Inbox(folder).take() == []
        assert len(Inbox(folder).take()) == 1

    def test_it_looks_only_now_and_then(self, folder: Path):
        inbox = Inbox(folder)
        inbox.step()
        put(folder, "a.html")
        assert inbox.step() is False
        inbox._next_look = 0.0
        assert inbox.step() is True
