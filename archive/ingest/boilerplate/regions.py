"""Where in a web page the article stands: the container whose blocks read most like news.

After the idea of Arc90's readability (2009): each paragraph's points go to its container and, fading, to the
containers around it; then the container grows outwards while that gains prose and few links. Points come from
Chinese punctuation, since blanks separate nothing here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from archive.ingest.boilerplate.places import place_of
from archive.ingest.page import Line, Page

_LEVELS = 4  # containers above a paragraph that share its points
_FADE = (1.0, 0.7, 0.3, 0.1)
_MAX_POINTS = 12.0
_GOOD_NAME = re.compile(
    r"article|content|detail|main|text|body|post|entry|story|news|trs_editor|zoom|artibody|paragraph|cont(?:ent)?$"
)
_ABOVE_TITLE = 0.3
_SOLID = 8.0  # points of one good paragraph
_OUTWEIGHED = 5.0  # the first container below the title is taken unless the best one has so many times its points
_SCRAPS = 15  # lines without a sentence that part two runs of prose
_PART = 0.2
_GAIN = 1.06  # a larger container must hold this much more prose to be taken


def narrow(page: Page, title: int | None) -> None:
    """Narrow page.start and page.end to where the article stands: a web page's container, a plain text's run of prose.

    title: position of the line that shows the title, if one does; articles stand below their title.
    """
    if not page.has_layout:
        _narrow_to_run(page, title)
        return
    points = {line.position: _points(line, title) for line in page.lines}
    container = _best_container(page.lines, points, title)
    if container is None:
        return
    container = _grown(container, page.lines, points, title)
    positions = [line.position for line in page.lines if container in line.raw.ancestors]
    page.start, page.end = positions[0], positions[-1] + 1


def _narrow_to_run(page: Page, title: int | None) -> None:
    """In the dump of a page, take the run of prose that holds most; long stretches of scraps part the runs.

    Lists within an article part it, too: runs beside the best one stay while they hold a fifth as much.
    """
    runs: list[list[Line]] = []
    for line in page.lines:
        if line.worth and (title is None or line.position > title):
            if not runs or line.position - runs[-1][-1].position > _SCRAPS:
                runs.append([])
            runs[-1].append(line)
    if len(runs) < 2:
        return
    worth = [sum(line.worth for line in run) for run in runs]
    first = last = worth.index(max(worth))
    while first > 0 and worth[first - 1] >= _PART * max(worth):
        first -= 1
    while last + 1 < len(runs) and worth[last + 1] >= _PART * max(worth):
        last += 1
    page.start = runs[first][0].position if title is None or first > 0 else title
    page.end = runs[last][-1].position + 1 + _SCRAPS


def _points(line: Line, title: int | None) -> float:
    """Return how much a line reads like a paragraph of news."""
    if not line.in_body or not line.is_prose or line.raw.link_density > 0.4:
        return 0.0
    base = min(_MAX_POINTS, 1 + 0.5 * line.commas + len(line.folded) / 60)
    names = " ".join(line.raw.path[-12:])
    if place_of(line.raw.path[-4:]):
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
    held = _contents(around, lines, points)
    chosen = container
    for candidate in reversed(around[: around.index(container)]):
        if chosen in with_title:
            break
        if held[candidate].prose < _GAIN * held[chosen].prose:
            continue
        if held[candidate].link_share > max(0.25, 1.5 * held[chosen].link_share):
            break
        chosen = candidate
    return chosen


@dataclass(slots=True)
class _Content:
    """What one container holds: points of prose, characters, characters inside links."""

    prose: float = 0.0
    characters: int = 0
    linked: float = 0.0

    @property
    def link_share(self) -> float:
        return self.linked / max(1, self.characters)


def _contents(containers: tuple[int, ...], lines: list[Line], points: dict[int, float]) -> dict[int, _Content]:
    """Return what each of the containers, one within the other, holds."""
    held = {number: _Content() for number in containers}
    for line in lines:
        for number in line.raw.ancestors:
            content = held.get(number)
            if content is None:
                break  # further in, it stands beside them
            content.prose += points[line.position]
            content.characters += len(line.text)
            content.linked += len(line.text) * line.raw.link_density
    return held
