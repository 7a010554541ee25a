"""Names of files in an archive that does not say their charset."""

from __future__ import annotations

from collections.abc import Sequence

from archive.ingest.decoding.charsets import read
from archive.ingest.decoding.evidence import Attempt, attempt
from archive.ingest.decoding.labels import CHINESE

_MAX_ERRORS = 0.1


def decode_name(raw: bytes) -> str:
    """Return one file name of unknown charset as characters."""
    return read_name(raw, charset_of_names([raw]))


def charset_of_names(names: Sequence[bytes]) -> str:
    """Return the charset in which all names together read best; one archiver wrote them all, in one charset.

    "cp437", the charset of the format itself, where none of the Chinese ones fits.
    """
    joined = b"\n".join(name for name in names if not name.isascii())
    if not joined:
        return "utf-8"
    attempts = [attempt(joined, charset, whole=True) for charset in CHINESE]
    best = max(attempts, key=_reads)
    if _reads(best)[0]:
        return "utf-8"
    if best.errors > _MAX_ERRORS or (best.score == 0 and not _is_plain_chinese(joined)):
        return "cp437"
    return best.charset


def read_name(raw: bytes, charset: str) -> str:
    """Return a name read in `charset`, or by itself where it cannot be read so."""
    text = read(raw, charset)
    if "\ufffd" not in text:
        return text
    alone = charset_of_names([raw])
    return read(raw, alone if alone != charset else "cp437")


def _reads(found: Attempt) -> tuple[bool, float]:
    """Valid UTF-8 first: no other charset comes out so by accident but for a character or two."""
    return found.charset == "utf-8" and found.errors == 0, found.worth


def _is_plain_chinese(raw: bytes) -> bool:
    """Whether these are characters of GB2312: rare ones are likelier there than Western letters that look like them."""
    try:
        raw.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True
