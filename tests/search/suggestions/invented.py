"""An archive made of strings, and the vocabulary that it gives: what suggestions are tested with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from search.suggestions.archive import Named
from search.suggestions.lexicon import Entry, Lexicon
from search.suggestions.vocabulary import Vocabulary


class InventedArchive:
    """Public articles as strings; `hidden` ones are in the index and not public."""

    def __init__(self, public: Sequence[str], hidden: Sequence[str] = ()) -> None:
        self.public, self.hidden = list(public), list(hidden)
        self.bodies: dict[int, str] = dict(enumerate(self.public, 1))
        self.known_agencies: dict[int, Named] = {}

    def count(self, words: Sequence[str]) -> int:
        return sum(all(word in text for word in words) for text in self.public)

    def meet(self, pair: str) -> bool:
        return any(pair in text for text in (*self.public, *self.hidden))

    def titles_with(self, words: str, most: int) -> Sequence[int]:
        return [key for key, text in self.bodies.items() if words in text.split("，")[0]][:most]

    def articles(self, keys: Iterable[int]) -> dict[int, Named]:
        return {key: Named(self.bodies[key].split("，")[0], f"/a/{key}/") for key in keys if key in self.bodies}

    def agencies(self, keys: Iterable[int]) -> dict[int, Named]:
        return {key: self.known_agencies[key] for key in keys if key in self.known_agencies}


def vocabulary(
    *words: str, titles: Iterable[Entry] = (), agencies: Iterable[Entry] = (), weights: dict[str, int] | None = None
) -> Vocabulary:
    """A vocabulary of these words, each in ten documents unless `weights` says otherwise."""
    entries = [Entry(word, (weights or {}).get(word, 10)) for word in words]
    return Vocabulary(Lexicon(entries), Lexicon(titles), Lexicon(agencies))


def split(text: str) -> list[str]:
    """Words of an invented text, which are parted by bars."""
    return re.findall(r"[^|]+", text)
