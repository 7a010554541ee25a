"""Marks what was found, in the article's own script: positions are those of the folded text, words are the original's.

Every piece of text is escaped by itself and only then put between marks, so no text can bring markup of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import occurrence
from search.analysis.codes import folded

#: Characters of a snippet, and how many of them stand before the first mark.
SNIPPET_LENGTH = 120
LEAD = 30
#: Occurrences of one term that are looked at in one paragraph: a paragraph can be a whole book.
MOST_SPANS = 500
_CLAUSE_ENDS = "。！？；，、：…,.!?;: \u3000”’」』）"
_ELLIPSIS = "……"


class Span(NamedTuple):
    """A stretch of text, in characters, and which of the terms it is."""

    start: int
    end: int
    term: int


def marked(text: str, terms: Sequence[str]) -> SafeString:
    """Return the whole `text` as HTML with the folded terms marked."""
    return _html(text, _merged(_spans(text, terms)), 0, len(text))


def snippet(paragraphs: Iterable[str], terms: Sequence[str]) -> SafeString:
    """Return as HTML the stretch of about SNIPPET_LENGTH characters in which the most different terms stand.

    Without a term in it, the text's beginning.
    """
    lines = [line for line in paragraphs if line.strip()]
    best: tuple[str, list[Span]] = (lines[0] if lines else "", [])
    most = 0
    for line in lines:
        spans = _spans(line, terms)
        window = _best_window(spans)
        richness = len({span.term for span in window})
        if richness > most:
            best, most = (line, spans), richness
        if most == len(terms):
            break
    line, spans = best
    return _cut_out(line, spans)


def _cut_out(text: str, spans: list[Span]) -> SafeString:
    window = _best_window(spans)
    first = window[0].start if window else 0
    start = _clause_start(text, first)
    end = min(len(text), max(start + SNIPPET_LENGTH, window[0].end if window else 0))
    start = max(0, min(start, end - SNIPPET_LENGTH)) if end == len(text) and first - start < LEAD else start
    before = _ELLIPSIS if start > 0 else ""
    after = _ELLIPSIS if end < len(text) else ""
    return mark_safe(before + _html(text, _merged(spans), start, end) + after)  # noqa: S308 - _html escapes


def _spans(text: str, terms: Sequence[str]) -> list[Span]:
    """Where the terms stand, by folded text: it is as long as the original, so positions are the same."""
    searched = folded(text)
    found = [
        Span(match.start(), match.end(), index)
        for index, term in enumerate(terms)
        if term
        for match in islice(occurrence(term).finditer(searched), MOST_SPANS)
    ]
    return sorted(found)


def _best_window(spans: Sequence[Span]) -> Sequence[Span]:
    """The run of spans within one snippet's length that has the most different terms, the first of equals."""
    best: Sequence[Span] = spans[:1]
    most = 1
    for index, first in enumerate(spans):
        window = [span for span in spans[index : index + 40] if span.end <= first.start + SNIPPET_LENGTH - LEAD]
        if len({span.term for span in window}) > most:
            best, most = window, len({span.term for span in window})
    return best


def _clause_start(text: str, first: int) -> int:
    """Begin after a clause's end shortly before the first mark, so that the snippet reads as a sentence."""
    earliest = max(0, first - LEAD)
    if earliest == 0:
        return 0
    starts = [place + 1 for place in range(earliest, first) if text[place] in _CLAUSE_ENDS]
    return starts[0] if starts else earliest


def _merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Join spans that overlap or touch, so that marks never nest."""
    merged: list[tuple[int, int]] = []
    for start, end, _ in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _html(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> SafeString:
    """The stretch of `text` with its spans marked; a span that runs over the edge is cut there."""
    pieces, place = [], start
    for begin, finish in spans:
        begin, finish = max(begin, start), min(finish, end)
        if begin < finish:
            pieces += [escape(text[place:begin]), "<mark>", escape(text[begin:finish]), "</mark>"]
            place = finish
    pieces.append(escape(text[place:end]))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece of text above is escaped
