"""Which fields a document has, and how the index keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: What a number column holds where the document has no value. No number of ours is ever negative.
MISSING = -1
#: Raise it whenever files written before can no longer be read or mean something else.
FORMAT_VERSION = 2


@dataclass(frozen=True, slots=True)
class Document:
    """One document, prepared. Texts are as written but for blanks: one line a paragraph, one space for each stretch.

    Texts that are missing are empty, numbers that are missing MISSING, labels "", sets ().
    """

    pk: int
    texts: Mapping[str, str]
    numbers: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of the fields.

    `texts` are searched by words, each with the factor by which an occurrence in it weighs more; those in `default`
    where a query names no field. `numbers` (not negative) have one value or none, `labels` one of few strings,
    `sets` any number of whole numbers (below 2³¹, not negative). Every document has the number "pk" besides.
    """

    texts: Mapping[str, float]
    default: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
