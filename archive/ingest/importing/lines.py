"""Reads JSON lines of clean articles as a stream: each line comes out as an article's fields, or as what is wrong."""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from archive.ingest.importing.dates import parse_date
from archive.ingest.parsers.html import parse as parse_html
from archive.ingest.records import Problem, Published
from archive.text.cleaning import clean_line, clean_lines
from archive.text.sanitising import sanitise
from archive.text.storable import storable

MAX_LINE_BYTES = 25 * 1024 * 1024
MAX_ID_CHARACTERS = 200
_XZ, _GZIP = b"\xfd7zXZ\x00", b"\x1f\x8b"
#: Only names that HTML has: <某某> and <iPhone> are words. Nothing is matched over more than 2,000 characters.
_BLOCKS = (
    "p|div|section|article|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tfoot|tr|figure|figcaption|hr|br|caption"
)
_INLINE = "a|abbr|b|center|em|font|i|iframe|img|ruby|rb|rt|rp|s|script|small|span|strong|style|sub|sup|td|th|u"
_MARKUP = re.compile(rf"</?(?:{_BLOCKS}|{_INLINE})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_HAS_BLOCKS = re.compile(rf"<(?:{_BLOCKS})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_AND = re.compile("[、;；]")


@dataclass(frozen=True, slots=True)
class Line:
    """One article as the file gives it.

    number: of the line, from 1. key: the id, or for a line without one "sha256:" and the checksum of its text.
    date: the words of the date. digest: SHA-256 over all fields, so that a change can be seen without the old line.
    """

    number: int
    key: str
    title: str
    body: tuple[str, ...]
    date: str
    published: Published | None
    source: str
    url: str
    authors: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no article, by its number from 1, and why."""

    number: int
    problem: Problem


def read_lines(file: BinaryIO) -> Iterator[Line | BadLine]:
    """Yield what each line of the file holds, plain or compressed as .gz or .xz, which its first bytes tell.

    file: a seekable binary file that stays open meanwhile. One line is in memory at a time. Blank lines are passed
    over. A damaged archive ends with a BadLine.
    """
    number = 0
    try:
        for number, raw in enumerate(_raw_lines(_unpacked(file)), 1):
            if raw.strip():
                yield _read(number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
        yield BadLine(number + 1, Problem("damaged-file", {"detail": str(error)}))


def _unpacked(file: BinaryIO) -> BinaryIO:
    head = file.read(6)
    file.seek(0)
    if head == _XZ:
        return cast(BinaryIO, lzma.open(file, "rb"))
    return cast(BinaryIO, gzip.open(file, "rb")) if head.startswith(_GZIP) else file


def _raw_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines; of one that is too long the beginning, one byte over the limit."""
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        yield raw
        while len(raw) > MAX_LINE_BYTES and not raw.endswith(b"\n"):
            raw = stream.readline(MAX_LINE_BYTES + 1)


def _read(number: int, raw: bytes) -> Line | BadLine:
    if len(raw) > MAX_LINE_BYTES:
        return BadLine(number, Problem("too-large", {"limit_mb": MAX_LINE_BYTES // (1024 * 1024)}))
    try:
        given = json.loads(raw)
    except UnicodeDecodeError:
        return BadLine(number, Problem("not-utf-8"))
    except (ValueError, RecursionError) as error:
        return BadLine(number, Problem("not-json", {"detail": getattr(error, "msg", type(error).__name__)}))
    if not isinstance(given, dict):
        return BadLine(number, Problem("not-an-object"))
    try:
        return _line(number, storable(given))
    except _WrongFieldError as error:
        return BadLine(number, error.problem)


class _WrongFieldError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _line(number: int, given: dict[str, Any]) -> Line:
    title, date, source, url = (_word(given, field) for field in ("title", "date", "source", "url"))
    body, authors = _body(given.get("body")), _authors(given.get("authors"))
    text_digest = _digest(title, body)
    return Line(
        number=number,
        key=_key(given) or f"sha256:{text_digest}",
        title=title,
        body=body,
        date=date,
        published=parse_date(date) if date else None,
        source=source,
        url=url,
        authors=authors,
        digest=_digest(text_digest, date, source, url, authors),
    )


def _key(given: dict[str, Any]) -> str:
    key = _word(given, "id")
    if len(key) > MAX_ID_CHARACTERS:
        raise _WrongFieldError(Problem("id-too-long", {"limit": MAX_ID_CHARACTERS}))
    return key


def _word(given: dict[str, Any], field: str) -> str:
    """Return a field of one line; a whole number is as good as its digits, null as good as nothing."""
    value = given.get(field)
    if value is None or value == "":
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _WrongFieldError(Problem("wrong-field", {"field": field}))
    return clean_line(_plain(value))


def _body(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else [value or ""]
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) < len(parts):
        raise _WrongFieldError(Problem("wrong-field", {"field": "body"}))
    paragraphs = tuple(line for text in texts for line in clean_lines(_plain(text)))
    if not paragraphs:
        raise _WrongFieldError(Problem("no-body"))
    return paragraphs


def _authors(value: object) -> tuple[str, ...]:
    names = _AND.split(value) if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _WrongFieldError(Problem("wrong-field", {"field": "authors"}))
    return tuple(name for name in map(clean_line, names) if name)


def _plain(text: str) -> str:
    """Return the words of a text that may hold HTML, a line for each block; text without markup as it is.

    Line ends in markup that has blocks are mere white space, as in a browser; else they part paragraphs.
    """
    if not _MARKUP.search(text):
        return text
    markup = text if _HAS_BLOCKS.search(text) else text.replace("\n", "<br>")
    return "\n".join(block.text for block in parse_html(sanitise(markup)).blocks)


def _digest(*parts: object) -> str:
    canonical = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
