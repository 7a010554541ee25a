"""The tokens of a query: words, operators, brackets, each with where it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from search.query.fields import ANYWHERE, Scope


class Kind(Enum):
    WORD = "word"
    AND = "and"
    OR = "or"
    NOT = "not"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query. A word, a phrase without its quotation marks and a date are all a WORD.

    `start` and `end` enclose a phrase's marks and a plus, but not a minus or the name of a field. `scope` is where a
    word, or what an opening bracket begins, is looked for.
    """

    kind: Kind
    text: str
    start: int
    end: int
    scope: Scope = ANYWHERE
    quoted: bool = False
