"""Which visible line shows the title, and what stands around it: the line above (引题) and the line below (副题)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.ingest.boilerplate.interior import squeezed
from archive.ingest.extractors.stated_titles import MAX, MIN, is_nobodys, plain_title, runs, title_key
from archive.ingest.grammar.words import name_part
from archive.ingest.page import Line, Page
from archive.ingest.records import Reason, Role

_HEADINGS = {"h1": 3.0, "h2": 2.0, "h3": 1.0}
_NAMED = name_part("titles", "title_elements")
_KICKER_NAME = name_part("titles", "kicker_elements")
_SUBTITLE_NAME = name_part("titles", "subtitle_elements")
_DASH = re.compile(r"^(?:—{1,2}|--|――|──)\s?\S")
_HAN = re.compile("[\u3400-\u9fff]{2}")
_FIRM = re.compile("。")
_FIRM_LENGTH = 100
_NOT_TITLE_END = re.compile(r"[。;,、]$")
_ENDS_AS_SENTENCE = re.compile(r"[。;,]$")
_BESIDE = 2  # lines above and below the title that may belong to it
_MIN_RUN = 6
_UNLIKE = 2.0  # what speaks against a line: it is hidden, a link, ends like a sentence


def agreeing_line(page: Page, wanted: Sequence[str], whole: Sequence[str]) -> Line | None:
    """Return the visible line that says what the metadata says, best a heading close above the article.

    wanted: the titles stated, without site and section. whole: the same as they stand.
    """
    keys, parts = {title_key(value) for value in wanted}, {key for value in whole for key in runs(value)}
    full = [title_key(value) for value in whole]
    scored = [(_agreement(line, keys, parts, full), line) for line in page.lines if _can_be_title(line, page)]
    scored = [(score, line) for score, line in scored if score > 0]
    return max(scored, key=lambda pair: (pair[0], -pair[1].position))[1] if scored else None


def _can_be_title(line: Line, page: Page) -> bool:
    usable = line.open or (line.role is Role.REMOVED and line.reason is Reason.NAVIGATION)
    return usable and MIN <= len(line.folded) <= MAX and line.position < max(page.end, 1)


def _agreement(line: Line, keys: set[str], parts: set[str], full: list[str]) -> float:
    bracketed = line.folded[0] in "[(【" or line.folded[-1] == ")"
    text = title_key(plain_title(line.text)) if bracketed else squeezed(line.folded)
    if len(text) < MIN:
        return 0.0
    if text in keys:
        base = 6.0
    elif text in parts and (len(text) >= _MIN_RUN or line.raw.tag in _HEADINGS):
        base = 5.0
    elif any(text in title and len(text) >= 0.5 * len(title) for title in full) or (
        line.raw.tag == "h1" and any(key and key in text for key in keys)
    ):
        base = 4.0
    else:
        return 0.0
    return base + _HEADINGS.get(line.raw.tag, 0.0) + _weight(line)


def _weight(line: Line) -> float:
    named = any(_NAMED.search(name) for name in line.raw.path[-3:])
    against = line.raw.link_density + ("hidden" in line.raw.path) + bool(_ENDS_AS_SENTENCE.search(line.folded))
    return float(named) - _UNLIKE * against


def line_above_article(page: Page) -> Line | None:
    """Return the title of a page without metadata: the last short line above its credits or its first paragraph."""
    head = list(_head(page))
    candidates = [line for line in head if line.open and MIN <= len(line.folded) <= MAX and not _closed(line)]
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
    closed = bool(_NOT_TITLE_END.search(line.folded)) or not _HAN.search(line.folded)
    return closed or line.raw.link_density > 0.8 or is_nobodys(line.folded)


def kicker_line(page: Page, title: Line) -> Line | None:
    """Return the line above the title that its element names as one, such as the pre of 人民网's pages."""
    above = reversed(page.lines[max(0, title.position - _BESIDE) : title.position])
    return next((line for line in above if _belongs(line, title) and _is_named(line, _KICKER_NAME)), None)


def subtitle_line(page: Page, title: Line) -> Line | None:
    """Return the line below the title that is named a subtitle or begins with the dash of one (——记…)."""
    below = page.lines[title.position + 1 : title.position + 1 + _BESIDE]
    return next(
        (
            line
            for line in below
            if _belongs(line, title) and (_is_named(line, _SUBTITLE_NAME) or _DASH.match(line.text))
        ),
        None,
    )


def _is_named(line: Line, pattern: re.Pattern[str]) -> bool:
    around = len(line.raw.ancestors)  # the element's own names stand last
    return around > 0 and any(pattern.search(name) for name in line.raw.path[-2:])


def _belongs(line: Line, title: Line) -> bool:
    """Whether a line beside the title can be a part of it: short, unclaimed, other words, not a sentence or link."""
    usable = line.open and MIN <= len(line.folded) <= MAX and not _closed(line) and line.raw.link_density < 0.5
    return usable and squeezed(line.folded) not in squeezed(title.folded)
