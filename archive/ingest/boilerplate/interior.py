"""What is left between the edges: captions and doubled titles go, headings are told from paragraphs."""

from __future__ import annotations

import re
from collections import Counter

from archive.ingest.page import Line, Page
from archive.ingest.records import Reason, Role

_MAX_HEADING = 45
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAPTION_NAMES = re.compile(r"caption|figcaption|img-?(?:desc|note|tip)|pic-?(?:desc|note|info)|photo-?(?:desc|note)")
_CLOSED = re.compile(r"[。;,、:…]$")
_PHOTO_LINE = re.compile(r"(?:摄|供图|资料图片?|截图)[)\]】]?[。]?$")
_MAX_PHOTO_LINE = 120
_SHOWN = re.compile(r"^(?:[▲△▼◎↑↓]|图为|图说[:：]|[上下左右]图[为:]|图[一二三四五六七八九\d]{1,2}[:.、])")
_MAX_COMPARED = 200_000  # characters, and
_MAX_COMPARED_LINES = 500  # lines; longer texts are not searched for repetitions, which costs their product
_MIN_REPEATED = 15
_SUMMARY_LINES = 2
_MAX_FRAGMENT = 20
_KEPT_LAST = re.compile(
    r"\d日$|[年月]\d{1,2}|[局厅部委院会府署办室处科所队站司社校团行厂]$|^[\d一二三四五六七八九十]+[.、)]|^[-*•·]|[”」』)]$"
)
_IGNORED = re.compile(r"[\W_]+")


def squeezed(folded: str) -> str:
    """Return folded text without blanks and punctuation, for comparing titles."""
    return _IGNORED.sub("", folded)


def drop_repeated_title(page: Page, title: str | None) -> None:
    """Remove further lines that only say the title again. title: folded."""
    wanted = squeezed(title) if title else ""
    for line in page.lines:
        if line.open and len(wanted) >= 4 and squeezed(line.folded[:400]) == wanted:
            line.remove(Reason.DUPLICATE_TITLE, "repeated-title")


def drop_repeated_text(page: Page) -> None:
    """Remove a summary above the article that its text says again, and paragraphs that come a second time."""
    lines = [line for line in page.region() if line.open]
    texts = [squeezed(line.folded) for line in lines]
    if len(lines) > _MAX_COMPARED_LINES or sum(map(len, texts)) > _MAX_COMPARED:
        return
    whole, times, kept = "\n".join(texts), Counter(texts), set[str]()
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        is_summary = number < _SUMMARY_LINES and whole.count(text) > times[text]
        if line.is_prose and len(text) >= _MIN_REPEATED and (is_summary or text in kept):
            line.remove(Reason.WIDGET, "repeated-text")
        kept.add(text)


def drop_trailing_fragments(page: Page) -> None:
    """Remove short scraps behind the last sentence, such as 客户端下载; signatures, dates and lists stay."""
    for line in reversed(page.region()):
        if not line.open:
            continue
        if len(line.folded) > _MAX_FRAGMENT or line.is_prose or line.ends_sentence or _KEPT_LAST.search(line.folded):
            return
        line.remove(Reason.WIDGET, "trailing-fragment")


def mark_captions(page: Page) -> None:
    """Take picture captions out of the running text."""
    for line in page.region():
        if not line.open:
            continue
        named = line.raw.tag == "figcaption" or _CAPTION_NAMES.search(" ".join(line.raw.path[-2:]))
        photo = len(line.folded) <= _MAX_PHOTO_LINE and _PHOTO_LINE.search(line.folded)
        shown = len(line.folded) <= _MAX_PHOTO_LINE and _SHOWN.match(line.folded)
        if named or photo or shown:
            line.role = Role.CAPTION


def mark_headings(page: Page) -> None:
    """Tell headings from paragraphs: short, not a sentence, with a paragraph still to come."""
    following = False
    for line in reversed(page.region()):
        if not line.open:
            continue
        line.role = Role.HEADING if following and _is_heading(line) else Role.PARAGRAPH
        following = following or line.is_prose


def _is_heading(line: Line) -> bool:
    if line.raw.tag in _HEADING_TAGS:
        return True
    return len(line.folded) <= _MAX_HEADING and not line.is_prose and not _CLOSED.search(line.folded)
