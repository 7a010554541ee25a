"""How well bytes read in a charset: the share of characters that Chinese news is made of, and of those that fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.ingest.decoding.charsets import read

SAMPLE_BYTES = 64 * 1024
_STRETCH = 256 * 1024  # bytes
#: Share of common characters; real news reaches 0.7, a wrong decoding stays under 0.2.
GOOD_SCORE = 0.4
_ASCII = re.compile("[\x00-\x7f]+")
_WRONG = re.compile("[\ufffd\ue000-\uf8ff]")
_CONTROLS = re.compile("[\x80-\x9f]")
#: ASCII bytes that are part of no character in UTF-8, GB18030, Big5 or Shift_JIS, so that bytes can be cut there.
_SEAMS = re.compile(rb"[<>\r\n\"]+")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Bytes read in one charset.

    beyond: characters beyond ASCII. score: share of common ones among them; 1.0 where there are none.
    errors: share of those that are no character, or one of private use.
    """

    charset: str
    beyond: int
    score: float
    errors: float

    @property
    def worth(self) -> float:
        return self.score - 2 * self.errors


def sample_of(data: bytes) -> bytes:
    """Return the pieces of the data that hold more than ASCII, from the beginning, at most SAMPLE_BYTES."""
    if len(data) <= SAMPLE_BYTES // 8:
        return data
    telling = (piece for piece in _pieces(data) if not piece.isascii())
    sample = bytearray()
    for piece in telling:
        sample += piece[:SAMPLE_BYTES] + b"\n"
        if len(sample) >= SAMPLE_BYTES:
            break
    return bytes(sample[:SAMPLE_BYTES])


def _pieces(data: bytes) -> Iterator[bytes]:
    """Cut the data at its seams, a stretch at a time: a large file has millions of them."""
    for start in range(0, len(data), _STRETCH):
        yield from _SEAMS.split(data[start : start + _STRETCH])


def attempt(sample: bytes, charset: str, *, whole: bool = False) -> Attempt:
    """Read the sample in a charset. A character cut at its end is no error unless the sample is the whole text."""
    text = read(sample, charset)
    return weigh(charset, text if whole else text.removesuffix("\ufffd"))


def weigh(charset: str, text: str) -> Attempt:
    """Judge characters that were read in a charset."""
    beyond = _ASCII.sub("", text)
    if not beyond:
        return Attempt(charset, 0, 1.0, 0.0)
    wrong = len(_WRONG.findall(beyond))
    if charset != "utf-8":  # where control characters are what other charsets have letters for
        wrong += len(_CONTROLS.findall(beyond))
    common = sum(map(common_characters().__contains__, beyond))
    return Attempt(charset, len(beyond), common / len(beyond), wrong / len(beyond))


@cache
def common_characters() -> frozenset[str]:
    """Return the characters that news is made of: frequent Chinese ones and Chinese punctuation."""
    path = Path(__file__).parent.parent / "data" / "common_characters.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    han = "".join(line for line in lines if not line.startswith("#"))
    return frozenset(han + "，。、：；？！“”‘’（）《》—…·「」『』【】　０１２３４５６７８９\u00a0\u3000")
