"""Authors and editors, from credit lines, from the brackets of reporters in the text, from metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.authority import Authority
from archive.ingest.extractors import datelines
from archive.ingest.extractors.evidence import (
    Candidate,
    best,
    by_rank,
    from_credit,
    from_line,
    from_metadata,
    rank_of,
    stated,
)
from archive.ingest.extractors.nearness import surroundings
from archive.ingest.extractors.sources import is_platform
from archive.ingest.grammar.credits import Kind
from archive.ingest.grammar.names import split_names
from archive.ingest.grammar.words import contains
from archive.ingest.page import Page
from archive.ingest.records import Evidence, Fact, Role
from archive.text.folding import fold

_REPORTERS = re.compile(
    r"[(\[〔【](?P<before>[^()〔〕【】\[\]]{0,30}?)(?P<role>记者|通讯员|撰稿|实习生)(?P<names>[^()〔〕【】\[\]]{1,80})[)\]〕】]"
)
_NOT_WRITERS = re.compile(r"摄|供图|\d日.{0,2}电")  # a dateline is read by its own rules
_AUTHOR_NAME = contains("people", "author_elements")
_ALONE = 16
_EDGE_LINES = 3  # paragraphs at each end of the article in which reporters are named
_EDGE = 400  # characters of a paragraph's beginning and end
Names = tuple[str, ...]


def find_authors(page: Page, authority: Authority) -> Fact[Names] | None:
    """Return the authors: whom front matter or the list names, else a credit line, the text, other metadata."""
    printed = [*_credited(page, Kind.AUTHOR, "authors"), *_reporters(page), *datelines.reporters(page)]
    return _merged([*printed, *_named_elements(page), *_stated(page, "authors", authority)])


def find_editors(page: Page, authority: Authority) -> Fact[Names] | None:
    """Return the editors, kept apart from the authors."""
    return _merged([*_credited(page, Kind.EDITOR, "editors"), *_stated(page, "editors", authority)])


def _merged(candidates: list[Candidate[Names]]) -> Fact[Names] | None:
    """Join the names of the most trusted places; the others are evidence, used where they say nothing new."""
    ranked = by_rank(candidates)
    if not ranked:
        return None
    first = [c for c in ranked if c.evidence.rank == ranked[0].evidence.rank]
    names = tuple(dict.fromkeys(name for candidate in first for name in candidate.value))
    known = {fold(name) for name in names}
    agrees = [{fold(name) for name in c.value} <= known for c in ranked]
    agreeing = [Candidate(names, c.evidence) for c, yes in zip(ranked, agrees, strict=True) if yes]
    return best([*agreeing, *(c for c, yes in zip(ranked, agrees, strict=True) if not yes)])


def _credited(page: Page, kind: Kind, field: str) -> Iterator[Candidate[Names]]:
    rank = rank_of(field, "<credit>")
    for line, credit, entry in page.credited(kind):
        folded, words = credit.folded[slice(*entry.value)], credit.words[slice(*entry.value)]
        yield from _named(folded, words, from_credit(line, rank, entry.start, entry.end))
    for line in page.lines:
        if line.label is kind:
            yield from _named(line.folded, line.text, from_line(line, rank))


def _named(folded: str, words: str, evidence: Evidence, *, strict: bool = False) -> Iterator[Candidate[Names]]:
    names = split_names(folded, words, strict=strict)
    if names:
        yield Candidate(tuple(names), evidence)


def _reporters(page: Page) -> Iterator[Candidate[Names]]:
    """Yield who stands in brackets with 记者, at either end of the article."""
    body = [line for line in page.lines if line.role is Role.PARAGRAPH]
    edge = body[:_EDGE_LINES] + [line for line in body[-_EDGE_LINES:] if line not in body[:_EDGE_LINES]]
    for line in edge:
        tail = max(0, len(line.folded) - _EDGE)
        text = line.folded if tail <= _EDGE else line.folded[:_EDGE] + "\n" * (tail - _EDGE) + line.folded[tail:]
        for found in _REPORTERS.finditer(text):
            if not _NOT_WRITERS.search(found.group()):
                start, end = found.span("names")
                evidence = from_line(line, rank_of("authors", "<in text>"), *found.span())
                yield from _named(line.folded[start:end], line.text[start:end], evidence, strict=True)


def _named_elements(page: Page) -> Iterator[Candidate[Names]]:
    """Yield who stands alone near the title in an element named for it: <span class="byline">."""
    for line in surroundings(page).head:
        alone = len(line.folded) <= _ALONE and line.credit is None and line.role is not Role.TITLE
        if alone and _AUTHOR_NAME.search(" ".join(line.raw.path[-2:])):
            names = _named(line.folded, line.text, from_line(line, rank_of("authors", "<named element>")), strict=True)
            yield from names


def _stated(page: Page, field: str, authority: Authority) -> Iterator[Candidate[Names]]:
    for entry in stated(page, field):
        if not is_platform(entry, page, authority):
            found = split_names(fold(entry.value), entry.value, strict=False)
            if found:
                yield Candidate(tuple(found), from_metadata(entry, field))
