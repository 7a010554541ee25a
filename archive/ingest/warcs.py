"""The door for web archives (WARC, ISO 28500; .warc and .warc.gz): every page in one comes out with its address.

warcio reads the headers. Guards around it, because it has none: bytes counted while inflating, the ratio, the number
of pages, the length of headers and lines, and bodies that are compressed once more (Content-Encoding).
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.ingest.parsers import is_page_name
from archive.ingest.parsers.marks import day_in_china
from archive.ingest.records import Metadata, Problem

MAX_PAGE_BYTES = 25 * 1024 * 1024
MAX_RECORDS = 100_000
MAX_RATIO = 200
RATIO_FREE_BYTES = 1024 * 1024
MAX_HEADER_BYTES = 64 * 1024
CHUNK = 64 * 1024

#: What warcio and zlib raise on damaged records; the last two on a record without an address or a length.
_DAMAGE = (
    ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, OSError, zlib.error, ValueError,
    TypeError, AttributeError,
)  # fmt: skip
_RECORDS_WITH_PAGES = ("response", "resource")
_TEXT_TYPES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "multipart/related"))
_ENDINGS = {"text/plain": ".txt", "text/markdown": ".md", "multipart/related": ".mhtml"}
_FOR_MACHINES = re.compile(r"/(?:robots|ads|app-ads|humans|security)\.txt$")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page of a web archive. name: its address as a file name. metadata: warc:url and http:charset."""

    name: str
    content: bytes | Problem
    captured_on: date | None
    metadata: tuple[Metadata, ...]


class _StopError(Exception):
    """Ends the reading of an archive; carries the Problem with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.problem = Problem(code)


def looks_like_warc(name: str, head: bytes) -> bool:
    """Whether a file is a web archive: by its first bytes, or by its name where it is compressed."""
    named = name.lower().endswith((".warc.gz", ".warc"))
    return head.startswith(b"WARC/") or (named and head.startswith(b"\x1f\x8b"))


def read_warc(file: BinaryIO | bytes, *, skipped: Counter[str], max_bytes: int) -> Iterator[WebPage]:
    """Yield the pages of a web archive, one at a time and in its order.

    file: its bytes, or a seekable binary file that stays open. max_bytes: to inflate in all.
    skipped: counts what is no page: "error-pages" (a status other than 200), "other-records", "other-types".
    Damage ends the archive: the last thing given is a WebPage whose content is the Problem.
    """
    raw = io.BytesIO(file) if isinstance(file, bytes) else file
    stream = _Stream(raw, max_bytes)
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    try:
        stream.expect_version()
        for _ in range(MAX_RECORDS):
            line = stream.next_line()
            if not line:
                return
            record = loader.parse_record_stream(stream, line, known_format="warc")
            if record.length is None:
                raise _StopError("damaged-warc")
            page = _page_of(record, skipped)
            _pass_over(record.raw_stream)
            if page:
                yield page
    except _StopError as stop:
        yield WebPage("", stop.problem, None, ())
    except _DAMAGE:
        yield WebPage("", Problem("damaged-warc"), None, ())


class _Stream:
    """The archive's bytes, inflated and counted; lines are bounded. What warcio reads from."""

    def __init__(self, raw: BinaryIO, max_bytes: int) -> None:
        raw.seek(0)
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        self._raw = raw
        self._plain: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        self._packed = packed
        self._left = max_bytes
        self._size = self._header = 0

    def expect_version(self) -> None:
        """Raise unless the archive begins as one; a gzip file inside a gzip file does not."""
        if self._plain.read(5) != b"WARC/":
            raise _StopError("not-a-warc")
        self._plain.seek(0)

    def next_line(self) -> bytes:
        """Return the first line of the next record; empty at the end."""
        for _ in range(64):
            self._header = 0
            line = self.readline()
            if not line or line.strip():
                return line
        raise _StopError("damaged-warc")

    def read(self, size: int | None = None) -> bytes:
        data: bytes = self._plain.read(CHUNK if size is None else min(size, CHUNK))
        return self._counted(data)

    def readline(self, size: int | None = None) -> bytes:
        line: bytes = self._plain.readline(min(size or MAX_HEADER_BYTES, MAX_HEADER_BYTES))
        self._header += len(line)
        if self._header > MAX_HEADER_BYTES or (len(line) == MAX_HEADER_BYTES):
            raise _StopError("damaged-warc")
        return self._counted(line)

    def tell(self) -> int:
        return self._size

    def _counted(self, data: bytes) -> bytes:
        self._size += len(data)
        self._left -= len(data)
        swollen = self._packed and self._size > RATIO_FREE_BYTES and self._size > MAX_RATIO * max(1, self._raw.tell())
        if self._left < 0 or swollen:
            raise _StopError("inflates-too-much")
        return data


def _page_of(record: Any, skipped: Counter[str]) -> WebPage | None:
    """Return the page that a record holds; None, and a count, where it holds none."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type not in _RECORDS_WITH_PAGES or not url.startswith(("http:", "https:")):
        skipped["other-records"] += record.rec_type not in ("warcinfo", "request", "metadata")
        return None
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200":
        skipped["error-pages"] += 1
        return None
    kind, charset = _content_type(record)
    if kind not in _TEXT_TYPES or _FOR_MACHINES.search(url):
        skipped["other-types"] += 1
        return None
    stated = (Metadata("warc:url", url[:2000]), Metadata("http:charset", charset))
    metadata = tuple(entry for entry in stated if entry.value)
    return WebPage(_name_of(url, kind), _body_of(record), _day_of(record), metadata)


def _content_type(record: Any) -> tuple[str, str]:
    headers = record.http_headers or record.rec_headers
    value = headers.get_header("Content-Type") or "text/html"
    charset = _CHARSET.search(value)
    return value.split(";")[0].strip().lower(), charset[1] if charset else ""


def _name_of(url: str, kind: str) -> str:
    """Return host, path and query as a name, with the ending of its type where the address has none of a page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"page{_ENDINGS.get(kind, '.html')}"
    name = f"{parts.netloc}{parts.path}{f'?{parts.query}' if parts.query else ''}".rstrip("/")[:900] or "page"
    return name if is_page_name(name) and parts.path else name + _ENDINGS.get(kind, ".html")


def _day_of(record: Any) -> date | None:
    try:
        stamp = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
        return day_in_china(stamp)
    except (ValueError, OverflowError):
        return None


def _body_of(record: Any) -> bytes | Problem:
    """Return the page's bytes: read to its limit, then out of its chunks, then out of its compression."""
    data = _limited(record.raw_stream)
    headers = record.http_headers
    if isinstance(data, Problem) or headers is None:
        return data
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        data = dechunked(data)
    encoding = (headers.get_header("Content-Encoding") or "").lower().strip()
    if encoding in ("gzip", "x-gzip", "deflate"):
        return inflated(data)
    if encoding == "br" and b"<" not in data[:2000]:  # some tools keep the header of a body they have decoded
        return Problem("unknown-compression")
    return data


def _limited(stream: Any) -> bytes | Problem:
    parts: list[bytes] = []
    size = 0
    while data := stream.read(CHUNK):
        parts.append(data)
        size += len(data)
        if size > MAX_PAGE_BYTES:
            return Problem("too-large", {"limit_mb": MAX_PAGE_BYTES // (1024 * 1024)})
    return Problem("cut-off-page") if stream.limit else b"".join(parts)


def dechunked(data: bytes) -> bytes:
    """Return a body sent in chunks (RFC 9112, section 7.1) as one; what is no chunk ends it."""
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(data, at):
        length = int(size[1], 16)
        if not length:
            break
        parts.append(data[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if data.startswith(b"\r\n", at) else 0
    return b"".join(parts) or data


def inflated(data: bytes) -> bytes | Problem:
    """Return a gzip or deflate body inflated to its limit; one that is not compressed after all stays as it is."""
    for window in (16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(window)
        try:
            plain = inflater.decompress(data, MAX_PAGE_BYTES + 1)
        except zlib.error:
            continue
        if not plain:
            continue
        swollen = len(plain) > max(RATIO_FREE_BYTES, MAX_RATIO * len(data))
        return Problem("inflates-too-much") if len(plain) > MAX_PAGE_BYTES or swollen else plain
    return data


def _pass_over(stream: Any) -> None:
    """Read what is left of a record, so that the next one begins."""
    while stream.read(CHUNK):
        pass
