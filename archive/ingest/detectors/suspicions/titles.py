"""Titles that a machine made: quotation marks turned to underscores, a site's name glued on, left-over markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from archive.ingest.detectors.suspicions.words import pattern
from archive.ingest.records import Fact, Finding, FindingKind


def detect(title: Fact[str]) -> Iterator[Finding]:
    """Yield a finding with the part of a title that no person writes."""
    match = pattern("machine_title", "pattern").search(_plain(title.value))
    if match:
        block = next((words.block for words in title.evidence if words.used), None)
        yield Finding(FindingKind.MACHINE_TITLE, title.value[slice(*match.span())], block)


def _plain(title: str) -> str:
    """Lower case and half-width, character by character; the script stays."""
    return re.sub(r"[\uff01-\uff5e]", lambda found: unicodedata.normalize("NFKC", found[0]), title).lower()
