"""The one seam for files that hold pages: zip archives and web archives give their members the same way.

contents = containers.open_container(name, file)
for member in contents.members: ...
contents.notes()      # once all members have been read: what was passed over
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any, BinaryIO

from archive.ingest import codec, warcs, zips
from archive.ingest.parsers import is_zipped_document
from archive.ingest.records import MediaType, Metadata, Problem

#: What an upload may be, for the file chooser and for texts; by content, other endings are taken as well.
ACCEPTED = (".html", ".htm", ".mhtml", ".mht", ".txt", ".md", ".markdown", ".warc", ".warc.gz", ".gz", ".zip")
HEAD_BYTES = 16  # of a file, enough to tell its kind
_NAMELESS = "…"  # what is left of an archive that cannot be read to its end
MAX_MEMBERS = zips.MAX_MEMBERS
MAX_INFLATED_BYTES = zips.MAX_INFLATED_BYTES


@dataclass(frozen=True, slots=True)
class Given:
    """What the container and the lists in it say of a page. It waits as JSON beside the page's row."""

    captured_on: date | None = None
    metadata: tuple[Metadata, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values; empty where nothing is known."""
        encoded: dict[str, Any] = codec.encode(self)
        return {key: value for key, value in encoded.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Given:
        """Return what `as_json` wrote."""
        return codec.decode(cls, {"captured_on": data.get("captured_on"), "metadata": data.get("metadata", [])})

    def with_metadata(self, more: tuple[Metadata, ...]) -> Given:
        return Given(self.captured_on, (*more, *self.metadata))


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container. name: as given, invisible characters escaped; an address for a web archive's page."""

    name: str
    content: bytes | Problem
    given: Given = Given()


@dataclass(slots=True)
class Contents:
    """The members of a container, to be read once and one at a time, and what was passed over meanwhile."""

    kind: MediaType
    members: Iterator[Member]
    skipped: Counter[str] = field(default_factory=Counter)

    def notes(self) -> list[Problem]:
        """Return what people should know of the container besides its members."""
        return [Problem(code, {"count": count}) for code, count in sorted(self.skipped.items()) if count]


def kind_of(name: str, head: bytes) -> MediaType | None:
    """Tell whether a file is to be unpacked, by its name and its first HEAD_BYTES; None for a page."""
    if warcs.looks_like_warc(name, head):
        return MediaType.WARC
    if is_zipped_document(name):
        return None
    return MediaType.ZIP if zips.is_zip(name, head) else None


def open_container(
    kind: MediaType, file: BinaryIO | bytes, *, max_members: int = MAX_MEMBERS, max_bytes: int = MAX_INFLATED_BYTES
) -> Contents | Problem:
    """Return the contents of a container or the Problem with it as a whole.

    file: its bytes, or a seekable binary file that stays open while the members are read.
    max_members, max_bytes: what a web archive may hold, where it lies in a zip archive that has used up a part.
    """
    if kind is MediaType.WARC:
        return _web_archive(file, max_members, max_bytes)
    members = zips.read_zip(file)
    if isinstance(members, Problem):
        return members
    return Contents(kind, (Member(member.name, member.content) for member in members))


def _web_archive(file: BinaryIO | bytes, max_members: int, max_bytes: int) -> Contents | Problem:
    """Look at the first page at once: what is damaged from its beginning is a problem of the whole."""
    skipped: Counter[str] = Counter()
    pages = warcs.read_warc(file, skipped=skipped, max_bytes=max_bytes)
    first = list(islice(pages, 1))
    if first and not first[0].name and isinstance(first[0].content, Problem):
        return first[0].content
    return Contents(MediaType.WARC, _pages(chain(first, pages), max_members), skipped)


def _pages(pages: Iterable[warcs.WebPage], most: int) -> Iterator[Member]:
    for count, page in enumerate(pages):
        if count >= most:
            yield Member(_NAMELESS, Problem("too-many-pages", {"limit": most}))
            return
        yield Member(zips.visible(page.name) or _NAMELESS, page.content, Given(page.captured_on, page.metadata))
