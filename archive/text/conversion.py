"""The same words in the other script, for people to read: never for what is stored, cited or searched by.

By the phrases of OpenCC, so that 头发 becomes 頭髮 and 发展 發展: at each place the longest phrase of the tables, else
the character, as OpenCC itself segments (its Python package looks for the longest phrase anywhere first). The tables
are those of opencc-python-reimplemented; the conversions bear OpenCC's names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import opencc

from archive.text.alignment import Aligned
from archive.text.proper_names import NO_NAMES, Names, Printed, in_other_script

_TABLES = Path(opencc.__file__).parent / "dictionary"


class Conversion(StrEnum):
    """From simplified (s) or traditional (t) to the characters of: t OpenCC, tw Taiwan, hk Hong Kong, s simplified."""

    S2T = "s2t"
    S2TW = "s2tw"
    S2HK = "s2hk"
    T2S = "t2s"
    T2TW = "t2tw"
    T2HK = "t2hk"

    @property
    def to_simplified(self) -> bool:
        return self is Conversion.T2S


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and what each becomes. lengths: of the phrases that begin with these two characters, descending."""

    words: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, *tables: Mapping[str, str]) -> Lexicon:
        """Where two tables know a word, the first one's answer stands."""
        words = {word: new for table in reversed(tables) for word, new in table.items()}
        found: dict[str, set[int]] = {}
        for word in words:
            if len(word) > 1:
                found.setdefault(word[:2], set()).add(len(word))
        return cls(words, {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()})

    def segments(self, text: str) -> Iterator[tuple[str, str]]:
        """Cut the text into words and yield each with what it becomes."""
        at = 0
        while at < len(text):
            word = self._longest(text, at)
            yield word, self.words.get(word, word)
            at += len(word)

    def _longest(self, text: str, at: int) -> str:
        for length in self.lengths.get(text[at : at + 2], ()):
            if text[at : at + length] in self.words:
                return text[at : at + length]
        return text[at]


def convert(text: str, conversion: Conversion, names: Names = NO_NAMES) -> Aligned:
    """Return the text in the other script, aligned with the original. names: what no phrase may cut or change."""
    return Aligned.of(_segments(text, conversion, names))


@lru_cache(maxsize=512)
def traditional(text: str) -> str:
    """Return `text` in traditional characters."""
    return convert(text, Conversion.S2T).text


@lru_cache(maxsize=512)
def simplified(text: str) -> str:
    """Return `text` in simplified characters."""
    return convert(text, Conversion.T2S).text


def _segments(text: str, conversion: Conversion, names: Names) -> Iterator[tuple[str, str]]:
    variants = _variants(conversion)
    for part in names.parts(text):
        for word, new in _of_part(part, conversion):
            yield word, new.translate(variants)


def _of_part(part: Printed, conversion: Conversion) -> Iterator[tuple[str, str]]:
    """A body's registered name in the wanted script stands for it; a person's name goes character by character."""
    if part.is_person:
        return ((char, in_other_script(char, _characters(conversion))) for char in part.text)
    registered = part.registered_in(simplified=conversion.to_simplified)
    if registered:
        return iter([(part.text, registered)])
    return lexicon(conversion).segments(part.text)


@cache
def lexicon(conversion: Conversion) -> Lexicon:
    """The phrases and characters of a conversion; none where only variants of traditional characters are chosen."""
    match conversion:
        case Conversion.S2T:
            return Lexicon.of(_table("STPhrases"), _table("STCharacters"))
        case Conversion.S2TW | Conversion.S2HK:
            return lexicon(Conversion.S2T)
        case Conversion.T2S:
            return Lexicon.of(_table("TSPhrases"), _table("TSCharacters"))
    return Lexicon({}, {})


@cache
def _variants(conversion: Conversion) -> dict[int, str]:
    """The last step: each character in the form that is usual in Taiwan or Hong Kong."""
    place = {"tw": "TWVariants", "hk": "HKVariants"}.get(conversion.value.partition("2")[2])
    return {ord(char): new for char, new in _table(place).items()} if place else {}


def _characters(conversion: Conversion) -> Mapping[str, str]:
    """What single characters become: a lexicon's words answer for them, too."""
    return lexicon(conversion).words


def _table(name: str) -> dict[str, str]:
    """Read one of OpenCC's tables; of several candidates the first, as OpenCC does."""
    lines = (_TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line)
    return {word: candidates.split(" ")[0] for word, candidates in pairs}
