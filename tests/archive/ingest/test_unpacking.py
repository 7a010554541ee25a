"""Containers on their way into rows: web archives, lists, and what is known of each page reaches the reader."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from archive import ledger
from archive.ingest import containers
from archive.ingest.authority import starter
from archive.ingest.intake import Handover, given_of, notes_of, receive, source_of
from archive.ingest.pool import Pool
from archive.ingest.processing import process_all
from archive.ingest.records import Metadata, Problem
from archive.models import Article, Capture, UploadBatch, UploadItem
from tests.archive.ingest.archives import SENTENCES, URL, mhtml, page, part, response, web_archive
from tests.archive.ingest.pages import Given, ScriptedPool
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.BAOKU_DATA = tmp_path
    return tmp_path


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


def processed(name: str, content: bytes) -> UploadBatch:
    batch = receive([Given(name, content)], Handover(by=UserFactory(), origin=UploadBatch.Origin.WEB))
    process_all(ScriptedPool())
    return batch


def fates(batch: UploadBatch) -> list[tuple[str, str, str]]:
    return list(batch.items.values_list("name", "state", "problem"))


class TestAWebArchive:
    def test_becomes_its_pages_with_what_is_known_of_each(self) -> None:
        batch = processed("crawl.warc.gz", web_archive(response(), response(status="301 Moved", body=b"")))
        assert fates(batch) == [
            ("crawl.warc.gz", "unpacked", ""),
            ("www.xichengnews.example/2024/0614/1.html", "draft", ""),
        ]
        archive, member = batch.items.all()
        assert notes_of(archive) == [Problem("error-pages", {"count": 1})]
        assert archive.capture and archive.capture.media_type == "application/warc"
        source = source_of(member, member.capture.sha256)  # type: ignore[union-attr]
        assert (source.captured_on, source.data) == (date(2024, 6, 15), page())
        assert source.metadata == (Metadata("warc:url", URL), Metadata("http:charset", "utf-8"))

    def test_without_a_page_is_refused(self) -> None:
        assert fates(processed("a.warc", web_archive(gzip=False))) == [("a.warc", "refused", "no-page-inside")]

    @pytest.mark.parametrize(
        ("content", "problem"), [(b"\x1f\x8b\x08 no", "damaged-warc"), (b"WARC/1.0\r\n\r\n", "damaged-warc")]
    )
    def test_that_is_damaged_from_the_beginning_is_refused(self, content: bytes, problem: str) -> None:
        assert fates(processed("a.warc.gz", content)) == [("a.warc.gz", "refused", problem)]

    def test_that_is_damaged_keeps_the_pages_before(self) -> None:
        batch = processed("a.warc.gz", web_archive(response(), response(body=page("b")))[:-30])
        assert [fate[1:] for fate in fates(batch)] == [("unpacked", ""), ("draft", ""), ("refused", "damaged-warc")]

    def test_inside_a_zip_is_opened_and_keeps_to_the_limits_of_the_zip(self, monkeypatch: pytest.MonkeyPatch) -> None:
        crawl = web_archive(*[response(f"https://a.example/{n}.html", page(f"第{n}")) for n in range(6)])
        assert [fate[1] for fate in fates(processed("a.zip", zipped(crawl__warc=crawl)))] == ["unpacked"] * 2 + [
            "draft"
        ] * 6
        monkeypatch.setattr(containers, "MAX_MEMBERS", 4)
        batch = processed("b.zip", zipped(crawl__warc=crawl, b__html=b"1"))
        problems = [fate[2] for fate in fates(batch) if fate[2]]
        assert problems == ["too-many-pages"] and batch.items.count() == 6


class TestAListInAZip:
    LIST = json.dumps(
        [{"file": "a.html", "title": "夜航满月", "date": "2024-06-14"}, {"file": "x.html", "title": "没有"}]
    )

    def test_is_read_as_a_list_and_told_to_its_pages(self) -> None:
        batch = processed("a.zip", zipped(a__html=page(), metadata__json=self.LIST.encode(), b__html=page("b")))
        assert [fate[:2] for fate in fates(batch)][1:] == [
            ("a.html", "draft"),
            ("metadata.json", "list"),
            ("b.html", "draft"),
        ]
        items = {item.name: item for item in batch.items.all()}
        assert containers.Given.from_json(items["a.html"].given).metadata == (
            Metadata("list:title", "夜航满月"),
            Metadata("list:date", "2024-06-14"),
        )
        assert items["b.html"].given == {}
        assert [note.code for note in notes_of(items["metadata.json"])] == [
            "list-rows",
            "rows-without-file",
            "files-without-row",
        ]
        assert Capture.objects.filter(items=items["metadata.json"]).exists()

    def test_has_its_words_in_the_ledger(self) -> None:
        batch = processed("a.zip", zipped(a__html=page(), metadata__json=self.LIST.encode()))
        for item in batch.items.all():
            item.inside = 2  # type: ignore[attr-defined]
            (line,) = ledger.lines([item], batch.uploaded_by)  # type: ignore[arg-type]
            if item.state == UploadItem.State.LIST:
                assert "x.html" in line.why and "%" not in line.why

    def test_that_lists_nothing_is_refused_as_before(self) -> None:
        batch = receive(
            [Given("a.zip", zipped(a__json=b"{}", a__html=page()))], Handover(by=UserFactory(), origin="web")
        )
        with Pool(starter(), size=1) as pool:
            process_all(pool)
        assert fates(batch)[1] == ("a.json", "refused", "unknown-type")


def test_the_whole_way_from_archives_to_drafts() -> None:
    plain = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES).encode("gbk")
    main = part(page("汐城港夜航满两月"), {"Content-Type": "text/html", "Content-Location": "https://a.example/m.html"})
    files = zipped(
        crawl__warc=web_archive(response(body=page("夜航扩大到三号泊位"), Content_Type="text/html; charset=gbk")),
        saved__mhtml=mhtml(main),
        listed__html=plain,
        metadata__csv="文件名,标题,发布时间,来源,网址\nlisted.html,名单里的标题,2024-06-14 08:30,汐城晚报,https://a.example/l.html\n".encode(
            "gbk"
        ),
    )
    receive([Given("all.zip", files)], Handover(by=UserFactory(), origin=UploadBatch.Origin.WEB))
    with Pool(starter(), size=1) as pool:
        process_all(pool)
    drafts = {article.title: article for article in Article.objects.all()}
    assert set(drafts) == {"夜航扩大到三号泊位", "汐城港夜航满两月", "名单里的标题"}
    assert drafts["夜航扩大到三号泊位"].url == URL
    assert drafts["汐城港夜航满两月"].capture.media_type == "multipart/related"
    assert drafts["汐城港夜航满两月"].capture.captured_on == date(2024, 6, 15)
    listed = drafts["名单里的标题"]
    assert (listed.source_name, listed.url) == ("汐城晚报", "https://a.example/l.html")
    assert str(listed.published_on) == "2024-06-14"
    assert given_of(listed.capture).metadata[0] == Metadata("list:title", "名单里的标题")
    assert any(words["where"] == "list:title" for words in listed.evidence["title"])
