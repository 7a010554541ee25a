"""Keeps count of what readers asked for and did not find, so that staff can add a name, a variant or an article.

Kept are the words, how often they were asked and the last day; nothing of who asked. What may be a person's number or
address is never kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from archive.text.folding import fold
from search.models import MissedQuery

log = logging.getLogger("baoku.search")

#: So many queries are kept; the least asked, of these the longest ago, make room for new ones.
MOST = 1_000
#: Queries of more characters are sentences that nobody asks twice.
LONGEST = 60
_WAIT = 50  # milliseconds for the database's one writer; a reader is waiting for a page

# Telephone, identity card and account numbers, however they are grouped; addresses of people and of pages.
_PRIVATE = re.compile(r"\d(?:[\s\-.·()]{0,3}\d){5,}|[〇零一二三四五六七八九幺]{6,}|@|://|\bwww\.")
# Years and days, which readers ask for, where no other digits are near: 2012 3456 is a telephone number in Hong Kong.
_DATE = re.compile(
    r"(?<!\d)(?<!\d[\s\-.])(?:19|20)\d\d(?:[-./](?:0?[1-9]|1[0-2])(?:[-./](?:0?[1-9]|[12]\d|3[01]))?)?"
    r"(?![\s\-.]{0,3}\d)"
)
_LETTER = re.compile(r"[^\W\d_]")


def note_miss(query: str) -> None:
    """Count one more time that `query` was asked in vain, if it may be kept. A busy database stops no reader."""
    words = " ".join(fold(query).split())
    if not may_be_kept(words):
        return
    try:
        with _impatient(), transaction.atomic():
            _count(words)
    except (OperationalError, IntegrityError):  # the second if another process noted the same words just now
        log.info("A query without results was not counted: the database was busy.")


def may_be_kept(words: str) -> bool:
    """Tell whether folded words are short enough, are words, and hold nothing that looks like a person's number."""
    if not (1 < len(words) <= LONGEST and words.isprintable() and _LETTER.search(words)):
        return False
    return not _PRIVATE.search(_DATE.sub("年", words))


def _count(words: str) -> None:
    today = timezone.localdate()
    if MissedQuery.objects.filter(query=words).update(count=F("count") + 1, last_asked=today):
        return
    _make_room()
    MissedQuery.objects.create(query=words, last_asked=today)


def _make_room() -> None:
    too_many = MissedQuery.objects.count() - MOST + 1
    if too_many > 0:
        least = MissedQuery.objects.order_by("count", "last_asked", "pk").values_list("pk", flat=True)
        MissedQuery.objects.filter(pk__in=list(least[:too_many])).delete()


@contextmanager
def _impatient() -> Iterator[None]:
    """Wait only shortly for SQLite's write lock, which an import may hold for seconds."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_WAIT:d}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}")
