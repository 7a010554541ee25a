"""What makes a page doubtful: a text cut off, no article at all, or several, a machine's title, another language.

    truncation   the text ends where no sentence does
    kinds        error and login pages, lists of links, several articles on one page
    titles       titles that no person wrote
    languages    pages in another language than Chinese

Each finding carries the words that show it. None of them stops a publication. The words and patterns that tell are
in archive/ingest/data/suspicions.toml.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.ingest.detectors.suspicions import kinds, languages, titles, truncation
from archive.ingest.page import Page
from archive.ingest.records import Fact, Finding


def detect(page: Page, title: Fact[str] | None) -> Iterator[Finding]:
    """Yield what is doubtful about a page whose blocks have their roles. title: as extracted."""
    is_error = False
    for finding in kinds.detect(page, title.value if title else ""):
        is_error = is_error or finding.kind in kinds.NO_ARTICLE
        yield finding
    if not is_error:
        yield from truncation.detect(page)
        yield from languages.detect(page)
    if title:
        yield from titles.detect(title)


__all__ = ["detect"]
