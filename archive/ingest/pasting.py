"""A page that came as characters and not as a file: pasted by a person, or sent by the bookmark in their browser."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from archive.ingest.containers import Given
from archive.ingest.parsers import is_page_name, media_type_of
from archive.ingest.records import MediaType, Metadata

#: Endings of what people paste, by what the parsers take it for.
_ENDINGS = {MediaType.HTML: ".html", MediaType.MARKDOWN: ".md"}
_NAMELESS = "pasted"
_PIECE = 64 * 1024  # bytes
#: What a name made of an address keeps: letters of any script, digits, and marks that no shell or path gives a sense.
_UNFIT = re.compile(r"[^\w.=-]+")
_LONGEST_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class PastedPage:
    """A page as `archive.ingest.intake.receive` takes it. name: ends as its kind of page does."""

    name: str
    data: bytes
    given: Given

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)

    def chunks(self) -> Iterator[bytes]:
        return (self.data[start : start + _PIECE] for start in range(0, max(len(self.data), 1), _PIECE))


def pasted_page(text: str, *, address: str = "", saved_on: date | None = None) -> PastedPage:
    """Return the page that a pasted text is.

    address: where the page was found, empty where that is not known. saved_on: the day on which the browser sent it.
    Its bytes are UTF-8 with a byte order mark, which says so louder than the charset that a page's own source names.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    ending = _ENDINGS.get(media_type_of("pasted.txt", text) or MediaType.PLAIN, ".txt")
    found_at = (Metadata("saved:url", address),) if address else ()
    data = codecs.BOM_UTF8 + text.encode(errors="replace") if text.strip() else b""
    return PastedPage(_name(address, ending), data, Given(saved_on, found_at))


def _name(address: str, ending: str) -> str:
    """Name the page after the last words of its address."""
    parts = urlsplit(address)
    last = unquote(parts.path).strip("/").rpartition("/")[2]
    stem = last.rpartition(".")[0] if is_page_name(last) else last
    words = _UNFIT.sub("-", f"{parts.hostname or ''} {stem}".strip()).strip("-.")[:_LONGEST_NAME]
    return f"{words or _NAMELESS}{ending}"
