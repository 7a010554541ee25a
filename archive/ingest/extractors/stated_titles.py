"""What a page states as its title, without the names of site and section that web pages put around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.ingest.boilerplate.interior import squeezed
from archive.ingest.grammar.words import ends_with, whole
from archive.ingest.page import Page
from archive.ingest.records import Metadata
from archive.text.folding import fold

MIN, MAX = 4, 100
#: [视频] before a title and (13:50) behind it say what kind of entry this is in the site's list.
_MEDIUM = re.compile(r"^[\[(【（](?:视频|图文|组图|图|多图|音频|高清|直播|動圖|影|影片|視頻|圖|圖輯)[\])】）]\s*(?=\S)")
_CLOCK = re.compile(r"\s*[(（]\d{1,2}:\d{2}[)）]$")
_EXACT = ("front matter", "json-ld", "list", "wechat", "state")
_SEPARATOR = re.compile(r"\s*(?:[_|｜]|\s[-–—－·•]\s|[-–—－]{2,}|[-–—－](?=[^-–—－]{2,12}$)|\s[-–—－](?=\S{2,16}$))\s*")
_LEAD = re.compile(r"^(.{2,16}?)\s[-–—－]\s+(?=.{8})")
_SITE_TAIL = ends_with("titles", "site_ends")
_STAMP = re.compile(r"^\d{6,8}$|^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$")
_SITE_ALONE = re.compile(r"\s*[-–—－_|｜]\s*[^-–—－_|｜]{2,12}$")  # a template whose title was empty
_SECTION_LENGTH = 4  # of a section's name (要闻) that stands before the site's, in characters
_NOBODYS = whole("titles", "nobodys", r"\W*")
_MAX_SEGMENTS = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a title from the words around it. sites: the page's names; shown: its short lines, all as keys."""

    sites: frozenset[str]
    shown: frozenset[str]


def known_of(page: Page) -> Known:
    """Return what helps with all titles that a page states."""
    sites = page.values("meta:og:site_name", "meta:application-name")
    shown = (squeezed(line.folded) for line in page.lines if MIN <= len(line.folded) <= MAX)
    return Known(frozenset(title_key(entry.value) for entry in sites), frozenset(shown))


def stated_title(entry: Metadata, known: Known) -> str:
    """Return the title that an entry states; empty where it states none.

    Front matter and JSON-LD name the article alone; a web page's title names site and section behind it.
    """
    value = plain_title(entry.value)
    if is_nobodys(fold(value)):
        return ""
    return value if entry.name.split(":")[0] in _EXACT else plain_title(trim_site(value, known))


def is_nobodys(folded: str) -> bool:
    """Whether these words are no title: a template's, a gate's, the name of a host."""
    return bool(_NOBODYS.match(folded))


def plain_title(value: str) -> str:
    """Return a title without the kind of entry before it and the time of day behind it."""
    return _CLOCK.sub("", _MEDIUM.sub("", value))


def title_key(value: str) -> str:
    """Compare titles without regard to script, blanks and punctuation."""
    return squeezed(fold(value))


def runs(value: str) -> set[str]:
    """Return the keys of every run of parts between separators: one of them is the title alone."""
    cuts = list(_SEPARATOR.finditer(value))[:_MAX_SEGMENTS]
    begins, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(value)]
    return {
        title_key(value[begin:end])
        for number, begin in enumerate(begins)
        for end in ends[number:]
        if end - begin >= MIN
    }


def trim_site(title: str, known: Known) -> str:
    """Return a stated title without the names of site and section around it; empty where they are all there is."""
    if _SITE_ALONE.match(title) and _SITE_TAIL.search(fold(title)):
        return ""
    whole = title
    while cuts := list(_SEPARATOR.finditer(title)):
        rest = title[: cuts[-1].start()].strip()
        if len(rest) < MIN or (title_key(title) in known.shown and title_key(rest) not in known.shown):
            break
        tail = title[cuts[-1].end() :].strip()
        is_bar = cuts[-1].group().strip()[:1] in ("_", "|", "｜")
        is_name = _is_site(tail, known.sites) or (is_bar and len(tail) <= 12) or _STAMP.match(tail)
        if not is_name and not (title is not whole and len(tail) <= _SECTION_LENGTH):
            break
        title = rest
    return _without_lead(title, known) if title is not whole else title


def _is_site(words: str, sites: frozenset[str]) -> bool:
    return title_key(words) in sites or bool(_SITE_TAIL.search(fold(words)))


def _without_lead(title: str, known: Known) -> str:
    """Cut site and section before the title, as in 远汀即时新闻 - 时事 - X, where the site also stood behind it."""
    whole = title
    while (lead := _LEAD.match(title)) and title_key(title) not in known.shown:
        if not _is_site(lead[1], known.sites) and (title is whole or len(lead[1]) > _SECTION_LENGTH):
            break
        title = title[lead.end() :]
    return title
