"""Where the article begins and ends: its title and credit lines above, its end mark or the first known tail below."""

from __future__ import annotations

import re
from collections import Counter

from archive.ingest.boilerplate.rules import takes_sentences
from archive.ingest.grammar.credits import Kind, label_alone, parse_credit
from archive.ingest.page import Line, Page
from archive.ingest.records import Reason, Role

_HEAD_LINES = 12  # lines above the article in which a web page's credit lines are looked for
_FOOT_LINES = 12
_LABEL_VALUE = 30
_PLAIN_ENDS = (Kind.SOURCE, Kind.AUTHOR, Kind.EDITOR)
_LEADS = 2  # paragraphs that may stand above a credit line that does not end the article, while most is to come
_LEADS_BEFORE_TAIL = 6  # the same above a box of related articles
_MOST = 3  # times the text above: so much text cannot stand below the editors' line or a related heading
_HALF = 0.5  # share of the text above that must follow below a box of related articles in plain text
_MUCH = 250  # characters that must follow there below a longer text
_REST = 0.2  # share of the text above that must follow in its very container for the article to go on behind a box
_DOUBTFUL = (Reason.COPYRIGHT, Reason.FOOTER, Reason.SHARE, Reason.WIDGET, Reason.RELATED, Reason.IMAGE)
_LONG = 40  # characters; shorter sentences are what the rule says
_MAX_BOXES = 60  # lines within the text that look like its end; the next one is taken for it
_FEW = 50  # characters of prose that must follow
#: What every credit line holds: a colon or bar, a date, or the word for a trade. Most lines of a page have none.
_CREDIT_HINT = re.compile(
    r"[:/丨|]|\d{4}|[〇零一二三四五六七八九]年|民国|记者|通讯员|实习生|编辑|责编|来源|作者|撰|标题|采写|供稿|文字"
)
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
        elif line.open and _CREDIT_HINT.search(line.folded):
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


def restore_sentences(page: Page) -> None:
    """Give back long sentences that a rule took from the midst of the text: news on QR codes, hotlines, copyright.

    A rule for sentences is right at the article's edge; where the text goes on below in the same container, and for
    copyright has begun above it, the sentence is news.
    """
    below: Counter[tuple[int, ...]] = Counter()
    above: Counter[tuple[int, ...]] = Counter()
    is_web = page.has_layout
    for line in page.region():
        below[line.raw.ancestors[:-1]] += _prose(line)
    for line in page.region():
        home = line.raw.ancestors[:-1]
        doubtful = line.reason in _DOUBTFUL and takes_sentences(line.rule) and line.is_prose
        enough = below[home] > (_FEW if is_web else max(_FEW, above[home]))
        begun = above[home] > 0 or line.reason is not Reason.COPYRIGHT
        below[home] -= _prose(line)
        if doubtful and len(line.folded) >= _LONG and enough and begun:
            line.restore()
        above[home] += _prose(line)


def _prose(line: Line) -> int:
    """Return the characters of a line that is prose and not removed, else 0."""
    return len(line.folded) if line.in_body and line.is_prose else 0


def first_prose(page: Page) -> int:
    """Return the position of the article's first sentence line, or page.end where there is none."""
    return next((line.position for line in page.region() if line.in_body and line.is_prose), page.end)


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
    is_web, above, paragraphs, boxes = page.has_layout, 0, 0, 0
    below = sum(_prose(line) for line in region)
    for index, line in enumerate(region):
        if paragraphs and _can_end(line):
            goes_on = _goes_on(region, index, above) if is_web else _runs_on(line, above, below, paragraphs)
            if boxes >= _MAX_BOXES or not goes_on:
                return line.position, line
            boxes += 1
        length = _prose(line)
        above, below, paragraphs = above + length, below - length, paragraphs + (length > 0)
    return page.end, None


def _can_end(line: Line) -> bool:
    """Whether a line is one that ends articles: the beginning of a known tail, or a credit to source or people."""
    if line.role is Role.CREDIT:
        kinds = {entry.kind for entry in line.credit.entries} if line.credit else {line.label}
        return bool(kinds & set(_PLAIN_ENDS))
    return line.role is Role.REMOVED and line.opens_tail


def _runs_on(line: Line, above: int, below: int, paragraphs: int) -> bool:
    """Whether a plain text continues below a line that looks like its end, early on and with much still to come.

    above, below: characters of prose on either side of the line. paragraphs: the lines that hold those above.
    """
    leads = _LEADS if line.role is Role.CREDIT else _LEADS_BEFORE_TAIL
    share = _HALF if line.reason is Reason.RELATED else 1
    return paragraphs <= leads and below > share * above


def _goes_on(region: list[Line], index: int, above: int) -> bool:
    """Whether a web page's article continues below a line that looks like its end: a box in it, a byline on top.

    above: characters of prose above the line.
    """
    following = [line for line in region[index + 1 :] if _prose(line)]
    if _largest(following) > (_MOST if _is_firm(region[index]) else 1) * above:
        return True
    containers = {line.raw.ancestors[:-1] for line in region[:index] if _prose(line)}
    at_home = [line for line in following if line.raw.ancestors[:-1] in containers and line.raw.link_density < 0.5]
    rest = _REST * above if region[index].reason is Reason.COPYRIGHT else min(_REST * above, _MUCH)
    return sum(len(line.folded) for line in at_home) > rest


def _largest(lines: list[Line]) -> int:
    """Return the characters of prose in the one container that holds most; teasers have a container each."""
    totals: Counter[tuple[int, ...]] = Counter()
    for line in lines:
        totals[line.raw.ancestors[:-1]] += len(line.folded)
    return max(totals.values(), default=0)


def _is_firm(line: Line) -> bool:
    """Whether a line nearly always ends an article; a byline or a source may stand above the text as well."""
    return line.role is not Role.CREDIT or (
        line.credit is not None and any(entry.kind is Kind.EDITOR for entry in line.credit.entries)
    )
