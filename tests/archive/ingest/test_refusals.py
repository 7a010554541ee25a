"""What is no saved page is refused with words that tell what would be one; hostile pages end within the limits."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest

from archive.ingest import pipeline
from archive.ingest.authority import starter
from archive.ingest.problems import message
from archive.ingest.records import Extraction, MediaType, Problem, SourceFile
from archive.ingest.sandbox import MEMORY_BYTES, Sandbox
from tests.archive.ingest.archives import SENTENCES, mhtml, page, part

TODAY = date(2026, 11, 21)
PLAIN = "\n".join(SENTENCES)


def read(name: str, data: bytes) -> Extraction | Problem:
    return pipeline.extract(SourceFile(name, data), authority=starter(), today=TODAY)


def document() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>文字</w:t>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF-1.7\n", "binary"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "binary"),
        ("a.docx", document(), "unknown-type"),
        ("a.epub", document(), "unknown-type"),
        ("a.rtf", b"{\\rtf1\\ansi\\ansicpg936 text}", "no-page"),
        ("a.txt", b"{\\rtf1\\ansi\\ansicpg936 text}", "no-page"),
        ("a.url", b"[InternetShortcut]\r\nURL=https://a.example/1.html\r\n", "no-page"),
        ("a.xml", '<?xml version="1.0"?><rss><item><title>夜航</title></item></rss>'.encode(), "no-page"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "no-page"),
        ("a.php", b"<?php echo 'x'; ?>", "no-page"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)), "binary"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + bytes(range(256)), "binary"),
        ("a.json", b'{"a": 1}', "unknown-type"),
        ("a.eml", b"From: a\nSubject: b\n\ntext", "unknown-type"),
        ("a.html", b"", "empty"),
        ("a.html", b" \r\n", "empty"),
    ],
)
def test_what_is_no_page_is_refused(name: str, data: bytes, code: str) -> None:
    result = read(name, data)
    assert isinstance(result, Problem)
    assert result.code == code
    if code != "empty":
        assert ".html, .mhtml, .txt, .md, .warc" in message(result)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", page(), MediaType.HTML),
        ("a.doc", page(), MediaType.HTML),
        ("a.html", PLAIN.encode(), MediaType.PLAIN),
        ("a.htm", PLAIN.encode("gb18030"), MediaType.PLAIN),
        ("a.aspx", page(), MediaType.HTML),
        ("a.mhtml", page(), MediaType.HTML),
        ("a.txt", mhtml(part(page(), {"Content-Type": "text/html"})), MediaType.MHTML),
        ("a.txt", f"---\ntitle: 夜航满月\n---\n{PLAIN}".encode(), MediaType.MARKDOWN),
    ],
)
def test_a_wrong_name_does_not_matter(name: str, data: bytes, kind: MediaType) -> None:
    result = read(name, data)
    assert isinstance(result, Extraction)
    assert (result.media_type, result.body) == (kind, SENTENCES)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(starter()) as running:
        yield running


LINE = '<tr><td class="line-number" value="1"></td><td class="line-content">x</td></tr>'
HOSTILE = {
    "deep-json": "<script>window.__INITIAL_STATE__=" + '{"content":[' * 200_000 + "</script><p>一。</p>",
    "wide-json": "<script>window.a=" + json.dumps([{"title": "x", "content": "一二三四五六。"}] * 20_000) + "</script>",
    "view-source": "<html><body><table>" + LINE * 3_000,
    "boundaries": "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + "--b\r\n" * 1_000_000,
    "front-matter": "---\n" + "a: &a [x]\n" + "b: [*a, *a]\n" * 1_000 + "---\n" + "[" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_has_a_clear_end_inside_the_sandbox(name: str, sandbox: Sandbox) -> None:
    assert MEMORY_BYTES <= 1536 * 1024 * 1024
    result = sandbox.extract(SourceFile("a.html", HOSTILE[name].encode()), today=TODAY)
    assert isinstance(result, Extraction) or result.code in {"empty", "no-page-inside", "no-text"}
