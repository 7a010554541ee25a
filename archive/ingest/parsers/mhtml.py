"""Pages that a browser saved with everything they load in one file (MHTML, RFC 2557): the page itself is taken out.

Only the headers go through the email package; the parts are found by their boundary in one pass over the bytes, so
a file of a million parts, or of one that never ends, costs no more than its length.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from itertools import islice

from archive.ingest.parsers.marks import day_in_china
from archive.ingest.records import Metadata, Problem, SourceFile

_LOOK = 8 * 1024  # bytes in which a file must say that it is MHTML
_MAX_HEADER = 64 * 1024
_MAX_PARTS = 5_000
_MAX_DEPTH = 4  # multiparts inside multiparts
_HEADER = re.compile(rb"\A(?:[A-Za-z0-9-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}){1,40}")
_SIGNS = re.compile(
    rb"^(?:MIME-Version|Snapshot-Content-Location|Content-Location)\s{0,4}:", re.IGNORECASE | re.MULTILINE
)
_PAGE = re.compile(rb"^Content-Type\s{0,4}:\s{0,4}(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n[ \t]{0,8}\r?\n")
_FRAMESET = re.compile(rb"<frameset[\s>]", re.IGNORECASE)
_TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class _Part:
    headers: Message
    start: int
    end: int

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()

    def header(self, name: str) -> str:
        return " ".join(str(self.headers.get(name, "")).split())


def is_mhtml(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a saved page, whatever the file is called."""
    found = _HEADER.match(data[:_LOOK].lstrip(b"\xef\xbb\xbf\r\n"))
    return bool(found and _SIGNS.search(found[0]) and _PAGE.search(found[0]))


def take_out(source: SourceFile) -> SourceFile | Problem:
    """Return the page inside an MHTML file, with the address, day and charset that the headers state for it."""
    data = source.data.lstrip(b"\xef\xbb\xbf\r\n")
    whole = _part(data, 0, len(data))
    leaves = islice(_leaves(data, whole, _MAX_DEPTH), _MAX_PARTS)
    pages = [part for part in leaves if part.kind in _TEXT_TYPES]
    if not pages:
        return Problem("no-page-inside")
    part = _main(data, whole, pages)
    stated = [
        Metadata("mhtml:url", part.header("Content-Location") or whole.header("Snapshot-Content-Location")),
        Metadata("mhtml:title", _words(whole.header("Subject"))),
        Metadata("http:charset", str(part.headers.get_content_charset() or "")),
    ]
    return SourceFile(
        source.name,
        _decoded(data, part),
        source.charset,
        source.captured_on or _saved_on(whole),
        (*source.metadata, *(entry for entry in stated if entry.value)),
    )


def _part(data: bytes, start: int, end: int) -> _Part:
    """Read the headers of the part between two places."""
    blank = _BLANK_LINE.search(data, max(0, start - 1), min(end, start + _MAX_HEADER))
    stop, body = (blank.start(), blank.end()) if blank else (start, start)
    return _Part(BytesHeaderParser().parsebytes(data[start:stop]), body, end)


def _leaves(data: bytes, part: _Part, depth: int) -> Iterator[_Part]:
    """Yield the parts that hold something themselves, in order, at most _MAX_PARTS of each multipart."""
    boundary = part.headers.get_boundary() if part.headers.get_content_maintype() == "multipart" else None
    if boundary is None:
        yield part
    elif depth:
        for start, end in _between(data, part, b"--" + boundary.encode("ascii", "replace")):
            yield from _leaves(data, _part(data, start, end), depth - 1)


def _between(data: bytes, part: _Part, line: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the parts between the boundary lines begin and end; one that is not closed goes to the end."""
    at = data.find(line, part.start, part.end)
    for _ in range(_MAX_PARTS):
        if at < 0 or data.startswith(b"--", at + len(line)):
            return
        start = data.find(b"\n", at, part.end) + 1
        if not start:
            return
        at = data.find(b"\n" + line, start - 1, part.end)
        at, end = (at + 1, at) if at >= 0 else (-1, part.end)
        yield start, end


def _main(data: bytes, whole: _Part, pages: list[_Part]) -> _Part:
    """The part that is named the first, else the first page; of a frameset, the frame that holds the most."""
    start, location = whole.headers.get_param("start"), whole.header("Snapshot-Content-Location")
    named = [p for p in pages if start and p.header("Content-ID") == start]
    named += [p for p in pages if location and p.header("Content-Location") == location]
    main = next((p for p in [*named, *pages] if p.kind != "text/plain"), pages[0])
    frames = [p for p in pages if p is not main]
    if frames and _FRAMESET.search(_decoded(data, main)[:_MAX_HEADER]):
        return max(frames, key=lambda p: p.end - p.start)
    return main


def _decoded(data: bytes, part: _Part) -> bytes:
    content = data[part.start : part.end]
    encoding = part.header("Content-Transfer-Encoding").lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content)
    if encoding == "base64":
        letters = _NOT_BASE64.sub(b"", content)
        return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
    return content


def _words(header: str) -> str:
    """Decode a header's =?gb2312?B?...?= words; what cannot be decoded stays as it stands."""
    try:
        pieces = decode_header(header)
        return "".join(
            words if isinstance(words, str) else words.decode(_charset(charset), "replace") for words, charset in pieces
        ).strip()
    except (HeaderParseError, LookupError, ValueError):
        return header


def _charset(label: str | None) -> str:
    """GB18030 for the labels of its parts, as browsers do."""
    return "gb18030" if (label or "").lower() in ("gb2312", "gbk") else label or "utf-8"


def _saved_on(whole: _Part) -> date | None:
    try:
        moment = parsedate_to_datetime(whole.header("Date"))  # naive for "-0000", which Chrome writes for UTC
        return day_in_china(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
