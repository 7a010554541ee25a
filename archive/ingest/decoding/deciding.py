"""Which charset a page is really in, and why we think so.

Byte order mark, then what decodes and reads like Chinese. A declared charset is a hint, not the truth: GB18030 pages
labelled utf-8 and UTF-8 pages labelled gb2312 are both common, and Big5 bytes decode as GBK without an error.
"""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from archive.ingest.decoding import binary
from archive.ingest.decoding.charsets import read
from archive.ingest.decoding.evidence import GOOD_SCORE, SAMPLE_BYTES, Attempt, attempt, sample_of, weigh
from archive.ingest.decoding.labels import CHINESE, OTHERS, charset_of, declared_charset
from archive.ingest.decoding.repairs import read_chosen
from archive.ingest.records import Decoded, Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ASCII = bytes(range(128))
_UTF_16 = ("utf-16-le", "utf-16-be")
_FEW = 8  # characters beyond ASCII that tell nothing against a label
_MAX_ZEROS = 0.02  # zero bytes that a damaged text may have
_DECISIVE = 60  # bytes beyond ASCII that are UTF-8 by no accident
_LITTLE = 40  # characters beyond ASCII
_WEAK_SCORE = 0.15
_MAX_GARBLED = 0.25  # undecodable places per character beyond ASCII that a page may have and still be read
_PADDING = re.compile(rb"\x00{16,}$")
_PAIRED = re.compile(rb"[\x80-\xff]{2,}")  # as in Chinese; accented letters stand alone
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){2,}~\}")
_SEAMS = re.compile(rb"([<>\r\n\"]+)")
_HEAD = 8192  # characters in which a page names its charset
_MAX_PATCHABLE = 4 * 1024 * 1024  # bytes
_MOST_PATCHES = 2_000
_META = re.compile(r"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)


def decode(data: bytes, *, declared: str = "", chosen: str = "") -> Decoded | Problem:
    """Return the page's characters with its charset and the reason for it, or the Problem: empty, binary, unreadable.

    declared: the label that came with the page, in an HTTP or MIME header; it counts more than the page's own.
    chosen: the charset that a reviewer chose, which settles it.
    Places that cannot be decoded come out as U+FFFD.
    """
    if not data.strip():
        return Problem("empty")
    if chosen:
        text = read_chosen(data, chosen)
        return Problem("unreadable-charset") if text is None else Decoded(text, chosen, "chosen by a reviewer")
    kind = binary.kind_of(data)
    if kind:
        return Problem("binary", {"kind": kind})
    data = _PADDING.sub(b"", data)  # what a broken download left unwritten
    if not data:
        return Problem("empty")
    label = charset_of(declared) if declared else None
    return _by_mark(data, label) or _by_zero_bytes(data, label) or _by_evidence(data, label)


def _by_mark(data: bytes, label: str | None) -> Decoded | None:
    for mark, charset in _BOMS:
        if data.startswith(mark):
            text = read(data[len(mark) :], charset)
            return Decoded(text, charset, *_told("byte order mark", charset, label or _label_in(text)))
    return None


def _by_zero_bytes(data: bytes, label: str | None) -> Decoded | Problem | None:
    """Zero bytes mean UTF-16 without a mark; a few are a damage, many are no text at all."""
    sample = data[:SAMPLE_BYTES]
    zeros = sample.count(0)
    if zeros == 0:
        return None
    return _as_utf_16(data, label) or (Problem("not-text") if zeros > _MAX_ZEROS * len(sample) else None)


def _as_utf_16(data: bytes, label: str | None) -> Decoded | None:
    """Read as UTF-16 where that reads well: it has no form of its own that could be checked."""
    sample = data[: min(SAMPLE_BYTES, len(data)) & ~1]
    best = max((attempt(sample, charset) for charset in _UTF_16), key=lambda found: found.worth)
    if best.score < GOOD_SCORE or best.errors > 0.05:
        return None
    text = read(data, best.charset)
    if binary.is_noise(text):
        return None
    return Decoded(text, best.charset, *_told("reads as UTF-16 without a mark", best.charset, label or _label_in(text)))


def _by_evidence(data: bytes, label: str | None) -> Decoded | Problem:
    label = label or declared_charset(data)
    if data.isascii():
        return _ascii(data)
    certain = _valid_utf8(data)
    if certain is not None and not binary.is_noise(certain):
        return Decoded(certain, "utf-8", *_told("valid UTF-8", "utf-8", label))
    sample = sample_of(data)
    attempts = [attempt(sample, charset) for charset in dict.fromkeys((*CHINESE, label or "utf-8"))]
    decoded = (
        _choose(data, attempts, label)
        or _as_utf_16(data, label)
        or _by_label(data, attempts, label)
        or _by_little(data, attempts, label)
        or _by_guess(data, label)
        or _damaged(data, attempts, label)
    )
    if binary.is_noise(decoded.text if decoded else data.decode("latin-1")):
        return Problem("not-text")
    return decoded or Problem("unreadable-charset")


def _valid_utf8(data: bytes) -> str | None:
    """Return the text if it is UTF-8 without doubt: no byte is wrong, in more places than accident allows."""
    if len(data.translate(None, _ASCII)) < _DECISIVE:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _ascii(data: bytes) -> Decoded | Problem:
    text = data.decode("ascii")
    if binary.is_noise(text):
        return Problem("not-text")
    if _HZ.search(data):  # RFC 1843: GB2312 in seven bits
        weighed = weigh("hz", read(data, "hz"))
        if weighed.score >= GOOD_SCORE and weighed.errors <= _MAX_GARBLED:
            return Decoded(read(data, "hz"), "hz", "~{ and ~} around Chinese characters")
    return Decoded(text, "utf-8", "only ASCII")


def _choose(data: bytes, attempts: list[Attempt], label: str | None) -> Decoded | None:
    """Take valid UTF-8, else what reads like Chinese."""
    utf8 = attempts[0]
    best = max(attempts, key=lambda found: (_fits(found, label), found.worth, found.charset == label))
    if utf8.errors == 0 and utf8.worth > best.worth - GOOD_SCORE:
        return _decoded(data, utf8, label, "valid UTF-8")
    if best.score >= GOOD_SCORE and best.errors <= _MAX_GARBLED:
        return _decoded(data, best, label, f"{best.score:.0%} common characters")
    return None


def _fits(found: Attempt, label: str | None) -> bool:
    """Whether so little stands against the label that it decides."""
    return found.charset == label and found.errors == 0 and found.beyond <= _FEW and found.score >= GOOD_SCORE


def _by_label(data: bytes, attempts: list[Attempt], label: str | None) -> Decoded | None:
    """Believe the label of a page that does not read like Chinese, if nothing stands against it."""
    for found in attempts:
        if found.charset == label and found.errors == 0:
            return _decoded(data, found, label, "decodes without an error")
    return None


def _decoded(data: bytes, found: Attempt, label: str | None, reason: str) -> Decoded:
    text, patched = read(data, found.charset), 0
    if found.charset == "utf-8" and "\ufffd" in text and len(data) <= _MAX_PATCHABLE:
        text, patched = _patched(data)
    reason, overruled = _told(reason, found.charset, label)
    return Decoded(text, found.charset, f"{reason}; {patched} passages in GB18030" if patched else reason, overruled)


def _patched(data: bytes) -> tuple[str, int]:
    """Read UTF-8 into which passages of GB18030 were pasted, and tell how many they were.

    A passage stands alone between tags, quotes or line ends, reads without an error and like Chinese; else it is
    broken UTF-8, and its broken places stay U+FFFD.
    """
    pieces, patched = [], 0
    for piece in _SEAMS.split(data):
        text = read(piece, "utf-8")
        if "\ufffd" in text and patched < _MOST_PATCHES:
            other = attempt(piece, "gb18030", whole=True)
            if other.errors == 0 and other.beyond > 1 and other.score >= 0.6 and weigh("utf-8", text).errors > 0.2:
                text, patched = read(piece, "gb18030"), patched + 1
        pieces.append(text)
    return "".join(pieces), patched


def _told(reason: str, charset: str, label: str | None) -> tuple[str, str]:
    """Return the reason with what the page says of itself, and the label where it was overruled."""
    if label is None:
        return reason, ""
    if label == charset:
        return f"declared by the page; {reason}", ""
    return f"{reason}; the page wrongly declares {label}", label


def _label_in(text: str) -> str | None:
    """Return the charset that a page names which is no ASCII itself, so that its bytes do not show it."""
    found = _META.search(text[:_HEAD])
    return charset_of(found.group(1)) if found else None


def _by_little(data: bytes, attempts: list[Attempt], label: str | None) -> Decoded | None:
    """Take the likelier Chinese charset for a few words: so little text tells too little to any statistics."""
    best = max(attempts, key=lambda found: found.worth)
    if best.beyond > _LITTLE:
        return None
    together = sum(len(run) for run in _PAIRED.findall(data)) > 0.7 * sum(byte > 0x7F for byte in data)
    if together and best.errors == 0 and best.score >= _WEAK_SCORE:
        return _decoded(data, best, label, f"{best.score:.0%} common characters in a short text")
    return None


def _by_guess(data: bytes, label: str | None) -> Decoded | None:
    """Ask charset-normalizer, for pages in other languages."""
    match = charset_normalizer.from_bytes(data[: 64 * 1024], cp_isolation=list(OTHERS)).best()
    if match is None:
        return None
    text = read(data, match.encoding)
    if text.count("\ufffd") > 0.05 * len(text):
        return None
    return Decoded(text, match.encoding, *_told("best guess of charset-normalizer", match.encoding, label))


def _damaged(data: bytes, attempts: list[Attempt], label: str | None) -> Decoded | None:
    """Take what still reads a little like Chinese: a damaged page shows a person more than a refusal does."""
    best = max(attempts, key=lambda found: found.worth)
    if best.score < _WEAK_SCORE or best.errors > _MAX_GARBLED:
        return None
    return _decoded(data, best, label, f"damaged; only {best.score:.0%} common characters")
