"""Outlets that the page prints as its source or site and the authority does not know."""

from __future__ import annotations

from collections.abc import Iterator

from archive.ingest.authority import Authority
from archive.ingest.records import Fact, Finding, FindingKind


def detect(source: Fact[str] | None, site: Fact[str] | None, authority: Authority) -> Iterator[Finding]:
    """Yield one finding for each name that no agency bears, at the place where it was read."""
    printed = {fact.value: fact for fact in (site, source) if fact}
    for name, fact in reversed(printed.items()):
        if authority.find(name) is None:
            block = next((words.block for words in fact.evidence if words.used), None)
            yield Finding(FindingKind.UNKNOWN_OUTLET, name, block)
