"""A text in runs for the page: found words marked, read characters under their readings, short figures upright.

Places are looked for in the original, so that a word is found in whatever script it is then shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from archive.text.alignment import Aligned
from archive.text.folding import fold

#: One or two figures by themselves, which stand upright in a line from top to bottom.
_SHORT_FIGURES = re.compile(r"(?<![0-9A-Za-z.,:/%-])[0-9]{1,2}(?![0-9A-Za-z.,:/%-])")
#: Occurrences of one word that are marked in one paragraph: a paragraph can be a whole book.
_MOST = 500

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. reading: its pinyin, of one character. upright: figures set as one character."""

    text: str
    marked: bool = False
    reading: str = ""
    upright: bool = False


def runs_of(
    shown: Aligned, *, marks: Sequence[Span] = (), readings: Mapping[int, str] | None = None, upright: bool = False
) -> tuple[Run, ...]:
    """Return the text in runs, none empty. marks, readings: by places in the original.

    marks: in order, none overlapping. upright: whether short figures are runs of their own.
    """
    marked = [shown.span(start, end) for start, end in marks]
    read = {span: reading for at, reading in (readings or {}).items() if (span := shown.span(at, at + 1))}
    figures = {found.span() for found in _SHORT_FIGURES.finditer(shown.text)} if upright else set()
    if not (marked or read or figures):
        return (Run(shown.text),) if shown.text else ()
    return tuple(_cut(shown.text, marked, read, figures))


def occurrences(text: str, words: Sequence[str]) -> list[Span]:
    """Return where words stand in a text, whatever their script, case and width; what overlaps is one span."""
    folded, found = fold(text), []
    for word in words:
        for count, match in enumerate(_pattern(fold(word)).finditer(folded)):
            if count == _MOST:
                break
            found.append(match.span())
    return _merged(found)


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    """A folded word; of Latin letters and figures a whole one, as the search has it: AI stands in no SAID."""
    before = r"(?<![0-9a-z])" if re.match("[0-9a-z]", word) and word.isascii() else ""
    after = r"(?![0-9a-z])" if re.match("[0-9a-z]", word[-1:]) and word.isascii() else ""
    return re.compile(before + r"\s+".join(map(re.escape, word.split())) + after)


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(text: str, marked: Sequence[Span], read: Mapping[Span, str], figures: set[Span]) -> Iterator[Run]:
    """Cut at every edge. Marks do not overlap, so a run is in one if as many have begun before it as not yet ended."""
    edges = {0, len(text), *(place for span in (*marked, *read, *figures) for place in span)}
    starts, ends = {start for start, _ in marked}, {end for _, end in marked}
    inside = False
    for start, end in pairwise(sorted(place for place in edges if 0 <= place <= len(text))):
        inside = (inside and start not in ends) or start in starts
        span = (start, end)
        yield Run(text[start:end], marked=inside, reading=read.get(span, ""), upright=span in figures)
