"""Furniture known by its shape: menus, lists with dates, lines that are mostly links."""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.ingest.grammar.moments import find_moments
from archive.ingest.page import Line, Page
from archive.ingest.records import Reason

_BAR = re.compile(r"[|│┃>»›]")
_BARS = re.compile(r"\s*[|│┃·•>»›/]\s*|\s{2,}|\s-\s")
_PUNCTUATED = re.compile(r"[。,!?;:、\d]")
_MENU_ITEMS = 4
_MENU_ITEM_LENGTH = 10
_LIST_LINES = 3
_LIST_LINE_LENGTH = 120
_BULLET = re.compile(r"^(?:[-*·•■◆●▪>]|\d{1,2}[.、)])\s*")


def is_menu(folded: str) -> bool:
    """Whether a line is a row of short words between bars: 要闻 | 原创 | 文旅 | 金融."""
    if len(folded) > 600 or len(_BAR.findall(folded)) < _MENU_ITEMS - 2 or "。" in folded:
        return False
    items = [item for item in _BARS.split(folded) if item.strip()]
    short = [item for item in items if len(item) <= _MENU_ITEM_LENGTH]
    return len(items) >= _MENU_ITEMS and len(short) >= 0.8 * len(items)


def is_spaced_menu(folded: str) -> bool:
    """Whether a line is a row of short words between blanks: 首页 新闻 财经 体育 娱乐."""
    items = folded.split(" ")
    return len(items) >= 6 and all(len(item) <= 6 for item in items) and not _PUNCTUATED.search(folded)


def mark_menus(page: Page) -> None:
    """Remove rows of links, wherever they stand."""
    for line in page.lines:
        if line.open and (is_menu(line.folded) or is_spaced_menu(line.folded)):
            line.remove(Reason.NAVIGATION, "menu-row")


def mark_link_lines(page: Page) -> None:
    """Remove lines that are nothing but links to elsewhere, three or more in a row."""
    for run in _runs(page.lines, lambda line: line.raw.link_density > 0.8 and not line.is_prose):
        if len(run) >= _LIST_LINES:
            for line in run:
                line.remove(Reason.NAVIGATION, "link-list")


def mark_dated_lists(page: Page) -> None:
    """Remove lists of other articles, known by a date at the edge of every line, three or more in a row."""
    for run in _runs(page.lines, _is_dated_entry):
        if len(run) >= _LIST_LINES:
            for line in run:
                line.remove(Reason.RELATED, "dated-list")
            run[0].opens_tail = True


def entry_title(line: Line) -> tuple[int, int] | None:
    """Return where the title of a dated list entry stands in the line's text, None if there is no date at its edge."""
    bullet = _BULLET.match(line.folded)
    start, end = (bullet.end() if bullet else 0), len(line.folded)
    for moment in find_moments(line.folded):
        if moment.end >= len(line.folded.rstrip(" )]】")):
            return start, len(line.folded[: moment.start].rstrip(" ([【"))
        if moment.start <= start + 1:
            return len(line.folded) - len(line.folded[moment.end :].lstrip(" )]】")), end
    return None


def _is_dated_entry(line: Line) -> bool:
    if len(line.folded) > _LIST_LINE_LENGTH or line.folded.endswith("。"):
        return False
    span = entry_title(line)
    return span is not None and span[1] - span[0] >= 4


def _runs(lines: list[Line], wanted: Callable[[Line], bool]) -> list[list[Line]]:
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line.open and wanted(line):
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
