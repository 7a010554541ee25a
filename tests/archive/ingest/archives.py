"""Containers as browsers and crawlers write them, made anew for each test from invented pages."""

from __future__ import annotations

import io
import quopri
from base64 import encodebytes
from collections.abc import Mapping

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "https://www.xichengnews.example/2024/0614/1.html"
SENTENCES = (
    "汐城海事处今天通报，夜间引航试行两个月以来，候潮时间减少了一半。",
    "引航站说，七月起夜间引航将扩大到三号泊位。",
)


def page(title: str = "夜航满月", charset: str = "utf-8") -> bytes:
    body = f"<h1>{title}</h1>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    head = f'<head><meta charset="{charset}"><title>{title}</title></head>'
    return f"<html>{head}<body>{body}</body></html>".encode(charset)


def part(content: bytes, headers: Mapping[str, str], encoding: str = "quoted-printable") -> bytes:
    encoded = {"base64": encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(content)
    lines = {**headers, "Content-Transfer-Encoding": encoding}
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\n" + encoded + b"\r\n"


def mhtml(
    *parts: bytes, headers: str = "", boundary: str = "----MultipartBoundary--x1----", closed: bool = True
) -> bytes:
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {URL}\r\n"
        "Subject: =?utf-8?B?5aSc6Iiq5ruh5pyI?=\r\n"
        "Date: Fri, 14 Jun 2024 18:30:00 -0000\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n'
    )
    line = f"\r\n--{boundary}\r\n".encode()
    end = f"\r\n--{boundary}--\r\n".encode() if closed else b""
    return (headers or head).encode() + b"\r\n" + line + line.join(parts) + end


def web_archive(*records: tuple[str, str, str, Mapping[str, str], bytes], gzip: bool = True) -> bytes:
    """A WARC of (WARC type, address, status line, HTTP headers, body)."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for kind, url, status, headers, body in records:
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1") if status else None
        dated = {"WARC-Date": "2024-06-14T20:00:00Z"}
        writer.write_record(
            writer.create_warc_record(url, kind, io.BytesIO(body), http_headers=http, warc_headers_dict=dated)
        )
    return file.getvalue()


HTML = {"Content-Type": "text/html; charset=utf-8"}


def response(url: str = URL, body: bytes | None = None, status: str = "200 OK", **headers: str) -> tuple:  # type: ignore[type-arg]
    sent = HTML | {name.replace("_", "-"): value for name, value in headers.items()}
    return ("response", url, status, sent, page() if body is None else body)
