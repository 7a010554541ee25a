"""Where the article begins and ends: its title and credit lines above, its end mark or the first known tail below."""

from __future__ import annotations

import re

from archive.ingest.grammar.credits import Kind, label_alone, parse_credit
from archive.ingest.page import Line, Page
from archive.ingest.records import Reason, Role

_HEAD_LINES = 12  # lines above the article in which a web page's credit lines are looked for
_FOOT_LINES = 12
_LABEL_VALUE = 30
_PLAIN_ENDS = (Kind.SOURCE, Kind.AUTHOR, Kind.EDITOR)
_LEADS = 2  # paragraphs that may stand above a line that only looks like the end
_BRACKETED_CREDIT = re.compile(
    r"[(\[【]\s?(?:本文)?(?:来源|稿源|责任编辑|责编|编辑|网络编辑|作者|值班编辑)\s?[:/丨 ].{1,80}?[)\]】]\s*$"
)
_BARE_CREDIT = re.compile(r"(?<=[。!?”」])\s*(?:责任编辑|责编|编辑)\s?[:/丨].{1,40}$")


def mark_credits(page: Page) -> None:
    """Read credit lines into line.credit and take them out of the body."""
    for line, after in zip(page.lines, [*page.lines[1:], None], strict=True):
        if line.label:
            continue
        kind = label_alone(line.folded)
        if kind in _PLAIN_ENDS and after and _is_value(after):
            line.role, after.role = Role.CREDIT, Role.CREDIT
            after.label = kind
        elif line.open:
            line.credit = parse_credit(line.folded, line.text)
            line.role = Role.CREDIT if line.credit else None


def forget_far_credits(page: Page) -> None:
    """In a web page, keep only the credit lines near the article; side bars date and sign their entries too."""
    if not page.has_layout:
        return
    for line in page.lines:
        near = page.start - _HEAD_LINES <= line.position < page.end + _FOOT_LINES
        below = line.position >= page.end
        date_alone = line.credit is not None and not line.credit.entries
        if line.role is Role.CREDIT and (not near or (below and date_alone)):
            line.role, line.credit, line.label = None, None, None


def _is_value(line: Line) -> bool:
    return line.open and len(line.folded) <= _LABEL_VALUE and not line.is_prose and not label_alone(line.folded)


def trim_closing_credits(page: Page) -> None:
    """Read （责任编辑：X） off the end of a paragraph; the words stay in the block's original text."""
    for line in page.region():
        if not line.open or not line.is_prose:
            continue
        offset = max(0, len(line.folded) - 140)
        found = _BRACKETED_CREDIT.search(line.folded, offset) or _BARE_CREDIT.search(line.folded, offset)
        credit = parse_credit(line.folded[found.start() :], line.text[found.start() :]) if found else None
        if found and credit and found.start() > 0:
            line.credit = credit
            line.trim(found.start())


def first_prose(page: Page) -> int:
    """Return the position of the article's first sentence line, or page.end where there is none."""
    return next((line.position for line in page.region() if line.open and line.is_prose), page.end)


def cut_head(page: Page, title: int | None) -> None:
    """Remove what stands above the article: above its title, else above its credit lines or first sentence."""
    prose = first_prose(page)
    head = [line for line in page.lines[:prose] if line.role in (Role.TITLE, Role.CREDIT)]
    begin = title if title is not None and title < prose else (head[-1].position if head else prose)
    for line in page.lines[: max(begin, page.start)]:
        if line.open:
            line.remove(Reason.NAVIGATION, "above-article")
    page.start = max(page.start, begin)


def cut_tail(page: Page) -> None:
    """Remove what stands below the article, from its end mark or its first known tail line on."""
    end, opener = _find_end(page)
    reason = (opener.reason if opener else None) or Reason.TEASER
    rule = f"after-{opener.rule}" if opener and opener.rule else "after-end-mark" if opener else "below-article"
    for line in page.lines[end:]:
        if line.open:
            line.remove(reason if not line.is_prose or opener is None or opener.rule else Reason.TEASER, rule)
    page.end = min(page.end, end)


def _find_end(page: Page) -> tuple[int, Line | None]:
    """Return the position behind the article and the line that ends it, None where the page simply stops there."""
    start = first_prose(page)
    region = [line for line in page.region() if line.position >= start]
    lengths = [len(line.folded) if line.open and line.is_prose else 0 for line in region]
    before, after, paragraphs = 0, sum(lengths), 0
    for index, line in enumerate(region):
        # Below a lead or two, with most of the text still to come, such a line does not end the article.
        late = paragraphs > _LEADS or after <= before
        if paragraphs and late and _can_end(line) and not _resumes(region, index):
            return line.position, line
        before, after = before + lengths[index], after - lengths[index]
        paragraphs += lengths[index] > 0
    return page.end, None


def _can_end(line: Line) -> bool:
    """Whether a line is one that ends articles: the beginning of a known tail, or a credit to source or people."""
    if line.role is Role.CREDIT:
        kinds = {entry.kind for entry in line.credit.entries} if line.credit else {line.label}
        return bool(kinds & set(_PLAIN_ENDS))
    return line.opens_tail


def _resumes(region: list[Line], index: int) -> bool:
    """Whether the article goes on behind a box within it: prose follows in the very element of the prose before."""
    here = region[index].raw.ancestors
    parents = {line.raw.ancestors[:-1] for line in region[:index] if line.open and line.is_prose and line.raw.ancestors}
    if not here or here[:-1] in parents:
        return False
    following = [line for line in region[index + 1 :] if line.open and line.is_prose]
    return sum(line.raw.ancestors[:-1] in parents for line in following) >= 2
