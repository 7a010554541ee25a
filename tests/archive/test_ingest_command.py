"""The command ingest, and with it the whole way of bad files: each its clear message, nothing else disturbed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import translation
from haystack import connections

from archive import ledger
from archive.ingest import pool
from archive.ingest.intake import Handover, receive
from archive.ingest.pool import Pool
from archive.ingest.processing import authority_from_database, process_all
from archive.management.commands import ingest
from archive.models import Agency, Article, Capture, Event, UploadBatch
from search.answering.executor import SearchRequest, execute
from search.engine.folders import writing_lock
from search.models import IndexChange
from tests.archive.ingest.pages import Given
from tests.factories import AgencyFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]

MEGABYTE = 1024 * 1024
SENTENCES = "昨天上午十点二十分，三号海堤在平潮时分合龙。堤身沉降仍须观测两个汛期，市水务局说，观测结果会按月公布。"


def page(title: str, *, source: str = "汐城晚报", more: str = "") -> str:
    """A plain page of our own, long enough to be an article."""
    title = f"三号海堤昨日合龙（{title}）"
    paragraphs = "".join(f"<p>{number}、{title}。{SENTENCES}{more}</p>" for number in "一二三")
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>2021-06-18 09:49 来源：{source}</p>{paragraphs}</article></body></html>"
    )


@pytest.fixture(autouse=True)
def one_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child takes longer to start than to read these few pages; tests of the pool have several side by side."""
    monkeypatch.setattr(pool, "MOST", 1)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the calls for the index instead of writing one: what is public at each of them."""
    calls: list[int] = []
    monkeypatch.setattr(ingest, "bring_index_up_to_date", lambda out: calls.append(Article.objects.public().count()))
    return calls


def run(*paths: Path, **options: Any) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("ingest", *paths, stdout=out, stderr=out, **options)
    return out.getvalue()


def counts(out: str) -> dict[str, int]:
    """The table at the end, by its labels."""
    rows = (line.split(None, 1) for line in out.splitlines() if line.startswith("  "))
    return {label: int(number.replace(",", "")) for number, label in rows}


class TestIngest:
    def test_takes_files_and_folders_in_order_and_sums_up(self, pages: Path, indexed: list[int]) -> None:
        (pages / "b.html").write_text(page("乙篇"), "utf-8")
        (pages / "deep").mkdir()
        (pages / "deep" / "a.txt").write_text(f"丙篇\n2021-06-18\n{SENTENCES}\n{SENTENCES}", "utf-8")
        (pages / "a.html").write_text(page("甲篇"), "utf-8")
        (pages / ".hidden.html").write_text(page("丁篇"), "utf-8")
        single = pages.parent / "single.html"
        single.write_text(page("戊篇"), "utf-8")
        out = run(pages, single)
        assert counts(out) == {"Draft": 4}
        assert [item.name for item in UploadBatch.objects.get().items.all()] == [
            *("a.html", "b.html", "deep/a.txt", "single.html"),
        ]
        assert indexed == []

    def test_publishes_from_a_confirmed_source_and_says_whom_it_does_not_know(
        self, pages: Path, indexed: list[int]
    ) -> None:
        user, outlet = UserFactory(username="lin"), AgencyFactory(name="汐城晚报")
        (pages / "a.html").write_text(page("甲篇", source="汐城晚報"), "utf-8")
        (pages / "b.html").write_text(page("乙篇", source="无名报"), "utf-8")
        (pages / "c.html").write_text(page("丙篇", source="無名報"), "utf-8")
        out = run(pages, publish=True, user="lin")
        assert counts(out) == {"Draft": 3, "Published": 3}
        known, *new = Article.objects.public().order_by("pk")
        assert (known.source, known.created_by, known.released_by) == (outlet, user, user)
        candidate = Agency.objects.get(name="无名报")
        assert not candidate.confirmed
        assert [article.source for article in new] == [candidate, candidate]
        assert out.count("Candidate agency, to be confirmed: 无名报") == 1
        assert indexed == [3]

    def test_keeps_a_page_with_personal_data_as_a_draft_and_says_why(self, pages: Path, indexed: list[int]) -> None:
        (pages / "a.html").write_text(page("甲篇", more="号码11010519491231002X。"), "utf-8")
        out = run(pages, publish=True)
        assert counts(out) == {"Draft": 1, "Published": 0}
        assert "Personal data is still open" in out
        assert not Article.objects.public().exists()
        assert "11010519491231002X" not in out

    def test_a_second_run_doubles_nothing_and_publishes_what_was_a_draft(self, pages: Path, indexed: list[int]) -> None:
        (pages / "a.html").write_text(page("甲篇"), "utf-8")
        run(pages)
        out = run(pages, publish=True)
        assert counts(out) == {"Duplicate": 1, "Published": 1}
        article = Article.objects.public().get()
        assert f"a.html: Duplicate. 三号海堤昨日合龙（甲篇） ({article.public_id})" in out
        assert counts(run(pages, publish=True)) == {"Duplicate": 1, "Published": 0}

    def test_refused_files_are_told_and_are_no_failure_of_the_command(self, pages: Path, indexed: list[int]) -> None:
        (pages / "a.html").write_bytes(b"")
        (pages / "b.html").write_text(page("乙篇"), "utf-8")
        out = run(pages, publish=True)
        assert counts(out) == {"Draft": 1, "Refused": 1, "Published": 1}
        assert "a.html: Refused. The file is empty." in out

    def test_members_of_a_zip_are_named_behind_it(self, pages: Path, indexed: list[int]) -> None:
        with zipfile.ZipFile(pages / "all.zip", "w") as archive:
            archive.writestr("a.html", page("甲篇"))
            archive.writestr("b.html", "")
        out = run(pages / "all.zip")
        assert counts(out) == {"Draft": 1, "Unpacked": 1, "Refused": 1}
        assert "all.zip: b.html: Refused. The file is empty." in out

    def test_a_near_duplicate_is_told_with_what_it_is_like(self, pages: Path, indexed: list[int]) -> None:
        (pages / "a.html").write_text(page("甲篇"), "utf-8")
        (pages / "b.html").write_text(page("乙篇"), "utf-8")
        out = run(pages)
        first = Article.objects.earliest("pk")
        assert f"%, Nearly the same: 三号海堤昨日合龙（甲篇） ({first.public_id})" in out
        assert not any(line.startswith("a.html:") for line in out.splitlines())

    def test_the_desk_shows_the_same_in_the_ledger_that_it_names(self, pages: Path, indexed: list[int]) -> None:
        (pages / "a.html").write_text(page("甲篇"), "utf-8")
        (pages / "b.html").write_bytes(b"")
        user = UserFactory(username="lin", groups=["Uploaders"])
        out = run(pages, user="lin", note="七月")
        batch = UploadBatch.objects.get()
        assert f"Ledger: /en/admin/archive/uploadbatch/{batch.pk}/ledger/" in out
        told = {row["file"]: row["fate"] for row in ledger.rows(batch, "", user)}
        assert (batch.origin, batch.note, told) == ("command", "七月", {"a.html": "draft", "b.html": "refused"})

    def test_pages_that_name_no_outlet_have_the_one_that_is_given(self, pages: Path, indexed: list[int]) -> None:
        outlet = AgencyFactory(name="云渡日报")
        (pages / "a.txt").write_text(f"丙篇\n2021-06-18\n{SENTENCES}\n{SENTENCES}", "utf-8")
        (pages / "b.html").write_text(page("乙篇"), "utf-8")
        run(pages, outlet="雲渡日報")
        first, second = Article.objects.order_by("pk")
        assert (first.source, first.source_name, second.source_name) == (outlet, "云渡日报", "汐城晚报")

    def test_an_unknown_outlet_stops_it_before_anything_is_done(self, pages: Path) -> None:
        with pytest.raises(CommandError, match="没有的报"):
            run(pages, outlet="没有的报")
        assert not UploadBatch.objects.exists()

    def test_a_path_that_is_not_there_stops_it_before_anything_is_done(self, pages: Path, tmp_path: Path) -> None:
        (pages / "a.html").write_text(page("甲篇"), "utf-8")
        with pytest.raises(CommandError, match=r"no such file or folder: .*missing"):
            run(pages, tmp_path / "missing")
        assert not UploadBatch.objects.exists()

    def test_an_unknown_user_stops_it(self, pages: Path) -> None:
        with pytest.raises(CommandError, match="no user “nobody”"):
            run(pages, user="nobody")

    def test_a_folder_of_nothing_is_no_failure(self, pages: Path) -> None:
        assert counts(run(pages)) == {}

    def test_links_in_a_folder_are_not_followed(self, pages: Path, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text(SENTENCES, "utf-8")
        (pages / "link.txt").symlink_to(secret)
        (pages / "loop").symlink_to(pages)
        assert counts(run(pages)) == {}


class TestTheIndex:
    """The real one, in a folder of its own."""

    @pytest.fixture
    def root(self, settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
        folder = tmp_path / "index"
        settings.HAYSTACK_CONNECTIONS = {"default": {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": folder}}
        connections.reload("default")
        yield folder
        connections.thread_local.connections.clear()

    def test_knows_the_published_pages_when_the_command_returns(self, pages: Path, root: Path) -> None:
        (pages / "a.html").write_text(page("甲篇"), "utf-8")
        run(pages, publish=True)
        assert not IndexChange.objects.pending().exists()
        assert execute(SearchRequest(q="平潮時分")).count == 1

    def test_is_left_to_the_worker_that_holds_it(self, pages: Path, root: Path) -> None:
        (pages / "a.html").write_text(page("甲篇"), "utf-8")
        with writing_lock(root):
            out = run(pages, publish=True)
        assert counts(out)["Published"] == 1
        assert "The worker will bring the index up to date." in out
        assert IndexChange.objects.pending().count() == 1


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def raw_zip(name: bytes, packed: bytes, *, crc: int, size: int, method: int) -> bytes:
    """A zip of one member, header by header: zipfile writes no names in GBK and no gigabyte within a second."""
    shared = (20, 0, method, 0, 0, crc, len(packed), size, len(name), 0)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *shared) + name + packed
    central = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *shared, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def gigabyte_of_zeros() -> bytes:
    """A zip of 1 MB whose member inflates to 1 GB: a fully flushed deflate block can be repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(1024):
        crc = zlib.crc32(bytes(MEGABYTE), crc)
    return raw_zip(b"zeros.txt", block * 1024 + b"\x03\x00", crc=crc, size=1024 * MEGABYTE, method=8)


def gbk_names() -> bytes:
    """A zip as Windows makes it in China: names in GBK without the UTF-8 flag."""
    content = page("海堤合龙").encode()
    name = "汐城/海堤合龙.html".encode("gbk")
    return raw_zip(name, content, crc=zlib.crc32(content), size=len(content), method=0)


class TestBadFiles:
    """All of them in one batch, through the real intake, sandbox and store."""

    @pytest.fixture(params=[1, pytest.param(5, marks=pytest.mark.slow)], ids=["a line of 1 MB", "a line of 5 MB"])
    def megabytes(self, request: pytest.FixtureRequest) -> int:
        return int(request.param)

    @pytest.fixture
    def fates(self, megabytes: int) -> Iterator[dict[str, tuple[str, str]]]:
        files = [
            Given("first.html", page("第一篇").encode()),
            Given("empty.html", b""),
            Given("blank.txt", " \n\u3000\n".encode()),
            Given("binary.html", bytes(range(256)) * 64),
            Given("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
            Given("big.html", bytes(30 * MEGABYTE), piece=MEGABYTE),
            Given("slip.zip", zipped(("../x.html", page("越界").encode()), ("good.html", page("好的").encode()))),
            Given("bomb.zip", gigabyte_of_zeros()),
            Given("gbk.zip", gbk_names()),
            Given("broken.zip", zipped(("a.html", page("坏的").encode()))[:-40]),
            Given("invalid.html", page("有坏字节").encode().replace("汛期".encode(), b"\xff\xfe\xfa", 1)),
            Given("line.txt", (SENTENCES * (megabytes * MEGABYTE // len(SENTENCES.encode()))).encode()),
            Given("../../etc/passwd.html", page("名字无害").encode()),
            Given("last.html", page("最后一篇").encode()),
        ]
        batch = receive(files, Handover(by=None, origin=UploadBatch.Origin.WEB))
        with Pool(authority_from_database()) as readers:
            process_all(readers)
        yield {item.name: (item.state, item.problem) for item in batch.items.all()}

    def test_each_gets_its_message_and_the_others_their_drafts(
        self, fates: dict[str, tuple[str, str]], megabytes: int, data: Path, tmp_path: Path
    ) -> None:
        assert fates == {
            "first.html": ("draft", ""),
            "empty.html": ("refused", "empty"),
            "blank.txt": ("refused", "no-text"),
            "binary.html": ("refused", "not-text"),
            "picture.png": ("refused", "binary"),
            "big.html": ("refused", "too-large"),
            "slip.zip": ("unpacked", ""),
            "../x.html": ("refused", "bad-member-name"),
            "good.html": ("draft", ""),
            "bomb.zip": ("unpacked", ""),
            "zeros.txt": ("refused", "inflates-too-much"),
            "gbk.zip": ("unpacked", ""),
            "汐城/海堤合龙.html": ("draft", ""),
            "broken.zip": ("refused", "not-a-zip"),
            "invalid.html": ("draft", ""),
            "line.txt": ("draft", ""),
            "../../etc/passwd.html": ("draft", ""),
            "last.html": ("draft", ""),
        }
        garbled = Article.objects.get(title__contains="有坏字节")
        assert garbled.findings.filter(kind="garbled").exists()
        assert len(Article.objects.get(capture__file_name="line.txt").text) > megabytes * 300_000
        assert Event.objects.all().broken() == []
        outside = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(data / "blobs")]
        assert outside == []
        assert len([path for path in (data / "blobs").rglob("*") if path.is_file()]) == Capture.objects.count()
