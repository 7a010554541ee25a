"""MHTML: the page inside is found whatever saved it, and no file of parts is slow."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import pipeline
from archive.ingest.authority import starter
from archive.ingest.parsers.mhtml import is_mhtml, take_out
from archive.ingest.records import Extraction, MediaType, Metadata, Problem, SourceFile
from tests.archive.ingest.archives import SENTENCES, URL, mhtml, page, part

MAIN = {"Content-Type": "text/html", "Content-ID": "<frame-1@mhtml.blink>", "Content-Location": URL}
CSS = part(b"p { color: red }", {"Content-Type": "text/css", "Content-Location": "cid:css-1@mhtml.blink"})
IMAGE = part(b"\x89PNG" * 900, {"Content-Type": "image/png", "Content-Location": "https://a.example/1.png"}, "base64")


def taken(data: bytes, name: str = "a.mhtml") -> SourceFile:
    assert is_mhtml(data)
    result = take_out(SourceFile(name, data))
    assert isinstance(result, SourceFile), result
    return result


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit", "binary"])
def test_the_page_is_taken_out_of_any_transfer_encoding(encoding: str) -> None:
    assert taken(mhtml(part(page(), MAIN, encoding), CSS, IMAGE)).data.strip() == page()


def test_the_headers_tell_address_title_day_and_charset() -> None:
    source = taken(mhtml(part(page(), {**MAIN, "Content-Type": 'text/html; charset="GB2312"'})))
    assert source.captured_on == date(2024, 6, 15)  # 18:30 in Greenwich
    assert source.metadata == (
        Metadata("mhtml:url", URL),
        Metadata("mhtml:title", "夜航满月"),
        Metadata("http:charset", "gb2312"),
    )


def test_the_whole_way_gives_an_article_of_the_type_mhtml() -> None:
    data = mhtml(part(page(charset="gb18030"), MAIN), CSS, IMAGE)
    for name in ("夜航.mhtml", "a.mht", "a.html", "a.txt", "a"):
        result = pipeline.extract(SourceFile(name, data), authority=starter(), today=date(2026, 11, 21))
        assert isinstance(result, Extraction), result
        assert (result.media_type, result.charset, result.captured_on) == (
            MediaType.MHTML,
            "gb18030",
            date(2024, 6, 15),
        )
        assert result.body == SENTENCES
        assert result.title and result.title.value == "夜航满月"
        assert result.url and result.url.value == URL


def test_internet_explorer_s_headers_in_gb2312_are_read() -> None:
    head = (
        "From: =?gb2312?B?08kgTWljcm9zb2Z0IEludGVybmV0IEV4cGxvcmVyIDUgsaO05g==?=\r\n"
        "Subject: =?gb2312?B?0rm6vcL61MI=?=\r\nDate: Tue, 3 Jan 2006 12:15:00 +0800\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="multipart/alternative";\r\n\tboundary="=_b"\r\n'
    )
    inner = mhtml(
        part(b"text", {"Content-Type": "text/plain"}),
        part(page(charset="gbk"), {"Content-Type": 'text/html;\r\n\tcharset="gb2312"', "Content-Location": URL}),
        headers='Content-Type: multipart/alternative;\r\n\tboundary="=_c"\r\n',
        boundary="=_c",
    )
    source = taken(mhtml(inner, CSS, headers=head, boundary="=_b"))
    assert source.data.strip() == page(charset="gbk")
    assert Metadata("mhtml:title", "夜航满月") in source.metadata
    assert source.captured_on == date(2006, 1, 3)


def test_the_part_of_the_page_s_own_address_comes_before_frames() -> None:
    frame = part(page("广告"), {"Content-Type": "text/html", "Content-Location": "https://ads.example/frame.html"})
    assert taken(mhtml(frame, part(page(), MAIN))).data.strip() == page()


def test_of_a_frameset_the_largest_frame_is_the_page() -> None:
    frames = b"<html><frameset cols='20%,*'><frame src=a><frame src=b></frameset></html>"
    small = part(b"<p>menu</p>", {"Content-Type": "text/html", "Content-Location": "https://a.example/menu.html"})
    large = part(page(), {"Content-Type": "text/html", "Content-Location": "https://a.example/main.html"})
    assert taken(mhtml(part(frames, MAIN), small, large)).data.strip() == page()


def test_a_file_cut_off_in_the_middle_gives_what_is_there() -> None:
    assert taken(mhtml(part(page(), MAIN), closed=False)).data.strip() == page()
    assert SENTENCES[0].encode() in taken(mhtml(part(page(), MAIN, "8bit"))[:-40]).data


def test_a_page_without_parts_is_read() -> None:
    data = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Location: {URL}\n\n".encode() + page()
    assert taken(data).data == page()


def test_a_file_without_a_page_is_a_problem() -> None:
    assert take_out(SourceFile("a.mhtml", mhtml(CSS, IMAGE))) == Problem("no-page-inside")


@pytest.mark.parametrize(
    "data", [page(), b"Title: x\n\n" + page(), b"", b"MIME-Version: 1.0", "标题：夜航\n\n正文".encode()]
)
def test_other_files_are_none(data: bytes) -> None:
    assert not is_mhtml(data)


@pytest.mark.parametrize(
    "parts",
    [
        [b"x"] * 300_000,
        [b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n' * 20_000],
        [b"Content-Type: text/html\r\n" * 200_000],
        [b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * 5_000_000],
        [b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"A" * 5_000_001],
        [b"\n" * 5_000_000],
    ],
    ids=["many", "nested", "headers", "quoted", "base64", "lines"],
)
def test_hostile_parts_are_read_in_seconds(parts: list[bytes]) -> None:
    began = time.monotonic()
    take_out(SourceFile("a.mhtml", mhtml(*parts, closed=False)))
    assert time.monotonic() - began < 5


@given(st.binary(max_size=300), st.text(alphabet='multipart/related;boundary="= \r\n-:b', max_size=120))
def test_nothing_raises(body: bytes, header: str) -> None:
    take_out(SourceFile("a.mhtml", f"MIME-Version: 1.0\r\nContent-Type: {header}\r\n\r\n".encode() + body))
    take_out(SourceFile("a.mhtml", mhtml(body)))
