"""What one version of an article says otherwise than the one before: struck words and new ones, as data for a page.

Unlike `diffs`, which compares two articles, script and width count here: a correction may be about just that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Protocol

#: A paragraph of more characters that changed is shown struck and anew as a whole: matching is quadratic.
LONGEST = 1500
#: Texts with more paragraphs than this are put side by side in order, without looking for those that match.
MOST_PARAGRAPHS = 600
#: Fewer unchanged characters than this between two changes are shown as part of the change: easier to read.
_SHORTEST_REST = 2


class Version(Protocol):
    """What is compared: a revision, or the article as somebody would have it."""

    title: str
    body: list[str]
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in a row. kind: "same", "gone" or "new"."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph that changed; or, without runs, `unchanged` in a row that did not.

    number: the paragraph's in the later text, from 1.
    """

    runs: tuple[Run, ...]
    number: int
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that changed: its name in the revision."""

    name: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Redline:
    """All that differs. Both empty: the words are the same."""

    fields: tuple[FieldChange, ...]
    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.lines


def redline(before: Version, after: Version) -> Redline:
    """Compare two versions."""
    lines = tuple(_lines(before.body, after.body)) if before.body != after.body else ()
    return Redline(tuple(_fields(before, after)), lines)


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Both texts as one: what stayed, what is gone, what is new, in reading order."""
    if before == after:
        return (Run(after, "same"),) if after else ()
    if max(len(before), len(after)) > LONGEST or not before or not after:
        return tuple(run for run in (Run(before, "gone"), Run(after, "new")) if run.text)
    return tuple(_runs(before, after))


def _runs(before: str, after: str) -> Iterator[Run]:
    gone = new = ""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for at, (step, start, end, first, last) in enumerate(steps):
        is_rest = 0 < at < len(steps) - 1 and end - start < _SHORTEST_REST
        if step != "equal" or is_rest:
            gone, new = gone + before[start:end], new + after[first:last]
            continue
        yield from (run for run in (Run(gone, "gone"), Run(new, "new")) if run.text)
        yield Run(after[first:last], "same")
        gone = new = ""
    yield from (run for run in (Run(gone, "gone"), Run(new, "new")) if run.text)


def _fields(before: Version, after: Version) -> Iterator[FieldChange]:
    if before.title != after.title:
        yield FieldChange("title", runs(before.title, after.title))
    for name, value in after.fields.items():
        was, now = _as_text(before.fields.get(name)), _as_text(value)
        if was != now and name in before.fields:
            yield FieldChange(name, runs(was, now))


def _as_text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    steps: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(before), 0, len(after))]
    if max(len(before), len(after)) <= MOST_PARAGRAPHS:
        steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for step, start, end, first, last in steps:
        if step == "equal":
            yield Line((), first + 1, unchanged=end - start)
            continue
        pairs = zip_longest(before[start:end], after[first:last], fillvalue="")
        yield from (Line(runs(was, now), first + at) for at, (was, now) in enumerate(pairs, 1) if was or now)
