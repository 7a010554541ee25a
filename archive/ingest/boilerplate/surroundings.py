"""What stands beside the running text in a web page: bylines, players, counters in elements of their own."""

from __future__ import annotations

from collections import Counter

from archive.ingest.page import Line, Page
from archive.ingest.records import Reason

_MOST = 0.75  # share of the running text that its container must hold,
_LEAST = 0.35  # and share of all words


def drop_beside_text(page: Page) -> None:
    """Remove scraps that stand outside the innermost element around the running text; whole sentences stay.

    A page of verse or of tables has little running text: where its container holds too few of the words, nothing is
    decided.
    """
    region = [line for line in page.region() if line.in_body]
    container = _text_container(region)
    if container is None:
        return
    outside = [line for line in region if container not in line.raw.ancestors]
    if _length(outside) > (1 - _LEAST) * _length(region):
        return
    for line in outside:
        if line.open and not line.is_prose:
            line.remove(Reason.WIDGET, "beside-text")


def _text_container(region: list[Line]) -> int | None:
    """Return the innermost element that holds three quarters of the running text, more than one paragraph's own."""
    text = [line for line in region if line.worth and line.raw.ancestors]
    direct = Counter(line.raw.ancestors[-1] for line in text)  # above 1: lines broken by <br>, not a paragraph
    totals: Counter[int] = Counter()
    for line in text:
        own = line.raw.ancestors[-1]
        totals.update(dict.fromkeys(line.raw.ancestors if direct[own] > 1 else line.raw.ancestors[:-1], line.worth))
    most = _MOST * sum(line.worth for line in text)
    return max((number for number, total in totals.items() if total >= most), default=None)


def _length(lines: list[Line]) -> int:
    return sum(len(line.folded) for line in lines)
