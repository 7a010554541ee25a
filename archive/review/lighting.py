"""Where in the original a field was read: the characters of each block that a page lights up with the field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from archive.models import Article, TextBlock
from archive.review.diffs import Piece

#: Names of evidence -> characters of a block's text as decoded, {"title": {0, 1, 2}}.
Lights = Mapping[str, set[int]]


def lights_of(article: Article, blocks: Iterable[TextBlock]) -> dict[int, Lights]:
    """Return by block position what was read from the block: all of it where the words cannot be found again."""
    texts = {block.position: block.text for block in blocks}
    lit: defaultdict[int, dict[str, set[int]]] = defaultdict(dict)
    for name, entries in article.evidence.items():
        for words in entries:
            position = words.get("block")
            if position in texts and words.get("used", True):
                lit[position].setdefault(name, set()).update(_found(texts[position], words.get("quote", "")))
    return dict(lit)


def light(pieces: Iterable[Piece], lights: Lights) -> list[Piece]:
    """Part the pieces of one block where a field's words begin and end; each says which fields were read from it."""
    lit: list[Piece] = []
    at = 0
    for piece in pieces:
        lit += _parted(piece, at, lights)
        at += len(piece.text)
    return lit


def _parted(piece: Piece, start: int, lights: Lights) -> Iterator[Piece]:
    if piece.hidden or not lights:  # a bar is drawn in one piece: its length is all that it tells
        yield piece
        return
    for fields, run in groupby(range(len(piece.text)), key=lambda at: _fields_at(start + at, lights)):
        text = "".join(piece.text[at] for at in run)
        yield Piece(text, piece.cut, piece.hidden, fields)


def _fields_at(at: int, lights: Lights) -> tuple[str, ...]:
    return tuple(sorted(name for name, places in lights.items() if at in places))


def _found(text: str, quote: str) -> range:
    start = text.find(quote) if quote else -1
    return range(len(text)) if start < 0 else range(start, start + len(quote))
