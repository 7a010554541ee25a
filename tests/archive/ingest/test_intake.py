"""Taking files: durable before they are accepted, limits that stop the reading, names that are nothing but data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from archive import storage
from archive.ingest import intake, zips
from archive.ingest.intake import MAX_NAME_BYTES, MAX_PAGE_BYTES, MEGABYTE, receive, shown_name
from archive.models import Capture, Event, UploadBatch, UploadItem
from tests.archive.ingest.pages import Given
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.BAOKU_DATA = tmp_path / "data"
    settings.BAOKU_DATA.mkdir()
    return settings.BAOKU_DATA


def take(*files: intake.GivenFile) -> UploadBatch:
    return receive(files, intake.Handover(by=None, origin=UploadBatch.Origin.WEB))


@pytest.mark.django_db
class TestReceive:
    def test_stores_the_bytes_and_lets_them_wait(self) -> None:
        by = UserFactory()
        page = SimpleUploadedFile("汐城.html", b"<p>\xba\xa3\xb5\xcc</p>")
        batch = receive([page], intake.Handover(by=by, origin=UploadBatch.Origin.WEB, note="n" * 300))
        assert (batch.uploaded_by, batch.origin, batch.note) == (by, "web", "n" * 200)
        item = batch.items.get()
        assert (item.name, item.size, item.state, item.problem) == ("汐城.html", 11, "waiting", "")
        assert item.capture and storage.read(item.capture.sha256) == b"<p>\xba\xa3\xb5\xcc</p>"
        assert (item.capture.file_name, item.capture.size, item.capture.media_type) == ("汐城.html", 11, "")

    def test_keeps_the_order_in_which_the_files_were_given(self) -> None:
        batch = take(*(Given(f"{n}.txt", bytes([n])) for n in (3, 1, 2)))
        assert [item.name for item in batch.items.all()] == ["3.txt", "1.txt", "2.txt"]

    def test_the_same_bytes_are_one_capture_and_two_items(self) -> None:
        batch = take(Given("a.txt", b"page"), Given("b.txt", b"page"))
        assert batch.items.count() == 2
        assert Capture.objects.get().file_name == "a.txt"

    def test_one_event_tells_of_the_batch(self) -> None:
        by = UserFactory()
        batch = receive(
            [Given("a.txt", b"a"), Given("b.txt", b"b")], intake.Handover(by=by, origin=UploadBatch.Origin.WEB)
        )
        event = Event.objects.get()
        assert (event.action, event.subject_type, event.subject_id) == ("uploaded", "uploadbatch", str(batch.pk))
        assert (event.actor, event.data) == (by, {"files": 2, "refused": 0})

    def test_no_file_is_parsed(self) -> None:
        item = take(Given("a.html", b"\xff\xfe\x00<")).items.get()
        assert item.state == "waiting"

    def test_an_empty_file_waits_like_any_other(self) -> None:
        assert take(Given("a.html", b"")).items.get().state == "waiting"

    def test_when_the_disk_is_full_no_row_says_that_anything_was_accepted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            take(Given("a.txt", b"page"))
        assert not UploadBatch.objects.exists() and not Capture.objects.exists() and not Event.objects.exists()

    def test_the_bytes_are_in_their_place_before_the_first_row_is_written(
        self, monkeypatch: pytest.MonkeyPatch, data: Path
    ) -> None:
        stored: list[int] = []
        create = UploadBatch.objects.create

        def told(**fields: object) -> UploadBatch:
            stored.append(len([path for path in (data / "blobs").rglob("*") if path.is_file()]))
            return create(**fields)

        monkeypatch.setattr(UploadBatch.objects, "create", told)
        take(Given("a.txt", b"a"), Given("b.txt", b"b"))
        assert stored == [2]


@pytest.mark.django_db
class TestLimits:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(intake, "MAX_PAGE_BYTES", 2 * MEGABYTE)
        monkeypatch.setattr(intake, "MAX_ZIP_BYTES", 4 * MEGABYTE)

    def test_a_page_over_the_limit_is_refused_and_read_no_further(self, data: Path) -> None:
        page = Given("big.html", bytes(30 * MEGABYTE))
        item = take(page, Given("small.html", b"page")).items.first()
        assert item and (item.state, item.problem, item.params) == ("refused", "too-large", {"limit_mb": 2})
        assert item.capture is None and item.finished_at is not None
        assert page.read <= 2 * MEGABYTE + page.piece
        assert len([path for path in data.rglob("*") if path.is_file()]) == 1  # the small one

    def test_the_others_of_the_batch_are_taken(self) -> None:
        batch = take(Given("big.html", bytes(3 * MEGABYTE)), Given("small.html", b"page"))
        assert [item.state for item in batch.items.all()] == ["refused", "waiting"]
        assert Event.objects.get().data == {"files": 2, "refused": 1}

    def test_a_file_that_says_its_size_is_not_read_at_all(self) -> None:
        page = Given("big.html", bytes(3 * MEGABYTE))
        page.size = len(page.data)  # type: ignore[attr-defined]
        assert take(page).items.get().problem == "too-large"
        assert page.read == page.piece

    def test_exactly_the_limit_is_taken(self) -> None:
        assert take(Given("a.html", bytes(2 * MEGABYTE))).items.get().state == "waiting"

    @pytest.mark.parametrize(("name", "head"), [("a.zip", b""), ("A.ZIP", b""), ("a", b"PK\x03\x04")])
    def test_a_zip_may_be_larger(self, name: str, head: bytes) -> None:
        assert take(Given(name, head + bytes(3 * MEGABYTE))).items.get().state == "waiting"
        assert take(Given(name, head + bytes(5 * MEGABYTE))).items.get().params == {"limit_mb": 4}

    def test_a_page_that_calls_itself_a_page_is_measured_as_one(self) -> None:
        assert take(Given("a.html", b"PK\x03\x04" + bytes(3 * MEGABYTE))).items.get().problem == "too-large"

    def test_a_file_that_cannot_be_read_is_refused_with_the_reason(self) -> None:
        class Unreadable(Given):
            def chunks(self) -> Iterator[bytes]:
                yield b"first half"
                raise PermissionError(13, "Permission denied")

        batch = take(Unreadable("a.txt"), Given("b.txt", b"page"))
        item = batch.items.first()
        assert item and (item.state, item.problem) == ("refused", "unreadable")
        assert item.params == {"detail": "Permission denied"}
        assert batch.items.last().state == "waiting"  # type: ignore[union-attr]


def test_the_limits_are_those_of_the_unpacker() -> None:
    assert MAX_PAGE_BYTES == 25 * MEGABYTE == zips.MAX_MEMBER_BYTES


HOSTILE = [
    "../../etc/passwd",
    "..\\..\\x",
    "/abs",
    "C:\\x",
    "x\0.html",
    "CON.html",
    "a\nERROR fake",
    "\u202egnp.html",
    "\u2066x",
    "_MAIN_1.toc",
    'a"; filename=evil.exe\r\nX: y',
    "<img src=x onerror=alert(1)>.html",
    "\udcff\udcfe.html",
    "a" * 5000 + ".html",
    "",
]


class TestNames:
    @pytest.mark.django_db
    @pytest.mark.parametrize("name", HOSTILE)
    def test_never_become_a_path_and_are_shown_harmlessly(self, name: str, tmp_path: Path, data: Path) -> None:
        item = take(Given(name, b"page")).items.get()
        files = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
        sha256 = storage.keep([b"page"]).sha256
        assert files == {Path("data/blobs") / sha256[:2] / sha256[2:4] / sha256}
        assert UploadItem.objects.get().name == item.name
        assert item.name.isprintable()

    def test_are_composed_so_that_equal_names_are_equal(self) -> None:
        assert shown_name("cafe\u0301.html") == "café.html"

    def test_show_control_and_direction_characters_as_escapes(self) -> None:
        assert shown_name("a\x00\u202eb\n.html") == "a\\u0000\\u202eb\\u000a.html"

    def test_keep_their_ending_when_they_are_cut(self) -> None:
        name = shown_name("长" * 5000 + ".html")
        assert name.endswith("….html")
        assert MAX_NAME_BYTES - 3 < len(name.encode()) <= MAX_NAME_BYTES

    def test_a_missing_name_is_an_empty_one(self) -> None:
        assert shown_name(None) == ""

    @given(st.text(st.characters(), max_size=400))
    def test_fit_and_can_be_stored_whatever_they_are(self, name: str) -> None:
        assert len(shown_name(name).encode()) <= MAX_NAME_BYTES
