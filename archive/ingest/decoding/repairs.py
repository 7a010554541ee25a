"""Text that was decoded wrongly once and saved so: recognised, and mended where it can be.

The bytes of such a page are what they claim to be, but its words were read in a wrong charset before (`ä½ å¥½`,
`浣犲ソ`, `ÖÐÎÄ`). Written back in that charset they are the first bytes again. Nothing is mended by itself: what was
found is shown, and a person may choose to read the page so.

A way of reading has a name: "gb18030", or "utf-8/cp1252/gb18030" for UTF-8 whose passages are written back in
Windows-1252 and read in GB18030.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.ingest.decoding.charsets import read
from archive.ingest.decoding.evidence import Attempt, weigh

#: Charsets that a person may choose.
READABLE = (
    *("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
    *("hz", "cp932", "euc_jp", "cp949", "cp1252"),
)


@dataclass(frozen=True, slots=True)
class Repair:
    """wrong: the charset in which text was read by mistake. right: the one it was in."""

    wrong: str
    right: str


REPAIRS = (
    Repair("cp1252", "utf-8"),
    Repair("gb18030", "utf-8"),
    Repair("cp1252", "gb18030"),
    Repair("cp1252", "big5hkscs"),
    Repair("big5hkscs", "utf-8"),
    Repair("gb18030", "big5hkscs"),
    Repair("big5hkscs", "gb18030"),
)


@dataclass(frozen=True, slots=True)
class Mojibake:
    """A passage that was read in a wrong charset. start, end: characters. mended: empty where its bytes are lost."""

    start: int
    end: int
    mended: str = ""
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class _Passage:
    start: int
    words: str
    weighed: Attempt


_MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
_SEAMS = re.compile(r"([<>\r\n\"]+)")
_WESTERN = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
#: A run of Western letters as bytes give it, with ASCII between them and the second half of a last character.
_WESTERN_RUN = re.compile(rf"[{_WESTERN}](?:[ !#-;=?-~]{{0,40}}[{_WESTERN}])+[@-~]?")
_NOT_WESTERN = re.compile(rf"[^\x00-\x7f{_WESTERN}]")
#: Bytes that were no UTF-8, read as GBK after they had become U+FFFD; memory that was never written; U+FFFD itself.
_LOST = re.compile("(?:锟斤拷|锟斤|斤拷){1,}锟?|(?:烫烫|屯屯){2,}|(?:ï¿½)+|\\?{8,}")
_LOST_SIGNS = ("锟斤", "斤拷", "烫烫", "屯屯", "ï¿½", "????????")
_GLANCE = 60  # characters that tell of most lines that they read well
_FEWEST = 4  # different Chinese characters, so that they tell
_ENOUGH = 0.5  # share of common characters in what was mended
_GAIN = 0.3  # of that share
_MAX_LOST = 0.12  # share of characters of which a byte is gone


def read_chosen(data: bytes, way: str) -> str | None:
    """Return the bytes read in a way that a person chose, or None where there is no such way."""
    first, *steps = way.split("/")
    repair = next((known for known in REPAIRS if [known.wrong, known.right] == steps), None)
    if first not in READABLE or (steps and repair is None):
        return None
    text = read(data.removeprefix(_MARKS.get(first, b"")), first)
    return mend(text, repair) if repair else text


def ways_of(charset: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield each repair that would change a text read in `charset`, as a way of reading, with the text mended so.

    What was read in the wrong charset just now, and not before it was saved, needs no repair but another charset.
    """
    for repair in REPAIRS:
        mended = mend(text, repair) if repair.wrong != charset else text
        if mended != text:
            yield f"{charset}/{repair.wrong}/{repair.right}", mended


def mend(text: str, repair: Repair) -> str:
    """Return the text with every passage that the repair makes readable put right; the rest stays as it is."""
    parts, end = [], 0
    for passage in _suspects(text, western=repair.wrong == "cp1252"):
        mended = _mended(passage, repair)
        if mended:
            parts += [text[end : passage.start], mended]
            end = passage.start + len(passage.words)
    return "".join(parts) + text[end:]


def find(text: str) -> Iterator[Mojibake]:
    """Yield passages that were read in a wrong charset, at most one for each repair, then one whose bytes are lost."""
    western, eastern = list(_suspects(text, western=True)), list(_suspects(text, western=False))
    for repair in REPAIRS:
        for passage in western if repair.wrong == "cp1252" else eastern:
            mended = _mended(passage, repair)
            if mended:
                yield Mojibake(passage.start, passage.start + len(passage.words), mended, repair)
                break
    lost = _LOST.search(text) if any(sign in text for sign in _LOST_SIGNS) else None
    if lost:
        yield Mojibake(lost.start(), lost.end())


def _suspects(text: str, *, western: bool) -> Iterator[_Passage]:
    """Yield what may have been read in one go and does not read well: runs of Western letters, or whole lines."""
    for start, words in _western_runs(text) if western else _lines(text):
        if weigh("", words[:_GLANCE]).score > _ENOUGH:
            continue
        weighed = weigh("", words)
        if weighed.beyond > 1 and weighed.score <= _ENOUGH:
            yield _Passage(start, words, weighed)


def _western_runs(text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found.group()) for found in _WESTERN_RUN.finditer(text))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for piece in _SEAMS.split(text):
        if not piece.isascii():
            yield at, piece
        at += len(piece)


def _mended(passage: _Passage, repair: Repair) -> str:
    """Return the words read in the right charset; empty where that does not make better sense of them."""
    raw = _written(passage.words, repair.wrong)
    if not raw:
        return ""
    mended = read(raw, repair.right)
    after = weigh(repair.right, mended)
    if repair == REPAIRS[0] and after.errors == 0 and passage.weighed.beyond > after.beyond:
        return mended  # bytes beyond ASCII are UTF-8 by no accident, in any language
    is_chinese = len({char for char in mended if "\u4e00" <= char <= "\u9fff"}) >= _FEWEST
    return mended if is_chinese and _is_better(passage.weighed, after) else ""


def _is_better(before: Attempt, after: Attempt) -> bool:
    enough = after.score >= _ENOUGH and after.errors <= _MAX_LOST
    return enough and after.score >= before.score + _GAIN


def _written(words: str, charset: str) -> bytes | None:
    """Write words back in the charset they were read in; what cannot be written becomes a byte of no character."""
    if charset == "cp1252":
        return None if _NOT_WESTERN.search(words) else words.encode("cp1252", errors="baoku-latin-1")
    pieces = (piece.replace("\ufffd", "\udcff") for piece in words.split("€"))
    return b"\x80".join(piece.encode(charset, errors="baoku-lost") for piece in pieces)


def _as_latin_1(error: UnicodeError) -> tuple[bytes, int]:
    """Windows-1252 leaves five bytes free, and ISO-8859-1 has control characters in the place of its marks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1", errors="replace"), error.end


def _as_lost(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return b"\xff" * (error.end - error.start), error.end


codecs.register_error("baoku-latin-1", _as_latin_1)
codecs.register_error("baoku-lost", _as_lost)
