"""Web archives: each page with its address, day and charset; redirects, pictures and bombs are not pages."""

from __future__ import annotations

import gzip
import io
import time
import zlib
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import containers, warcs
from archive.ingest.containers import Contents
from archive.ingest.records import MediaType, Metadata, Problem
from archive.ingest.warcs import WebPage, dechunked, inflated
from tests.archive.ingest.archives import URL, page, response, web_archive

ROOM = 512 * 1024 * 1024


def pages(data: bytes, *, room: int = ROOM) -> tuple[list[WebPage], Counter[str]]:
    skipped: Counter[str] = Counter()
    return list(warcs.read_warc(data, skipped=skipped, max_bytes=room)), +skipped


def codes(data: bytes, *, room: int = ROOM) -> list[str]:
    return [p.content.code if isinstance(p.content, Problem) else "read" for p in pages(data, room=room)[0]]


class TestPages:
    @pytest.mark.parametrize("packed", [True, False])
    def test_come_with_address_day_and_charset(self, packed: bool) -> None:
        found, skipped = pages(web_archive(response(Content_Type="text/html; charset=GBK"), gzip=packed))
        stated = (Metadata("warc:url", URL), Metadata("http:charset", "GBK"))
        name = "www.xichengnews.example/2024/0614/1.html"
        assert found == [WebPage(name, page(), date(2024, 6, 15), stated)]
        assert not skipped

    def test_are_inflated_and_put_together_as_the_server_sent_them(self) -> None:
        packed = gzip.compress(page())
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
        data = web_archive(
            response(body=packed, Content_Encoding="gzip"),
            response(body=zlib.compress(page()), Content_Encoding="deflate"),
            response(body=chunked, Content_Encoding="gzip", Transfer_Encoding="chunked"),
            response(Content_Encoding="gzip"),
            response(Content_Encoding="br"),
        )
        assert [p.content for p in pages(data)[0]] == [page()] * 5

    def test_of_resource_records_and_plain_text_count(self) -> None:
        plain = response("https://a.example/read", b"text", Content_Type="text/plain")
        resource = ("resource", "https://a.example/b", "", {}, page())
        found, skipped = pages(web_archive(plain, resource))
        assert [p.name for p in found] == ["a.example/read.txt"]
        assert skipped == {"other-types": 1}  # warcio gives it no type of a page

    @pytest.mark.parametrize(
        ("url", "name"),
        [
            ("https://a.example/", "a.example.html"),
            ("https://a.example/news/1.shtml", "a.example/news/1.shtml"),
            ("https://a.example/read?id=5", "a.example/read?id=5.html"),
            ("https://a.example/1.pdf", "a.example/1.pdf.html"),
            ("https://a.example/a.zip", "a.example/a.zip.html"),
        ],
    )
    def test_are_named_by_their_address(self, url: str, name: str) -> None:
        assert [p.name for p in pages(web_archive(response(url)))[0]] == [name]

    def test_redirects_errors_pictures_and_other_records_are_counted(self) -> None:
        data = web_archive(
            response(status="301 Moved", body=b""),
            response(status="404 Not Found"),
            response(),
            response("https://a.example/1.png", b"\x89PNG", Content_Type="image/png"),
            response("https://a.example/robots.txt", b"Disallow:", Content_Type="text/plain"),
            ("request", URL, "", {}, b"GET / HTTP/1.1\r\n\r\n"),
            ("revisit", URL, "200 OK", {"Content-Type": "text/html"}, b""),
        )
        found, skipped = pages(data)
        assert len(found) == 1
        assert skipped == {"error-pages": 2, "other-types": 2, "other-records": 1}


class TestDamage:
    def test_keeps_the_pages_before_it(self) -> None:
        whole = web_archive(response(), response())
        assert codes(whole[:-20]) == ["read", "damaged-warc"]
        assert codes(web_archive(response(), response(), gzip=False)[:-60])[:1] == ["read"]

    def test_in_the_middle_of_a_page_says_so(self) -> None:
        assert codes(web_archive(response(), gzip=False)[:-60]) == ["cut-off-page"]

    @pytest.mark.parametrize(
        "data",
        [b"", b"WARC/", b"text", gzip.compress(b"text", mtime=0), gzip.compress(web_archive(response()), mtime=0)],
    )
    def test_of_the_whole_is_one_problem(self, data: bytes) -> None:
        assert len(codes(data)) == 1 and "read" not in codes(data)

    @given(st.binary(max_size=400))
    def test_never_raises(self, noise: bytes) -> None:
        pages(b"WARC/1.0\r\n" + noise)
        pages(web_archive(response(), gzip=False)[:300] + noise)
        pages(gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n" + noise))


class TestBombs:
    def test_a_page_that_inflates_without_end_is_refused(self) -> None:
        bomb = gzip.compress(b"\0" * 15_000_000)
        assert codes(web_archive(response(body=bomb, Content_Encoding="gzip"), response())) == [
            "inflates-too-much",
            "read",
        ]

    def test_an_archive_that_inflates_too_much_is_stopped(self) -> None:
        bomb = web_archive(response(body=b"\0" * 30_000_000))
        assert codes(bomb) == ["inflates-too-much"]
        assert codes(web_archive(response(), response()), room=1_200)[-1] == "inflates-too-much"

    def test_a_page_over_the_limit_is_refused_and_the_next_one_read(self) -> None:
        large = response(body=b"<p>" + b"x" * warcs.MAX_PAGE_BYTES)
        assert codes(web_archive(large, response(), gzip=False)) == ["too-large", "read"]

    @pytest.mark.parametrize(
        "data",
        [
            gzip.compress(b"WARC/1.0\r\n" + b"A" * 100_000_000),
            b"WARC/1.0\r\n" + b"A: b\r\n" * 2_000_000,
            b"WARC/1.0\r\n" + b"\r\n" * 3_000_000,
            b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n" * 15_000,
        ],
        ids=["line", "headers", "blank", "records"],
    )
    def test_headers_without_end_take_seconds(self, data: bytes) -> None:
        began = time.monotonic()
        pages(data)
        assert time.monotonic() - began < 15

    def test_chunks_of_one_byte_take_seconds(self) -> None:
        began = time.monotonic()
        assert dechunked(b"1\r\nx\r\n" * 200_000) == b"x" * 200_000
        assert time.monotonic() - began < 5

    def test_what_is_not_compressed_stays_as_it_is(self) -> None:
        assert inflated(page()) == page() and dechunked(page()) == page()


class TestTheSeam:
    @pytest.mark.parametrize(
        ("name", "head", "kind"),
        [
            ("a.warc", b"WARC/1.0\r\n", MediaType.WARC),
            ("a", b"WARC/1.1\r\n", MediaType.WARC),
            ("A.WARC.GZ", b"\x1f\x8b\x08", MediaType.WARC),
            ("a.gz", b"\x1f\x8b\x08", None),
            ("a.zip", b"PK\x03\x04", MediaType.ZIP),
            ("a.docx", b"PK\x03\x04", None),
            ("a.epub", b"PK\x03\x04", None),
            ("a.html", b"<html>", None),
        ],
    )
    def test_tells_containers_from_pages(self, name: str, head: bytes, kind: MediaType | None) -> None:
        assert containers.kind_of(name, head) is kind

    def test_gives_pages_with_what_is_known_of_them_and_notes(self) -> None:
        data = web_archive(response(), response(status="404 Not Found"))
        contents = containers.open_container(MediaType.WARC, io.BytesIO(data))
        assert isinstance(contents, Contents)
        (member,) = contents.members
        assert member.given.captured_on == date(2024, 6, 15)
        assert containers.Given.from_json(member.given.as_json()) == member.given
        assert contents.notes() == [Problem("error-pages", {"count": 1})]

    def test_stops_at_the_number_of_pages_that_may_come_out(self) -> None:
        data = web_archive(*[response()] * 4)
        contents = containers.open_container(MediaType.WARC, data, max_members=2)
        assert isinstance(contents, Contents)
        assert [m.content == page() or m.content for m in contents.members] == [
            True,
            True,
            Problem("too-many-pages", {"limit": 2}),
        ]
