"""Pages that are no article, or more than one: error and login pages, lists of links, several articles in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from archive.ingest.detectors.suspicions.words import finding, pattern
from archive.ingest.grammar.credits import Kind
from archive.ingest.page import LOOK, Line, Page
from archive.ingest.records import Finding, FindingKind
from archive.text.folding import fold
from archive.text.scripts import count_han

NO_ARTICLE = frozenset({FindingKind.ERROR_PAGE, FindingKind.LIST_PAGE})

_TITLE_PARTS = re.compile(r"\s*[-|_–—·]+\s*")
_LITTLE = 150  # characters of prose that an error page may have
_LONGEST = 120  # characters of its longest line of prose
_SHORT = 60  # characters of a line that says what is wrong
_ENTRIES = 12  # lines of a list
_LIST_SHARE = 0.3  # of all lines; beside the entries stand menus and footers
_HEADLINE = 8  # characters of an entry; what menus hold is shorter
_SENTENCE = 25  # characters of a sentence that is no entry's
_DATED = re.compile(r"(?:^|\D)(?:(?:19|20)?\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[\])]?$")
_DATELINE = re.compile(
    r"^[\s(\[【]*(?:新华社|中新社|新华网|中新网|人民网|央视网|本报)[^,。:]{1,12}\d{1,2}月\d{1,2}日(?:专|讯|电|消息)"
)
_ARTICLE_PROSE = 160  # Chinese characters below a headline that make an article
_ARTICLE_LINES = 2
_FEWEST_HAN = 4  # of a headline; a dialogue of a foreign service has none


def detect(page: Page, title: str) -> Iterator[Finding]:
    """Yield one finding where the page is not one article. title: as extracted."""
    found = _error(page, fold(title)) or _list(page) or _several(page)
    if found:
        yield found


def _prose(page: Page) -> list[Line]:
    return [line for line in page.lines if line.is_prose]


def _error(page: Page, title: str) -> Finding | None:
    """A page that says that something is wrong, or wants a login, and has no text besides."""
    body = [line for line in _prose(page) if line.in_body]
    if sum(len(line.folded) for line in body) > _LITTLE or any(len(line.folded) > _LONGEST for line in body):
        return None
    for part in _TITLE_PARTS.split(title):
        match = pattern("error", "title").search(part)
        if match and 2 * len(match.group()) >= len(part.strip()):
            return Finding(FindingKind.ERROR_PAGE, match.group())
    for line in page.lines:
        match = pattern("error", "line").search(line.folded[:LOOK]) if len(line.folded) <= _SHORT else None
        if match and (line.in_body or not body):
            return finding(FindingKind.ERROR_PAGE, line)
    return None


def _list(page: Page) -> Finding | None:
    """A page of links or dated headlines, in which no sentence of its own is left."""
    if any(line.in_body and line.ends_sentence and len(line.folded) >= _SENTENCE for line in _prose(page)):
        return None
    entries = [line for line in page.lines if line.raw.link_density > 0.5 or _is_dated_headline(line)]
    entries = [line for line in entries if len(line.folded) >= _HEADLINE]
    if len(entries) < _ENTRIES or len(entries) < _LIST_SHARE * len(page.lines):
        return None
    return finding(FindingKind.LIST_PAGE, max(entries, key=lambda line: len(line.folded)))


def _is_dated_headline(line: Line) -> bool:
    return 10 <= len(line.folded) <= 80 and not line.is_prose and _DATED.search(line.folded[-24:]) is not None


def _several(page: Page) -> Finding | None:
    """Headlines with credits of their own, each followed by an article."""
    starts = [number for number, line in enumerate(page.lines) if _begins_article(line)]
    heads: list[int] = []
    for number, following in pairwise([*starts, len(page.lines)]):
        below = [line for line in page.lines[number:following] if line.is_prose and line.credit is None]
        if len(below) >= _ARTICLE_LINES and sum(count_han(line.folded) for line in below) >= _ARTICLE_PROSE:
            heads.append(number)
    if len(heads) < 2:
        return None
    second = page.lines[heads[1]]
    return finding(FindingKind.SEVERAL_ARTICLES, second, 0, min(len(second.text), _SHORT))


def _begins_article(line: Line) -> bool:
    """Whether a line stands above an article: a first heading, or a credit line with date and source."""
    if _DATELINE.match(line.folded[:60]) or (line.raw.tag == "h1" and count_han(line.folded[:LOOK]) >= _FEWEST_HAN):
        return True
    credit = line.credit
    return bool(credit and credit.moments and credit.of(Kind.SOURCE) and len(credit.folded) <= 120)
