"""Reading a draft's original bytes again in a charset that a reviewer chose.

What the desk calls, and nothing else:

    options(article) -> list[Option]                how the page would read in each charset, the likeliest first
    redecode(article, charset, *, by) -> Obstacle | Refusal | None

Call `redecode` outside of a transaction: the page is extracted in the sandbox, which takes a second or more. It
replaces title, text, blocks, fields, findings and evidence of a draft or returned article by what is read anew, so
what people changed in it is lost from the draft; the words as they stood are kept as a revision (which readers never
see). The confirmation should say so. Both answers have a `label` in the reader's language; None means that it was done,
and `article` is refreshed to what was saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import storage
from archive.ingest import pipeline, store
from archive.ingest.decoding import read_chosen
from archive.ingest.decoding.evidence import weigh
from archive.ingest.decoding.repairs import ways_of
from archive.ingest.intake import given_of
from archive.ingest.parsers.html import blocks_without_tree
from archive.ingest.processing import authority_from_database
from archive.ingest.records import Extraction, Problem, SourceFile
from archive.ingest.sandbox import Sandbox
from archive.models import Article, Capture, Event
from archive.publishing import Refusal
from archive.revisions import keep_revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SAMPLE = 80  # characters
_LOOK = 256 * 1024  # bytes of the page that are tried
IN_THE_MAKING = (Article.State.DRAFT, Article.State.RETURNED)
#: What is offered for every page, and its names for people.
CHARSETS: dict[str, str | Promise] = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030 / GBK",
    "big5hkscs": "Big5 / HKSCS",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR",
    "cp1252": "Windows-1252",
}
_BEYOND = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a page.

    charset: what `redecode` takes. label: its name for people. sample: at most 80 characters of the page's first text
    read so. score: 0.0 to 1.0, how much of that text is common Chinese. current: whether the article was read so.
    """

    charset: str
    label: str
    sample: str
    score: float
    current: bool = False


class Obstacle(models.TextChoices):
    """Why a page cannot be read again."""

    NO_ORIGINAL = "no-original", _("This article came without an original file.")
    NOT_A_DRAFT = "not-a-draft", _("Only a draft can be decoded again. Correct a published article by hand.")
    UNKNOWN_CHARSET = "unknown-charset", _("The page cannot be read in this encoding.")
    NO_TEXT = "no-text", _("Read in this encoding, the page has no text. Nothing was changed.")
    FAILED = "failed", _("Reading the page again failed. Nothing was changed.")


def options(article: Article) -> list[Option]:
    """Return how the first text of the page reads in each charset, the likeliest first; none without an original.

    Repairs of text that was read wrongly before it was saved are offered where they change something.
    Raises OSError where the original cannot be read from the store.
    """
    capture = article.capture
    source = _page_of(article)
    if capture is None or source is None:
        return []
    data = source.data[:_LOOK]
    found = [_option(way, text, way == capture.charset) for way, text in _readings(data, capture.charset)]
    return sorted(found, key=lambda option: (-option.score, not option.current))


def redecode(
    article: Article, charset: str, *, by: User | None, sandbox: Sandbox | None = None
) -> Obstacle | Refusal | None:
    """Read the article's original bytes again in `charset` (one of `options`) and replace what the draft holds.

    by: who asks for it. sandbox: one that runs already; by default one of its own.
    Raises OSError where the original cannot be read from the store.
    """
    capture = article.capture
    if capture is None:
        return Obstacle.NO_ORIGINAL
    if article.state not in IN_THE_MAKING:
        return Obstacle.NOT_A_DRAFT
    if read_chosen(b"", charset) is None:
        return Obstacle.UNKNOWN_CHARSET
    with nullcontext(sandbox) if sandbox else Sandbox(authority_from_database()) as running:
        extraction = running.extract(_source(capture, charset))
    if isinstance(extraction, Problem):
        return Obstacle.NO_TEXT if extraction.code == "no-text" else Obstacle.FAILED
    return _replace(article, capture, extraction, by)


@transaction.atomic
def _replace(article: Article, capture: Capture, extraction: Extraction, by: User | None) -> Obstacle | Refusal | None:
    """Write what was read, unless somebody changed the article in the meantime."""
    version, before = article.version, capture.charset
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())
    if article.state not in IN_THE_MAKING:
        return Obstacle.NOT_A_DRAFT
    if article.version != version:
        return Refusal.WRONG_STATE
    keep_revision(article, by=by, note=f"{before} → {extraction.charset}")
    store.replace_draft(article, extraction, by=by)
    Capture.objects.filter(pk=capture.pk).update(chosen_charset=extraction.charset)
    article.refresh_from_db()
    told = {"before": before, "charset": extraction.charset, "version": article.version}
    Event.objects.record("redecoded", article, actor=by, **told)
    return None


def _source(capture: Capture, charset: str = "") -> SourceFile:
    given = given_of(capture)
    day = capture.captured_on or given.captured_on
    return SourceFile(capture.file_name, storage.read(capture.sha256), charset, day, given.metadata)


def _page_of(article: Article) -> SourceFile | None:
    """The page itself, which may be a part of the stored file."""
    if article.capture is None:
        return None
    opened = pipeline.open_file(_source(article.capture))
    return None if isinstance(opened, Problem) else opened


def _readings(data: bytes, current: str) -> Iterator[tuple[str, str]]:
    """Yield each way of reading the page with the text that it gives."""
    for way in dict.fromkeys((current, *CHARSETS)):
        text = read_chosen(data, way) if way else None
        if text is not None:
            yield way, text
            if way in (current, "utf-8"):
                yield from ((repair, mended) for repair, mended in ways_of(way, text) if repair != current)


def _option(way: str, text: str, current: bool) -> Option:
    sample = _first_text(text)
    return Option(way, _label(way), sample, min(1.0, max(0.0, weigh(way, sample).worth)), current)


def _first_text(text: str) -> str:
    """The first line beyond ASCII that a reader would see."""
    lines = [block.text for block in blocks_without_tree(text)]
    telling = [line for line in lines if len(_BEYOND.findall(line[:SAMPLE])) >= 8]
    return (telling or lines or [""])[0][:SAMPLE]


def _label(way: str) -> str:
    first, *repair = way.split("/")
    name = str(CHARSETS.get(first, first))
    if not repair:
        return name
    wrong, right = (str(CHARSETS.get(charset, charset)) for charset in repair)
    return gettext("%(charset)s, mended: %(wrong)s → %(right)s") % {"charset": name, "wrong": wrong, "right": right}
