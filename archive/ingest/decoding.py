"""From bytes to characters: which charset a page is really in, and why we think so.

Byte order mark, then what decodes and reads like Chinese. A declared charset is a hint, not the truth: GB18030 pages
labelled utf-8 and UTF-8 pages labelled gb2312 are both common, and Big5 bytes decode as GBK without an error.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import charset_normalizer

from archive.ingest.records import Decoded, Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

#: First bytes of files that are no text, and what to call them. Zip archives are told apart before decoding.
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"RIFF", "RIFF"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"SQLite format 3", "SQLite"),
)

#: A label means the larger charset that contains it, as in browsers (WHATWG Encoding Standard).
_LABELS = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ms936", "gb-2312", "euc-cn"), "gb18030"),
    **dict.fromkeys(("big5", "big-5", "cp950", "x-x-big5", "big5-hkscs", "cn-big5"), "big5hkscs"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "ascii", "us-ascii"), "cp1252"),
}
#: What a label may name: the encodings of browsers. A page that can be read so far to find its label is no UTF-16,
#: and Python knows more codecs (punycode, unicode_escape) that are no charset of any page.
_CHARSETS = frozenset(
    (
        *("utf-8", "gb18030", "big5hkscs", "hz", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949"),
        *("koi8-r", "koi8-u", "mac-roman", "cp866", "cp874", "tis-620"),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in range(2, 17) if number != 12),
    )
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 8192
_CHINESE = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE_BYTES = 256 * 1024
_GOOD_SCORE = 0.4  # share of common characters; real news reaches 0.7, a wrong decoding stays under 0.2
_MAX_GARBLED = 0.05  # undecodable places per character beyond ASCII that a page may have and still be read
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The sample decoded with one charset. score: share of common characters among those beyond ASCII."""

    charset: str
    score: float
    errors: float

    @property
    def worth(self) -> float:
        return self.score - 4 * self.errors


def decode(data: bytes, *, chosen: str = "") -> Decoded | Problem:
    """Return the page's characters with its charset and the reason for it, or the Problem: empty, binary, unreadable.

    chosen: the charset that a reviewer chose, which settles it. Places that cannot be decoded come out as U+FFFD.
    """
    if chosen:
        return Decoded(data.decode(chosen, errors="replace").removeprefix("\ufeff"), chosen, "chosen by a reviewer")
    if not data.strip():
        return Problem("empty")
    kind = _binary_kind(data)
    if kind:
        return Problem("binary", {"kind": kind})
    return _by_mark(data) or _by_zero_bytes(data) or _by_evidence(data)


def decode_name(raw: bytes) -> str:
    """Return a file name of unknown charset as characters: UTF-8, GB18030 or Big5, whichever reads like Chinese."""
    attempts = [_attempt(raw, charset, whole=True) for charset in _CHINESE]
    if attempts[0].errors == 0:
        return raw.decode("utf-8")
    readable = [attempt for attempt in attempts[1:] if attempt.errors == 0]
    if not readable:
        return raw.decode("cp437")
    return raw.decode(max(readable, key=lambda attempt: attempt.score).charset)


def _binary_kind(data: bytes) -> str:
    """Name what kind of binary file this is; empty for text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return "video" if data[4:8] == b"ftyp" else ""


def _by_mark(data: bytes) -> Decoded | None:
    for mark, charset in _BOMS:
        if data.startswith(mark):
            text = data.decode(charset, errors="replace").removeprefix("\ufeff")
            return Decoded(text, charset, "byte order mark")
    return None


def _by_zero_bytes(data: bytes) -> Decoded | Problem | None:
    """Zero bytes mean UTF-16 without a mark, or no text at all."""
    sample = data[: _SAMPLE_BYTES & ~1]
    zeros = sample.count(0)
    if zeros * 1000 < len(sample):
        return None
    for charset in ("utf-16-le", "utf-16-be"):
        attempt = _attempt(sample, charset)
        if attempt.errors == 0 and attempt.score >= _GOOD_SCORE:
            return Decoded(data.decode(charset, errors="replace"), charset, "reads as UTF-16 without a mark")
    return Problem("not-text")


def _by_evidence(data: bytes) -> Decoded | Problem:
    declared = declared_charset(data)
    if data.isascii():
        text = data.decode("ascii")
        return Problem("not-text") if _is_control_noise(text) else Decoded(text, "utf-8", "only ASCII")
    sample = data[:_SAMPLE_BYTES]
    attempts = [_attempt(sample, charset) for charset in dict.fromkeys((*_CHINESE, declared or "utf-8"))]
    decoded = _choose(data, attempts, declared)
    if decoded and _is_control_noise(decoded.text):
        return Problem("not-text")
    return decoded or _last_resort(data)


def _choose(data: bytes, attempts: list[_Attempt], declared: str | None) -> Decoded | None:
    """Take valid UTF-8, else what reads like Chinese, else what is declared and decodes."""
    utf8 = attempts[0]
    best = max(attempts, key=lambda attempt: (attempt.worth, attempt.charset == declared))
    if utf8.errors == 0 and utf8.worth > best.worth - _GOOD_SCORE:
        return _decoded(data, utf8, declared, "valid UTF-8")
    if best.score >= _GOOD_SCORE and best.errors <= _MAX_GARBLED:
        return _decoded(data, best, declared, f"{best.score:.0%} common characters")
    label = next((attempt for attempt in attempts if attempt.charset == declared), None)
    if label and label.errors == 0 and (label.charset not in ("gb18030", "big5hkscs", "cp1252")):
        return _decoded(data, label, declared, "decodes without an error")
    return None


def _decoded(data: bytes, attempt: _Attempt, declared: str | None, reason: str) -> Decoded:
    if declared == attempt.charset:
        reason = f"declared by the page; {reason}"
    elif declared:
        reason = f"{reason}; the page wrongly declares {declared}"
    return Decoded(data.decode(attempt.charset, errors="replace"), attempt.charset, reason)


def _last_resort(data: bytes) -> Decoded | Problem:
    """Ask charset-normalizer, for pages in other languages."""
    match = charset_normalizer.from_bytes(data[: 64 * 1024]).best()
    if match is None:
        return Problem("unreadable-charset")
    text = data.decode(match.encoding, errors="replace")
    if _is_control_noise(text) or text.count("\ufffd") > _MAX_GARBLED * len(text):
        return Problem("unreadable-charset")
    return Decoded(text, match.encoding, "best guess of charset-normalizer")


def declared_charset(data: bytes) -> str | None:
    """Return the charset that the page itself names, by Python's name for it, or None. The name may be wrong."""
    head = data[:_HEAD_BYTES]
    found = _XML_DECLARED.search(head) or _DECLARED.search(head)
    if not found:
        return None
    label = found.group(1).decode("ascii").lower()
    try:
        name = _LABELS.get(label) or codecs.lookup(label).name
    except LookupError:
        return None
    charset = _LABELS.get(name, name)
    return charset if charset in _CHARSETS else None


def _attempt(sample: bytes, charset: str, *, whole: bool = False) -> _Attempt:
    """Decode the sample; a character cut at its end is no error unless it is the whole text."""
    decoder = codecs.getincrementaldecoder(charset)(errors="replace")
    beyond = [char for char in decoder.decode(sample, whole) if char > "\x7f"]
    if not beyond:
        return _Attempt(charset, 1.0, 0.0)
    wrong = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in beyond)
    common = sum(char in _common() for char in beyond)
    return _Attempt(charset, common / len(beyond), wrong / len(beyond))


def _is_control_noise(text: str) -> bool:
    """Whether so many control characters stand in the text that it is no text."""
    sample = text[:_SAMPLE_BYTES]
    return len(_CONTROL.findall(sample)) > len(sample) // 20


@cache
def _common() -> frozenset[str]:
    """Return the characters that news is made of: frequent Chinese ones and Chinese punctuation."""
    path = Path(__file__).parent / "data" / "common_characters.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    han = "".join(line for line in lines if not line.startswith("#"))
    return frozenset(han + "，。、：；？！“”‘’（）《》—…·「」『』【】　０１２３４５６７８９\u00a0\u3000")
