"""What is left between the edges: captions and doubled titles go, headings are told from paragraphs."""

from __future__ import annotations

import re
from collections import Counter

from archive.ingest.page import Line, Page
from archive.ingest.records import Reason, Role

_MAX_HEADING = 45
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAPTION_NAMES = re.compile(
    r"caption|(?:ima?ge?|pic|photo|slide)[-_]?(?:desc|note|tips?|info|title|text|intro|remark|explain|wrap(?:per)?)|slide_cap|slidetitle"
)
_CLOSED = re.compile(r"[。;,、:…]$")
_PHOTO_LINE = re.compile(r"(?:摄|供图|资料图片?|截图)[)\]】]?[。]?$")
_MAX_PHOTO_LINE = 120
_SHOWN = re.compile(r"^(?:[▲△▼◎↑↓]|图为|图说[:：]|[上下左右]图[为:]|图[一二三四五六七八九\d]{1,2}[:.、])")
_MAX_COMPARED = 200_000  # characters, and
_MAX_COMPARED_LINES = 500  # lines; longer texts are not searched for repetitions, which costs their product
_MIN_SUMMARY = 15
_MIN_REPEATED = 40  # shorter ones may be the same question to several people
_VERBATIM = frozenset(("pre", "code", "td", "th"))
_MEDIUM = re.compile(r"^[\[(【](?:视频|图文|组图|多图|高清|音频|直播)[\])】]\s*")
_LINKS = 0.7  # share of characters inside links
_LISTED = 4  # summaries below links that make a list,
_NEARLY_ALL = 0.8  # and their share of all
_FURNISHED = 0.3  # share of a page's words; of a page of names or verse more is left
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
    """Remove further lines that only say the title again, [视频] before it or not. title: folded."""
    wanted = squeezed(_MEDIUM.sub("", title)) if title else ""
    for line in page.lines:
        if line.open and len(wanted) >= 4 and squeezed(_MEDIUM.sub("", line.folded[:400])) == wanted:
            line.remove(Reason.DUPLICATE_TITLE, "repeated-title")


def drop_repeated_text(page: Page) -> None:
    """Remove a summary above the article that its text says again, and paragraphs that come a second time."""
    lines = [line for line in page.region() if line.open]
    texts = [squeezed(line.folded) for line in lines]
    if len(lines) > _MAX_COMPARED_LINES or sum(map(len, texts)) > _MAX_COMPARED:
        return
    whole, times, kept = "\n".join(texts), Counter(texts), set[str]()
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        is_summary = number < _SUMMARY_LINES and len(text) >= _MIN_SUMMARY and whole.count(text) > times[text]
        is_double = (
            len(text) >= _MIN_REPEATED and text in kept and line.raw.tag not in _VERBATIM and not _is_caption(line)
        )
        if line.is_prose and (is_summary or is_double):
            line.remove(Reason.WIDGET, "repeated-text")
        kept.add(text)


def _may_repeat(line: Line) -> bool:
    """Whether a line is of a kind that says the same twice: code, tables, the captions of a series of pictures."""
    return line.raw.tag in _VERBATIM or _is_caption(line)


def drop_boxed_links(page: Page) -> None:
    """Remove the links below the heading of a box within the article, 延伸阅读 and its like; the text goes on."""
    in_box = False
    for line in page.region():
        if line.open and in_box and line.raw.link_density > _LINKS and not line.is_prose:
            line.remove(Reason.RELATED, "boxed-link")
        elif line.role is Role.REMOVED and line.reason is Reason.RELATED:
            in_box = True
        elif line.in_body:
            in_box = False


def drop_trailing_fragments(page: Page) -> None:
    """Remove short scraps behind the last sentence, such as 客户端下载; signatures, dates and lists stay."""
    for line in reversed(page.region()):
        if not line.open:
            continue
        if len(line.folded) > _MAX_FRAGMENT or line.is_prose or line.ends_sentence or _KEPT_LAST.search(line.folded):
            return
        line.remove(Reason.WIDGET, "trailing-fragment")


def drop_teaser_list(page: Page) -> None:
    """Remove the summaries of a page that lists articles: nearly each stands below its own link."""
    region = page.region()
    summaries = [line for line in region if line.open and line.worth]
    below_links = [line for line in summaries if line.position and _is_link(page.lines[line.position - 1])]
    if len(below_links) >= _LISTED and len(below_links) >= _NEARLY_ALL * len(summaries):
        for line in region:
            if line.open:
                line.remove(Reason.TEASER, "teaser-list")


def drop_wordless(page: Page) -> None:
    """Remove the scraps of a page that holds no running text and is mostly furniture: a list, an error, a login."""
    left = [line for line in page.lines if line.open]
    if any(line.worth for line in page.lines if line.in_body):
        return
    words = sum(len(line.folded) for line in page.lines)
    if sum(len(line.folded) for line in left) < _FURNISHED * words:
        for line in left:
            line.remove(Reason.NAVIGATION, "no-running-text")


def _is_link(line: Line) -> bool:
    return line.raw.link_density > _LINKS and not line.is_prose


def mark_captions(page: Page) -> None:
    """Take picture captions out of the running text; of a picture story, whose captions are the text, they stay."""
    captions = [line for line in page.region() if line.open and _is_caption(line)]
    words = sum(len(line.folded) for line in captions)
    other = sum(line.worth for line in page.region()) - sum(line.worth for line in captions)
    if other == 0 or (len(captions) > 1 and words > other):
        return
    for line in captions:
        line.role = Role.CAPTION


def _is_caption(line: Line) -> bool:
    if line.raw.tag == "figcaption" or _CAPTION_NAMES.search(" ".join(line.raw.path[-2:])):
        return True
    short = len(line.folded) <= _MAX_PHOTO_LINE
    return short and bool(_PHOTO_LINE.search(line.folded) or _SHOWN.match(line.folded))


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
