"""The modes of reading as an address states them. What an address does not say, or says wrongly, is as usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from archive.text.folding import fold

#: Sizes of the text beside the usual one.
SIZES = ("small", "large", "largest")
VERTICAL = "vertical"
#: So many words are marked, each so long at most: an address can hold more, a page is read by people.
MOST_WORDS = 12
LONGEST_WORD = 60  # characters


@dataclass(frozen=True, slots=True)
class Modes:
    """script: a key of what `scripts.offered` offers, "" for the original. size: one of SIZES, "" for the usual one.

    find: the words to mark, as they were typed.
    """

    script: str = ""
    ruby: bool = True
    removed: bool = False
    size: str = ""
    vertical: bool = False
    find: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: QueryDict, *, scripts: Mapping[str, Any], vertical: bool) -> Modes:
        """Read an address. scripts: by their keys, what the article offers. vertical: whether it can be set so."""
        script, size = asked.get("script", ""), asked.get("size", "")
        return cls(
            script=script if script in scripts else "",
            ruby=asked.get("ruby") != "0",
            removed=asked.get("removed") == "1",
            size=size if size in SIZES else "",
            vertical=vertical and asked.get("mode") == VERTICAL,
            find=_words(asked.getlist("find")),
        )

    @property
    def usual(self) -> bool:
        """Whether the page is the one that stands at the plain address."""
        return self == Modes()

    def query(self) -> str:
        """The part of an address that states these modes, with its question mark; "" for the usual ones."""
        stated = [
            ("script", self.script),
            ("ruby", "" if self.ruby else "0"),
            ("removed", "1" if self.removed else ""),
            ("size", self.size),
            ("mode", VERTICAL if self.vertical else ""),
            *(("find", word) for word in self.find),
        ]
        told = urlencode([(name, value) for name, value in stated if value])
        return f"?{told}" if told else ""

    def but(self, **changes: Any) -> str:
        """The query of these modes with some of them changed."""
        return replace(self, **changes).query()


def _words(asked: list[str]) -> tuple[str, ...]:
    """Words to look for, each once whatever its script or width."""
    words = {fold(word): word for text in asked if (word := " ".join(text.split())[:LONGEST_WORD].strip())}
    return tuple(words.values())[:MOST_WORDS]
