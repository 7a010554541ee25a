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
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from archive import storage
from archive.ingest import decoding, store
from archive.ingest.processing import authority_from_database
from archive.ingest.records import Extraction, Problem, SourceFile
from archive.ingest.sandbox import Sandbox
from archive.models import Article, Capture, Event
from archive.publishing import Refusal, keep_revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SAMPLE = 80  # characters


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a page.

    charset: what `redecode` takes. label: its name for people. sample: at most 80 characters of the page's first text
    read so. score: 0.0 to 1.0, how much of it is common Chinese. current: whether the article was read so.
    """

    charset: str
    label: str
    sample: str
    score: float
    current: bool = False


class Obstacle(models.TextChoices):
    """Why a page cannot be read again."""

    NO_ORIGINAL = "no-original", _("This article came without an original file.")
    NOT_A_DRAFT = "not-a-draft", _("Only a draft can be read again. Correct a published article by hand.")
    UNKNOWN_CHARSET = "unknown-charset", _("The page cannot be read in this charset.")
    NO_TEXT = "no-text", _("Read in this charset, the page has no text. Nothing was changed.")
    FAILED = "failed", _("Reading the page again failed. Nothing was changed.")


IN_THE_MAKING = (Article.State.DRAFT, Article.State.RETURNED)
LABELS = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030 (GBK, GB2312)",
    "big5hkscs": "Big5 (HKSCS)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
_TAGS = re.compile(r"<(script|style)\b.*?</\1|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_WORDS = re.compile(r"[^\x00-\x7f][^\n]*")


def options(article: Article) -> list[Option]:
    """Return how the first text of the page reads in each charset, the likeliest first; none without an original.

    Raises OSError where the original cannot be read from the store.
    """
    if article.capture is None:
        return []
    data = storage.read(article.capture.sha256)[: 256 * 1024]
    found = [_option(data, charset, article.capture) for charset in LABELS]
    return sorted(found, key=lambda option: -option.score)


def _option(data: bytes, charset: str, capture: Capture) -> Option:
    text = data.decode(charset, errors="replace")
    match = _WORDS.search(_TAGS.sub("\n", text))
    sample = match.group()[:SAMPLE] if match else text[:SAMPLE]
    score = decoding._attempt(data, charset).score
    return Option(charset, LABELS[charset], sample, score, capture.charset == charset)


def redecode(article: Article, charset: str, *, by: User | None) -> Obstacle | Refusal | None:
    """Read the article's original bytes again in `charset` (one of `options`) and replace what the draft holds.

    by: who asks for it. Raises OSError where the original cannot be read from the store.
    """
    capture = article.capture
    if capture is None:
        return Obstacle.NO_ORIGINAL
    if article.state not in IN_THE_MAKING:
        return Obstacle.NOT_A_DRAFT
    if charset not in LABELS:
        return Obstacle.UNKNOWN_CHARSET
    version = article.version
    source = SourceFile(capture.file_name, storage.read(capture.sha256), charset, capture.captured_on)
    with Sandbox(authority_from_database()) as sandbox:
        extraction = sandbox.extract(source)
    if isinstance(extraction, Problem):
        return Obstacle.NO_TEXT if extraction.code == "no-text" else Obstacle.FAILED
    return _replace(article, capture, extraction, version, charset, by)


@transaction.atomic
def _replace(
    article: Article, capture: Capture, extraction: Extraction, version: int, charset: str, by: User | None
) -> Obstacle | Refusal | None:
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())
    if article.state not in IN_THE_MAKING:
        return Obstacle.NOT_A_DRAFT
    if article.version != version:
        return Refusal.WRONG_STATE
    keep_revision(article, by=by, note=f"{capture.charset} → {charset}")
    capture.chosen_charset = charset
    capture.save(update_fields=["chosen_charset"])
    store.replace_draft(article, extraction, by=by)
    Event.objects.record("redecoded", article, actor=by, charset=charset, version=article.version)
    return None
