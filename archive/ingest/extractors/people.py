"""Authors and editors, from credit lines, from the brackets of reporters in the text, from metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.authority import Authority
from archive.ingest.extractors.evidence import Candidate, best, from_credit, from_line, from_metadata
from archive.ingest.extractors.sources import is_platform
from archive.ingest.grammar.credits import Kind
from archive.ingest.grammar.names import split_names
from archive.ingest.page import Page
from archive.ingest.records import Evidence, Fact, Role
from archive.text.folding import fold

_STATED_AUTHOR = ("front matter:author", "front matter:authors", "front matter:作者", "json-ld:author", "meta:author")
_STATED_EDITOR = ("front matter:editor", "front matter:editors", "front matter:编辑", "json-ld:editor", "meta:editor")
_REPORTERS = re.compile(
    r"[(\[〔【](?P<before>[^()〔〕【】\[\]]{0,30}?)(?P<role>记者|通讯员|撰稿|实习生)(?P<names>[^()〔〕【】\[\]]{1,80})[)\]〕】]"
)
_PHOTO = re.compile(r"摄|供图")
_EDGE_LINES = 3  # paragraphs at each end of the article in which reporters are named
_EDGE = 400  # characters of a paragraph's beginning and end
Names = tuple[str, ...]


def find_authors(page: Page, authority: Authority) -> Fact[Names] | None:
    """Return the authors: of a credit line, else the reporters named in the text, else those metadata states."""
    groups = (_credited(page, Kind.AUTHOR), _reporters(page), _stated(page, _STATED_AUTHOR, authority))
    return _merged([list(group) for group in groups])


def find_editors(page: Page, authority: Authority) -> Fact[Names] | None:
    """Return the editors, kept apart from the authors."""
    return _merged([list(_credited(page, Kind.EDITOR)), list(_stated(page, _STATED_EDITOR, authority))])


def _merged(groups: list[list[Candidate[Names]]]) -> Fact[Names] | None:
    """Join the names of the first group that has any; the others are evidence, used where they say nothing new."""
    first = next((group for group in groups if group), None)
    if first is None:
        return None
    names = tuple(dict.fromkeys(name for candidate in first for name in candidate.value))
    known = {fold(name) for name in names}
    chosen = [Candidate(names, candidate.evidence) for candidate in first]
    others = [candidate for group in groups if group is not first for candidate in group]
    agreeing = [c for c in others if {fold(name) for name in c.value} <= known]
    competing = [c for c in others if c not in agreeing]
    return best([*chosen, *(Candidate(names, c.evidence) for c in agreeing), *competing])


def _credited(page: Page, kind: Kind) -> Iterator[Candidate[Names]]:
    for line, credit, entry in page.credited(kind):
        folded, words = credit.folded[slice(*entry.value)], credit.words[slice(*entry.value)]
        yield from _named(folded, words, from_credit(line, entry.start, entry.end))
    for line in page.lines:
        if line.label is kind:
            yield from _named(line.folded, line.text, from_line(line))


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
            if not _PHOTO.search(found.group()):
                start, end = found.span("names")
                evidence = from_line(line, *found.span())
                yield from _named(line.folded[start:end], line.text[start:end], evidence, strict=True)


def _stated(page: Page, names: tuple[str, ...], authority: Authority) -> Iterator[Candidate[Names]]:
    for entry in page.values(*names):
        if not is_platform(entry, page, authority):
            found = split_names(fold(entry.value), entry.value, strict=False)
            if found:
                yield Candidate(tuple(found), from_metadata(entry))
