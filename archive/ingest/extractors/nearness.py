"""Where lines stand, seen from the article: beside its title, below its end, or in what the site wraps around it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.grammar.words import contains
from archive.ingest.page import Line, Page
from archive.ingest.records import Role

_ABOVE = 8  # lines above the title, or above the article where no line shows a title, that belong to it
_MOST = 30  # lines between title and article; what is longer is a page of something else
_FOOT = 12
_ENDING = 4  # last lines of the article, where notices are signed
_CLOSE = 2
_WHOLE = 0.8  # share of the page's lines that a container holds which is the page itself
_CHROME = contains("dates", "chrome")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines around the article's text. head: those that may state facts, the nearest to the title first.

    foot: the lines below the article's end. ending: its last lines. title: the line that shows the title, if one does.
    """

    title: Line | None
    head: tuple[Line, ...]
    ending: tuple[Line, ...]
    foot: tuple[Line, ...]


def surroundings(page: Page) -> Surroundings:
    """Return what stands around the article once its lines have their roles."""
    title = next((line for line in page.lines if line.role is Role.TITLE), None)
    body = [line for line in page.lines if line.role in (Role.PARAGRAPH, Role.HEADING)]
    first = next((line.position for line in body if line.is_prose), body[0].position if body else None)
    last = body[-1].position if body else None
    end = len(page.lines) if last is None else last + 1
    return Surroundings(
        title,
        tuple(line for line in _head(page, title, first) if not is_chrome(line)),
        tuple(body[-_ENDING:]),
        tuple(line for line in page.lines[end : end + _FOOT] if not is_chrome(line)),
    )


def _head(page: Page, title: Line | None, first: int | None) -> list[Line]:
    if title is None or (first is not None and title.position > first):
        end = page.start if first is None else first
        return list(reversed(page.lines[max(0, end - _ABOVE) : end]))
    end = title.position + _MOST if first is None else min(first, title.position + _MOST)
    above = page.lines[max(0, title.position - _ABOVE) : title.position]
    return [*page.lines[title.position + 1 : end], *reversed(above)]


def is_chrome(line: Line) -> bool:
    """Whether the names around a line say that it belongs to the site: weather, calendar, ranking, player."""
    return bool(_CHROME.search(" ".join(line.raw.path[-5:])))


def is_apart(line: Line, title: Line | None, page: Page) -> bool:
    """Whether a line above the title shares nothing with it but the page: there stands the masthead."""
    if title is None or line.position > title.position or title.position - line.position <= _CLOSE:
        return False
    shared = [number for number in line.raw.ancestors if number in title.raw.ancestors]
    if not shared:
        return page.has_layout
    within = sum(shared[-1] in other.raw.ancestors for other in page.lines)
    return within >= _WHOLE * len(page.lines)
