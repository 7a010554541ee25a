"""When the page was published: metadata, the credit lines, its own entry in a list, its address. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from archive.ingest.extractors.evidence import Candidate, best, from_credit, from_line, from_metadata
from archive.ingest.grammar.moments import find_compact, find_moments, find_month
from archive.ingest.page import Line, Page
from archive.ingest.records import Evidence, Fact, Finding, FindingKind, Metadata, Precision, Published
from archive.text.folding import fold

_STATED = (
    *("front matter:date", "front matter:published", "front matter:publishdate", "front matter:pubdate"),
    *("front matter:publish_date", "front matter:published_at", "front matter:time", "front matter:日期"),
    *("json-ld:datePublished", "meta:article:published_time", "meta:og:release_date", "meta:datepublished"),
    *("meta:publishdate", "meta:pubdate", "meta:publish_date", "meta:publish-date", "meta:publication_date"),
    *("meta:weibo: article:create_at", "meta:dc.date", "meta:dc.date.issued", "meta:date", "meta:livetime"),
    *("meta:_pubtime", "meta:apub:time", "meta:og:time", "meta:release_date", "json-ld:dateCreated"),
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[-/]?([01]\d)[-/]?([0-3]\d)(?=[/_.\-a-z]|$)|/(?:20\d\d)/?[a-z]?_?(20\d{6})")


def find(page: Page, *, today: date, own_entry: Line | None, url: str | None) -> Fact[Published] | None:
    """Return when the page says it was published; a day after `today` or before 1900 is no date.

    own_entry: the line that gave an untitled page its title. url: the page's own address.
    """
    found = [c for c in _candidates(page, own_entry, url) if c.value.on <= today]
    if not found:
        return None
    # The most trusted day, and of those that state it the one that also knows the time.
    day = found[0].value.on
    found.sort(key=lambda candidate: (candidate.value.on != day, candidate.value.at is None))
    return best(found, lambda published: published.on)


def conflicts(fact: Fact[Published] | None) -> Iterator[Finding]:
    """Yield a finding for each stated day that differs from the one taken."""
    for evidence in fact.evidence if fact else ():
        if not evidence.used and evidence.where != "url":
            yield Finding(FindingKind.DATE_CONFLICT, evidence.quote, evidence.block)


def _candidates(page: Page, own_entry: Line | None, url: str | None) -> Iterator[Candidate[Published]]:
    for entry in page.values(*_STATED):
        published = _read_value(entry)
        if published:
            yield Candidate(published, from_metadata(entry))
    yield from _in_credits(page)
    if own_entry:
        moments = find_moments(own_entry.folded)
        if moments:
            yield Candidate(moments[-1].published, from_line(own_entry))
    yield from _in_address(url)


def _read_value(entry: Metadata) -> Published | None:
    folded = fold(entry.value)
    moments = find_moments(folded)
    return moments[0].published if moments else find_compact(folded)


def _in_credits(page: Page) -> Iterator[Candidate[Published]]:
    """Yield what credit lines say; those with labels first, then dates alone on their line, then bare months."""
    credited = [line for line in page.lines if line.credit]
    labelled = [
        line for line in credited if line.credit and (line.credit.entries or line.credit.moments[0].published.at)
    ]
    for line in [*labelled, *(line for line in credited if line not in labelled)]:
        for moment in line.credit.moments[:1] if line.credit else ():
            yield Candidate(moment.published, from_credit(line, moment.start, moment.end))
    for line in credited:
        month = find_month(line.folded) if line.credit and not line.credit.moments else None
        if month:
            yield Candidate(month.published, from_line(line, month.start, month.end))


def _in_address(url: str | None) -> Iterator[Candidate[Published]]:
    found = _IN_ADDRESS.search(url or "")
    if not found or not url:
        return
    digits = found[4] or found[1] + found[2] + found[3]
    published = find_compact(digits)
    if published:
        yield Candidate(Published(published.on, Precision.DAY), Evidence(url[:300], "url"))
