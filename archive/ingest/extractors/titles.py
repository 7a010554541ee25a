"""The title: what metadata, headings and the lines above the article agree on; and the lines that belong to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archive.ingest.boilerplate.interior import squeezed
from archive.ingest.boilerplate.structure import entry_title
from archive.ingest.extractors.evidence import Candidate, best, by_rank, from_line, from_metadata, rank_of, stated
from archive.ingest.extractors.stated_titles import MIN, known_of, plain_title, stated_title, title_key
from archive.ingest.extractors.title_lines import agreeing_line, kicker_line, line_above_article, subtitle_line
from archive.ingest.grammar.credits import Kind
from archive.ingest.grammar.numerals import to_digits
from archive.ingest.page import Line, Page
from archive.ingest.records import Fact, Role

_SURE = ("front matter", "list")
_SENTENCE_END = re.compile(r"[。；，;,]$")
_OWN_ENTRY_SHARE = 0.6
_OWN_ENTRY_LEAD = 0.2
_BODY_LOOK = 4_000


def find(page: Page) -> tuple[Fact[str] | None, int | None]:
    """Return the title and the position of the line that shows it; marks that line. Either may be None."""
    entries, known = list(stated(page, "title")), known_of(page)
    found = [Candidate(stated_title(entry, known), from_metadata(entry, "title")) for entry in entries]
    found = [candidate for candidate in found if len(candidate.value) >= MIN]
    line = agreeing_line(page, [c.value for c in found], [entry.value for entry in entries]) if found else None
    place = "<title line>"
    if not found:
        line, place = line_above_article(page), "<above article>"
    if line is None:
        return best(found, title_key), None
    line.role, line.reason, line.rule = Role.TITLE, None, ""  # a title may look like a row of a menu
    shown = Candidate(plain_title(line.text), from_line(line, rank_of("title", place)))
    return best(_best_spelled([*found, shown]), title_key), line.position


def _best_spelled(candidates: list[Candidate[str]]) -> list[Candidate[str]]:
    """Return the candidates by rank; a summary that repeats the title as a sentence does not spell it."""
    ranked = by_rank(candidates)
    first = ranked[0]
    if first.evidence.where.startswith(_SURE) or not _SENTENCE_END.search(first.value):
        return ranked
    same = [c for c in ranked if title_key(c.value) == title_key(first.value) and not _SENTENCE_END.search(c.value)]
    return [*same, *(c for c in ranked if c not in same)]


def find_original(page: Page) -> Fact[str] | None:
    """Return the title under which the article first appeared, where the page cites it."""
    return _cited(page, "original_title", Kind.ORIGINAL_TITLE)


def find_kicker(page: Page) -> Fact[str] | None:
    """Return the line above the title (引题), where the page labels it or its element is named one; marks the line."""
    return _cited(page, "kicker", Kind.KICKER) or _beside(page, "kicker", kicker_line)


def find_subtitle(page: Page) -> Fact[str] | None:
    """Return the line below the title (副题), where a label, its element or its dash tells; marks the line."""
    return _cited(page, "subtitle", Kind.SUBTITLE) or _beside(page, "subtitle", subtitle_line)


def _cited(page: Page, field: str, kind: Kind) -> Fact[str] | None:
    title = {squeezed(line.folded) for line in page.lines if line.role is Role.TITLE}
    found = [Candidate(entry.value, from_metadata(entry, field)) for entry in stated(page, field)]
    for line, credit, entry in page.credited(kind):
        value = credit.words[slice(*entry.value)].strip(" )）]】《》")
        if value:
            found.append(Candidate(value, from_line(line, rank_of(field, "<credit>"))))
    return best(by_rank([candidate for candidate in found if title_key(candidate.value) not in title]), title_key)


def _beside(page: Page, field: str, search: Callable[[Page, Line], Line | None]) -> Fact[str] | None:
    title = next((line for line in page.lines if line.role is Role.TITLE), None)
    line = search(page, title) if title else None
    if line is None:
        return None
    line.role = Role.CREDIT
    return best([Candidate(line.text, from_line(line, rank_of(field, "<named element>")))])


def find_in_lists(page: Page) -> tuple[Fact[str] | None, Line | None]:
    """Return the title of an untitled page from its own list of articles, and that entry's line.

    An entry is the page's own where most of its pairs of characters stand in the body and no other entry comes near.
    """
    body = "".join(line.folded for line in page.lines if line.role is Role.PARAGRAPH)[:_BODY_LOOK]
    body = to_digits(body)
    scored = sorted(_scored_entries(page, body), key=lambda entry: -entry[0])
    if not body or not scored or scored[0][0] < _OWN_ENTRY_SHARE:
        return None, None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _OWN_ENTRY_LEAD:
        return None, None
    _, line, (start, end) = scored[0]
    return best([Candidate(line.text[start:end], from_line(line, rank_of("title", "<own entry>")))]), line


def _scored_entries(page: Page, body: str) -> Iterator[tuple[float, Line, tuple[int, int]]]:
    for line in page.lines:
        span = entry_title(line) if line.rule == "dated-list" else None
        if span:
            words = squeezed(to_digits(line.folded[slice(*span)]))
            pairs = [words[at : at + 2] for at in range(len(words) - 1)]
            if len(pairs) >= MIN:
                yield sum(pair in body for pair in pairs) / len(pairs), line, span
