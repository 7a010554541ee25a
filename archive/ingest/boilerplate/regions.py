"""Where in a web page the article stands: the container whose blocks read most like news.

After the idea of Arc90's readability (2009): each paragraph's points go to its container and, fading, to the
containers around it; then the container grows outwards while that gains prose and few links. Points come from
Chinese punctuation, since blanks separate nothing here.
"""

from __future__ import annotations

import re
from collections import defaultdict

from archive.ingest.page import Line, Page

_LEVELS = 4  # containers above a paragraph that share its points
_FADE = (1.0, 0.7, 0.3, 0.1)
_MAX_POINTS = 12.0
_GOOD_NAME = re.compile(
    r"article|content|detail|main|text|body|post|entry|story|news|trs_editor|zoom|artibody|paragraph|cont(?:ent)?$"
)
_BAD_NAME = re.compile(
    r"comment|footer|foot$|sidebar|side-|related|relat|recommend|tuijian|hot(?:news|list|-|_|$)|rank|nav|menu|share|copyright|"
    r"crumb|banner|advert|\bads?\b|ad[-_]|login|search|toolbar|pagination|widget|promo|subscri|breadcrumb|hidden|popup|"
    r"modal|tags?$|disclaimer|statement|caption|morelist|list$"
)
_ABOVE_TITLE = 0.3
_SOLID = 8.0  # points of one good paragraph
_OUTWEIGHED = 5.0  # the first container below the title is taken unless the best one has so many times its points
_GAIN = 1.15  # a larger container must hold this much more prose to be taken


def narrow(page: Page, title: int | None) -> None:
    """Narrow page.start and page.end to the container of the article. Plain text keeps all its lines.

    title: position of the line that shows the title, if one does; articles stand below their title.
    """
    if not page.has_layout:
        return
    points = {line.position: _points(line, title) for line in page.lines}
    container = _best_container(page.lines, points, title)
    if container is None:
        return
    container = _grown(container, page.lines, points, title)
    positions = [line.position for line in page.lines if container in line.raw.ancestors]
    page.start, page.end = positions[0], positions[-1] + 1


def _points(line: Line, title: int | None) -> float:
    """Return how much a line reads like a paragraph of news."""
    if not line.open or not line.is_prose or line.raw.link_density > 0.4:
        return 0.0
    base = min(_MAX_POINTS, 1 + 0.5 * line.commas + len(line.folded) / 60)
    names = " ".join(line.raw.path[-12:])
    if _BAD_NAME.search(" ".join(line.raw.path[-4:])):
        base *= 0.3
    elif _GOOD_NAME.search(names):
        base *= 1.2
    if line.raw.tag in ("li", "td", "dd", "dt"):
        base *= 0.7
    if title is not None and line.position < title:
        base *= _ABOVE_TITLE
    return base * (1 - line.raw.link_density)


def _best_container(lines: list[Line], points: dict[int, float], title: int | None) -> int | None:
    """Return the container with the most points, but of a stream of articles the first below the title."""
    totals = _totals(lines, points)
    if not totals:
        return None
    best = max(totals, key=lambda number: totals[number])
    for line in lines[title + 1 :] if title is not None else ():
        inner = [number for number in reversed(line.raw.ancestors) if totals.get(number, 0) >= _SOLID]
        if points[line.position] and inner:
            near = max(inner[:_LEVELS], key=lambda number: totals[number])
            return near if totals[best] < _OUTWEIGHED * totals[near] else best
    return best


def _totals(lines: list[Line], points: dict[int, float]) -> dict[int, float]:
    totals: dict[int, float] = defaultdict(float)
    for line in lines:
        worth = points[line.position]
        if worth:
            # The innermost element is the paragraph itself; text set directly in a container counts for it too.
            for level, number in enumerate(reversed(line.raw.ancestors[-_LEVELS - 1 :])):
                totals[number] += worth * (0.5 if level == 0 else _FADE[level - 1])
    return totals


def _grown(container: int, lines: list[Line], points: dict[int, float], title: int | None) -> int:
    """Take the next larger containers while they bring more of the same prose and not a page of links.

    The first container that holds the title as well is the largest: around it stand other articles.
    """
    around = next(line.raw.ancestors for line in lines if container in line.raw.ancestors)
    with_title = lines[title].raw.ancestors if title is not None else ()
    chosen = container
    for candidate in reversed(around[: around.index(container)]):
        if chosen in with_title:
            break
        if _prose(candidate, lines, points) < _GAIN * _prose(chosen, lines, points):
            continue
        if _link_share(candidate, lines) > max(0.25, 1.5 * _link_share(chosen, lines)):
            break
        chosen = candidate
    return chosen


def _prose(container: int, lines: list[Line], points: dict[int, float]) -> float:
    return sum(points[line.position] for line in lines if container in line.raw.ancestors)


def _link_share(container: int, lines: list[Line]) -> float:
    inside = [line for line in lines if container in line.raw.ancestors]
    characters = sum(len(line.text) for line in inside)
    return sum(len(line.text) * line.raw.link_density for line in inside) / max(1, characters)
