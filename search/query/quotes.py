"""Quotation marks of every kind, and where a phrase in them ends. 《》 and 〈〉 are parts of titles: they stay text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

#: Each opening mark with those that close it.
_PAIRS = {
    '"': '"＂”',
    "＂": '＂"',
    "“": '”"',
    "”": "”",
    "„": "”“‟",
    "〝": "〞〟",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "﹃": "﹄",
    "«": "»",
    "‘": "’",
    "'": "'",
    "＇": "＇'",
}
#: Marks that are apostrophes or end a phrase that began earlier in a text: only where they enclose do they mean it.
_TIMID = "”‘'＇"
_CLOSING = {mark: re.compile(f"[{closing}]") for mark, closing in _PAIRS.items()}
#: Marks of which one kind opens and another closes, so that one phrase can hold another, and their closing ones.
_NESTING = {"“": "”", "「": "」", "『": "』"}
_MARKS = re.compile(f"[{''.join(_NESTING)}{''.join(_NESTING.values())}]")
#: What may stand behind a phrase. Anything else says that its marks are part of copied text.
_BEHIND = "()（）" + "".join(_PAIRS.keys() - set(_TIMID))


class Quoted(NamedTuple):
    """Where the marks of a phrase stand; `closing` is the text's end where none closes it."""

    opening: int
    closing: int
    closed: bool = True


def nested(text: str) -> Mapping[int, int]:
    """For each opening mark of “ 「 『 that is closed, where; phrases in phrases are counted."""
    closings: dict[int, int] = {}
    waiting: dict[str, list[int]] = {mark: [] for mark in _NESTING.values()}
    for found in _MARKS.finditer(text):
        if closing := _NESTING.get(found.group()):
            waiting[closing].append(found.start())
        elif waiting[found.group()]:
            closings[waiting[found.group()].pop()] = found.start()
    return closings


def quoted(text: str, start: int, closings: Mapping[int, int]) -> Quoted | None:
    """Return the phrase whose marks open at `start`; None where no mark does or the marks belong to copied text.

    `closings` are what `nested` found in the text.
    """
    if text[start] not in _PAIRS:
        return None
    closing = closings.get(start) or _closing(text, start)
    if closing is None or (text[start] == "”" and closing in closings.values()):
        return None if text[start] in _TIMID else Quoted(start, len(text), closed=False)
    behind = text[closing + 1 : closing + 2]
    return Quoted(start, closing) if not behind or behind.isspace() or behind in _BEHIND else None


def _closing(text: str, start: int) -> int | None:
    """Where the next mark stands that can close; of “like this“ the second, as keyboards set it that do not turn it."""
    mark = text[start]
    if found := _CLOSING[mark].search(text, start + 1):
        return found.start()
    place = text.find(mark, start + 1) if mark in _NESTING else -1
    return place if place > 0 and not text[place + 1 : place + 2].strip() else None
