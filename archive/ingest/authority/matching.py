"""One pass over folded text that finds every word of interest: names, traps, organs and divisions.

The automaton is Aho and Corasick's (Efficient string matching, 1975), by pyahocorasick.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntFlag

import ahocorasick

from archive.ingest.authority.knowledge import knowledge
from archive.text.divisions import by_full_name, by_short_name, divisions


class Sort(IntFlag):
    """What a word may be; one word can be several things (教育局 is Hong Kong's, or any city's organ)."""

    NAME = 1
    TRAP = 2
    ORGAN = 4
    PLACE = 8


@dataclass(frozen=True, slots=True)
class Word:
    """Where a word stands in the text: characters from start up to end."""

    start: int
    end: int
    text: str
    sort: Sort


class Matcher:
    """The automaton for one set of names."""

    def __init__(self, names: Iterable[str]) -> None:
        words: dict[str, Sort] = {}
        for sort, texts in ((Sort.NAME, names), *_always()):
            for text in texts:
                words[text] = words.get(text, Sort(0)) | sort
        self._automaton = ahocorasick.Automaton()
        for text, sort in words.items():
            self._automaton.add_word(text, (text, sort))
        self._automaton.make_automaton()

    def words(self, folded: str) -> Iterator[Word]:
        """Yield every word in the text, overlapping ones too, in the order of their ends."""
        for last, (text, sort) in self._automaton.iter(folded):
            yield Word(last + 1 - len(text), last + 1, text, sort)


def _always() -> Iterator[tuple[Sort, Iterable[str]]]:
    """Yield what is looked for whatever the names: the words of the data files."""
    known = knowledge()
    yield Sort.NAME, known.joint
    yield Sort.TRAP, known.traps
    yield Sort.ORGAN, known.organs
    yield Sort.PLACE, (name for name in by_full_name() if name not in known.not_full)
    large = {one.short for one in divisions().values() if len(one.code) < 6}
    yield Sort.PLACE, (name for name in by_short_name() if name in large)
