"""From the bytes of one saved page to everything that ingest knows of it, stage by stage."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from archive.ingest.authority import Authority
from archive.ingest.records import Extraction, Problem, SourceFile

MAX_FILE_BYTES = 25 * 1024 * 1024
CHINA = timezone(timedelta(hours=8), "CST")


def today_in_china() -> date:
    """Return the current calendar day in China Standard Time."""
    return datetime.now(CHINA).date()


def extract(source: SourceFile, *, authority: Authority, today: date) -> Extraction | Problem:
    """Return what the page says, or why it cannot be read.

    authority: the agencies whose names are looked for. today: no page is dated after it (China Standard Time).
    """
    raise NotImplementedError
