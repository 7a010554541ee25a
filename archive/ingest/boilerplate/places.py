"""Furniture known by the names of the elements around it: share bars, players, lists of other articles.

The names stand in data/boilerplate.toml. Builders call their articles share-content and comment-body too, so a name
speaks only against the lesser part of what the container of the article holds.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from archive.ingest.boilerplate.rules import RULES_FILE
from archive.ingest.page import Line, Page
from archive.ingest.records import Reason

_LESSER = 0.34  # share of the article's text that a named place may hold and still be furniture


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of place as the file states it; see the comment above the places there."""

    name: str
    reason: Reason
    pattern: re.Pattern[str]


@cache
def places() -> tuple[Place, ...]:
    """Return the places in the file's order; the first whose names are there decides."""
    entries = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))["place"]
    return tuple(Place(entry["name"], Reason(entry["reason"]), re.compile(entry["pattern"])) for entry in entries)


def place_of(names: tuple[str, ...]) -> Place | None:
    """Return the place that class names and ids speak of, None where they speak of none."""
    return _place_of(" ".join(names))


@lru_cache(maxsize=8192)
def _place_of(names: str) -> Place | None:
    return next((place for place in places() if place.pattern.search(names)), None)


def drop_named_places(page: Page) -> None:
    """Remove what stands in named places within the container of the article, unless it is much of the article."""
    if not page.has_layout:
        return
    region = page.region()
    around = _shared_names(region)
    found: dict[str, list[tuple[Line, Place]]] = defaultdict(list)
    for line in region:
        place = place_of(line.raw.path[around:]) if line.open else None
        if place:
            found[place.name].append((line, place))
    whole = sum(line.worth for line in region)
    for lines in found.values():
        if sum(line.worth for line, _ in lines) <= _LESSER * whole:
            for line, place in lines:
                line.remove(place.reason, place.name)


def _shared_names(region: list[Line]) -> int:
    """Return how many names, outermost first, all lines of the region have in common: those of its container."""
    if not region:
        return 0
    low, high = min(line.raw.path for line in region), max(line.raw.path for line in region)
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(low, high, strict=False))
    return sum(1 for _ in shared)
