"""Texts that end where no sentence ends, or at a wall: the rest is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.detectors.suspicions.words import body_of, finding, pattern
from archive.ingest.grammar.names import is_person
from archive.ingest.page import LOOK, Line, Page
from archive.ingest.records import Finding, FindingKind

_END = re.compile(r"[。!?~;][”\"’'』」)\]】》〉\s]*")
_ENDS = re.compile(r"(?:[。!?~;]|[a-z][.])[”\"’'』」)\]】》〉\s]*$")
_DOTS = re.compile(r"(?:…|\.{2,}|。{2,})[”\"’'』」)\]】\s]*$")
_OPEN_END = re.compile(r"[,、:(\[“‘「『【《]\s*$")
_BRACKETS = re.compile(r"(?:[(\[【](?:[^()\[\]【】]{0,60})[)\]】]\s*)+$")
_COMMA = re.compile(r"[,、:;“”]")
_TAIL = 120  # characters at the end of the last line in which credits may follow the last sentence
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_SPACED = re.compile(r"(?<=[a-z\d]) | (?=[a-z\d])")  # as set between scripts
_DATED = re.compile(r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?\s*$")
_ORNAMENTS = " |/丨_-—·*■●◆▲↓▼"
_CLAUSE = 12  # Chinese characters that are more than a signature
_CONTACT = 30  # characters of an address or a number behind the word for it
_SHORT = 18  # characters of a line with a comma in it that should end in one
_SHOWN = 30
_LONG = 30  # characters of a line that should end in a mark
_WALL = 80  # characters of a line that asks for a login
_NEAR = 3  # lines below the body in which a wall may stand
_HABIT = 0.5  # share of lines without a mark from which on the page just leaves it out


def detect(page: Page) -> Iterator[Finding]:
    """Yield at most one finding: the words at which the text breaks off."""
    body = body_of(page)
    if not body:
        return
    last = body[-1]
    wall = _wall(body[-2:]) or _wall(_below(page, last))
    found = wall or _cut_short(last) or _more(page, body)
    if found is None and not _leaves_out_marks(body):
        found = _unended(last)
    if found:
        yield found


def _wall(lines: list[Line]) -> Finding | None:
    """Words that ask for a login, a subscription or an app before the rest is shown."""
    for line in lines:
        match = pattern("truncated", "wall").search(line.folded) if len(line.folded) <= _WALL else None
        if match:
            return finding(FindingKind.TRUNCATED, line, *match.span())
    return None


def _below(page: Page, last: Line) -> list[Line]:
    return [line for line in page.lines[last.position + 1 : last.position + 1 + _NEAR] if line.raw.link_density < 1]


def _cut_short(last: Line) -> Finding | None:
    """A last line that ends in dots."""
    rest, _ = _before_credits(last.folded)
    dots = _DOTS.search(rest[-12:])
    if dots and len(rest) >= _LONG // 2:
        return finding(FindingKind.TRUNCATED, last, max(0, len(rest) - _SHOWN), len(rest))
    return None


def _more(page: Page, body: list[Line]) -> Finding | None:
    """A link to the rest at the end of the last line, or right below a text that does not end."""
    last = body[-1]
    match = pattern("truncated", "more").search(last.folded, max(0, len(last.folded) - 20))
    if match and last.raw.link_density < 0.5:
        return finding(FindingKind.TRUNCATED, last, *match.span())
    return None


def _unended(last: Line) -> Finding | None:
    """A last line of running text that ends in the middle of a sentence."""
    rest, followed = _before_credits(last.folded)
    if not rest or _ENDS.search(rest[-12:]):
        return None
    ends = [match.end() for match in _END.finditer(rest, max(0, len(rest) - LOOK))]
    tail = rest[ends[-1] :] if ends else rest
    open_end = not followed and _OPEN_END.search(rest[-3:]) is not None
    is_prose = (len(rest) >= _LONG and bool(ends or _COMMA.search(rest))) or (len(rest) >= _SHORT and "," in rest)
    if not open_end and not (is_prose and _reads_on(tail, behind_sentence=bool(ends))):
        return None
    return finding(FindingKind.TRUNCATED, last, max(0, len(rest) - _SHOWN), len(rest))


def _reads_on(tail: str, *, behind_sentence: bool) -> bool:
    """Whether the words at the end are the beginning of a sentence, and no signature, name or date."""
    words = _NOT_HAN.sub("", tail)
    is_long = len(words) >= _CLAUSE
    if _DATED.search(tail) or (len(words) <= 2 * _CLAUSE and pattern("truncated", "signature").search(tail)):
        return False
    if _COMMA.search(tail) or is_long or not behind_sentence:
        return bool(_COMMA.search(tail)) or is_long
    return bool(words) and " " not in _SPACED.sub("", tail.strip()) and not is_person(words, strict=True)


def _before_credits(folded: str) -> tuple[str, bool]:
    """Return a line up to the credits, brackets and clauses that follow its last sentence, and whether there are."""
    start = max(0, len(folded) - _TAIL)
    last_end = max((match.end() for match in _END.finditer(folded, start)), default=0)
    after = _credits(folded, max(start, last_end))
    rest = (folded[: after.start()] if after else folded).rstrip(_ORNAMENTS + ("([【:" if after else ""))
    return _BRACKETS.sub("", rest).rstrip() or rest, after is not None


def _credits(folded: str, start: int) -> re.Match[str] | None:
    """Find where the words behind a last sentence begin to be credits or contacts."""
    after = pattern("truncated", "after").search(folded, start)
    contact = pattern("truncated", "contact").search(folded, start, after.start() if after else len(folded))
    if contact and (after or (len(folded) - contact.end() <= _CONTACT and "," not in folded[contact.end() :])):
        return contact
    return after


def _leaves_out_marks(body: list[Line]) -> bool:
    """Whether this page ends its paragraphs without a mark, as lists, verse and some sites do."""
    long = [line for line in body[:-1] if len(line.folded) >= _SHORT and line.raw.tag not in ("h1", "h2", "h3")]
    ends = [line.folded.rstrip(_ORNAMENTS)[-70:] for line in long]
    unended = [end for end in ends if not _ENDS.search(end[-12:]) and not _BRACKETS.search(end)]
    return len(long) > 1 and len(unended) >= _HABIT * len(long)
