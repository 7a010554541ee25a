"""What was typed, made readable, and the form in which words meet the indexed text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.text.cleaning import normalise_lines
from archive.text.folding import fold, widths

#: Longer queries are cut: nobody reads them, and time grows with length. In characters.
LENGTH_LIMIT = 256

_BLANKS = re.compile(r"\s+")
_LAST_WORD = re.compile(r"\s\S*\Z")
_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
# Lone surrogates and characters that Unicode will never assign part words, for no text can hold them.
_IMPOSSIBLE = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Typed:
    """A query without what no reader sees; `folded` is as long as `text`.

    `places` are where the characters of `text` were typed, `cut` where the rest of an overlong query was left out.
    """

    text: str
    folded: str
    places: Sequence[int]
    cut: int | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end], which is not empty, was typed."""
        return self.places[start], self.places[end - 1] + 1


def readable(typed: str) -> Typed:
    """Return the first LENGTH_LIMIT characters of `typed`, or less so that no word is cut, as they are to be read."""
    text, cut = _cut(typed)
    text = _IMPOSSIBLE.sub(" ", text.translate(_LINE_ENDS))
    places: Sequence[int] = range(len(text))
    if normalise_lines(text) != text:
        places = [place for place in places if _visible(text, place)]
        text = "".join(text[place] for place in places)
    return Typed(text, fold(text), places, cut)


def normal(text: str) -> str:
    """Fold `text` and make each stretch of blanks one space: the form in which terms meet the indexed text."""
    return _BLANKS.sub(" ", fold(text)).strip()


def as_written(text: str) -> str:
    """Return the form in which a term in its exact script meets the indexed text: as normal(), the script kept."""
    return _BLANKS.sub(" ", widths(text)).strip()


def _cut(typed: str) -> tuple[str, int | None]:
    if len(typed) <= LENGTH_LIMIT:
        return typed, None
    text = typed[:LENGTH_LIMIT]
    last = None if typed[LENGTH_LIMIT].isspace() else _LAST_WORD.search(text)
    if last and text[: last.start()].strip():
        text = text[: last.start()]
    return text, len(text)


def _visible(text: str, place: int) -> bool:
    """Tell whether a character stays. What stands before it decides of joiners, which build emoji."""
    return normalise_lines(text[max(0, place - 1) : place + 1]).endswith(text[place])
