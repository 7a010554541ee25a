"""A citation as runs of upright and italic text, so that it can be shown, copied and written out plainly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Run(NamedTuple):
    text: str
    italic: bool = False


Citation = tuple[Run, ...]

#: Behind these no full stop follows.
ENDS = "?!？！…。"
_HAN = "\u3400"


def plain(citation: Iterable[Run]) -> str:
    """Return the words of a citation."""
    return "".join(run.text for run in citation)


def titled(name: str) -> Run:
    """Return the name of a newspaper or work: italic in Latin letters; Chinese characters always stand upright."""
    return Run(name, italic=bool(name) and max(name) < _HAN)


def joined(*pieces: Run | str) -> Citation:
    """Return the pieces that are not empty as a citation."""
    runs = (piece if isinstance(piece, Run) else Run(piece) for piece in pieces)
    return tuple(run for run in runs if run.text)


def stopped(text: str) -> str:
    """Return text with a full stop behind it, unless it ends in a mark that makes one needless."""
    return text if text.endswith((".", *ENDS)) else f"{text}."
