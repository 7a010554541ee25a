"""The title: what metadata, headings and the lines above the article agree on; and the original title it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.boilerplate.interior import squeezed
from archive.ingest.boilerplate.structure import entry_title
from archive.ingest.extractors.evidence import Candidate, best, from_line, from_metadata
from archive.ingest.grammar.credits import Kind
from archive.ingest.grammar.numerals import to_digits
from archive.ingest.page import Line, Page
from archive.ingest.records import Fact, Metadata, Reason, Role
from archive.text.folding import fold

_STATED = (
    "front matter:title",
    "json-ld:headline",
    "meta:og:title",
    "meta:articletitle",
    "meta:twitter:title",
    "meta:title",
    "title",
)
#: [视频] before a title and (13:50) behind it say what kind of entry this is in the site's list.
_MEDIUM = re.compile(r"^[\[(【（](?:视频|图文|组图|图|多图|音频|高清|直播|動圖|影|影片|視頻)[\])】）]\s*(?=\S)")
_CLOCK = re.compile(r"\s*[(（]\d{1,2}:\d{2}[)）]$")
_EXACT = ("front matter:title", "json-ld:headline")
_MIN, _MAX = 4, 100
_HEADINGS = {"h1": 3, "h2": 2, "h3": 1}
_TITLE_NAME = re.compile(r"(?:^|[-_])(?:h?title|tit|headline|arti?titl?e?|subject|bt)(?:$|[-_\d])|title$|headline")
_SEPARATOR = re.compile(r"\s*(?:[_|｜]|\s[-–—－]+\s|[-–—－]{2,}|[-–—－](?=[^-–—－]{2,12}$))\s*")
_SITE_TAIL = re.compile(
    r"(?:网|报|社|台|在线|频道|新闻|客户端|门户|公众号|首页|官网|之窗|论坛|博客|平台|日报|晚报|时报|杂志|中心|com|cn|net|org|hk|tw)$"
)
_SITE_ALONE = re.compile(r"\s*[-–—－_|｜]\s*[^-–—－_|｜]{2,12}$")  # a template whose title was empty
_SECTION_LENGTH = 4  # of a section's name (要闻) that stands before the site's, in characters
_FIRM = re.compile("。")
_FIRM_LENGTH = 100
_NOT_TITLE_END = re.compile(r"[。;,、]$")
_OWN_ENTRY_SHARE = 0.6
_OWN_ENTRY_LEAD = 0.2
_BODY_LOOK = 4_000


def find(page: Page) -> tuple[Fact[str] | None, int | None]:
    """Return the title and the position of the line that shows it; marks that line. Either may be None."""
    stated = [Candidate(_stated_title(entry, page), from_metadata(entry)) for entry in page.values(*_STATED)]
    stated = [candidate for candidate in stated if len(candidate.value) >= _MIN]
    line = _agreeing_line(page, stated) if stated else _line_above_article(page)
    if line is None:
        return best(stated, squeezed_key), None
    line.role = Role.TITLE
    shown = Candidate(_CLOCK.sub("", _MEDIUM.sub("", line.text)), from_line(line))
    preferred = stated[0].evidence.where.startswith("front matter") if stated else False
    return best([*stated, shown] if preferred else [shown, *stated], squeezed_key), line.position


def find_original(page: Page) -> Fact[str] | None:
    """Return the title under which the article first appeared, where the page cites it."""
    found = []
    for line, credit, entry in page.credited(Kind.ORIGINAL_TITLE):
        value = credit.words[slice(*entry.value)].strip(" )）]】《》")
        if value:
            found.append(Candidate(value, from_line(line)))
    return best(found, squeezed_key)


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
    return best([Candidate(line.text[start:end], from_line(line))]), line


def squeezed_key(value: str) -> str:
    """Compare titles without regard to script, blanks and punctuation."""
    return squeezed(fold(value))


def _stated_title(entry: Metadata, page: Page) -> str:
    """Front matter and JSON-LD name the article alone; a web page's title names site and section behind it."""
    value = _MEDIUM.sub("", entry.value)
    return value if entry.name in _EXACT else trim_site(value, page)


def trim_site(title: str, page: Page) -> str:
    """Return a stated title without the names of site and section behind it; empty where they are all there is."""
    if _SITE_ALONE.match(title) and _SITE_TAIL.search(fold(title)):
        return ""
    sites = {squeezed_key(entry.value) for entry in page.values("meta:og:site_name", "meta:application-name")}
    shown = {squeezed(line.folded) for line in page.lines if len(line.folded) <= _MAX}
    whole = title
    while cuts := list(_SEPARATOR.finditer(title)):
        rest = title[: cuts[-1].start()].strip()
        if len(rest) < _MIN or (squeezed_key(title) in shown and squeezed_key(rest) not in shown):
            break
        tail = title[cuts[-1].end() :].strip()
        is_bar = cuts[-1].group().strip()[:1] in ("_", "|", "｜")
        known = squeezed_key(tail) in sites or _SITE_TAIL.search(fold(tail)) or (is_bar and len(tail) <= 12)
        known = known or (title is not whole and len(tail) <= _SECTION_LENGTH)
        if not known:
            break
        title = rest
    return title


def _agreeing_line(page: Page, stated: list[Candidate[str]]) -> Line | None:
    """Return the visible line that says what the metadata says, best a heading close above the article."""
    wanted = [squeezed_key(candidate.value) for candidate in stated]
    whole = [squeezed_key(entry.value) for entry in page.values(*_STATED)]
    scored = [(_agreement(line, wanted, whole), line) for line in page.lines if _can_be_title(line, page)]
    scored = [(score, line) for score, line in scored if score > 0]
    return max(scored, key=lambda pair: (pair[0], -pair[1].position))[1] if scored else None


def _can_be_title(line: Line, page: Page) -> bool:
    usable = line.open or (line.role is Role.REMOVED and line.reason is Reason.NAVIGATION)
    return usable and _MIN <= len(line.folded) <= _MAX and line.position < max(page.end, 1)


def _agreement(line: Line, wanted: list[str], whole: list[str]) -> float:
    text = squeezed(line.folded)
    if len(text) < _MIN:
        return 0.0
    part = any(text in title and len(text) >= 0.5 * len(title) for title in whole)
    longer = line.raw.tag == "h1" and any(title and title in text for title in wanted)
    if text in wanted:
        base = 6.0
    elif part or longer:
        base = 4.0
    else:
        return 0.0
    named = any(_TITLE_NAME.search(name) for name in line.raw.path[-3:])
    return base + _HEADINGS.get(line.raw.tag, 0) + named - 2 * line.raw.link_density


def _line_above_article(page: Page) -> Line | None:
    """Return the title of a page without metadata: the last short line above its credits or its first paragraph."""
    head = list(_head(page))
    candidates = [line for line in head if line.open and _MIN <= len(line.folded) <= _MAX and not _closed(line)]
    credit = next((line.position for line in head if line.role is Role.CREDIT), None)
    headings = [line for line in candidates if line.raw.tag == "h1"]
    if headings:
        return headings[0]
    if credit is None:
        return max(candidates, key=lambda line: (len(line.folded), -line.position)) if candidates else None
    above = [line for line in candidates if line.position < credit]
    below = [line for line in candidates if line.position > credit]
    return above[-1] if above else below[0] if below else None


def _head(page: Page) -> Iterator[Line]:
    """Yield the lines down to the first one that is a paragraph beyond doubt."""
    for line in page.lines:
        if line.open and line.position >= page.start and (_FIRM.search(line.folded) or len(line.folded) > _FIRM_LENGTH):
            return
        yield line


def _closed(line: Line) -> bool:
    return bool(_NOT_TITLE_END.search(line.folded)) or line.raw.link_density > 0.8


def _scored_entries(page: Page, body: str) -> Iterator[tuple[float, Line, tuple[int, int]]]:
    for line in page.lines:
        span = entry_title(line) if line.rule == "dated-list" else None
        if span:
            words = squeezed(to_digits(line.folded[slice(*span)]))
            pairs = [words[at : at + 2] for at in range(len(words) - 1)]
            if len(pairs) >= _MIN:
                yield sum(pair in body for pair in pairs) / len(pairs), line, span
