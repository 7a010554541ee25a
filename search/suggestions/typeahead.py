"""What a reader may be typing: words, agencies and titles that go on as the words in the field begin.

Typed are characters of either script, or pinyin: whole syllables with or without blanks, or their first letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.text.folding import fold
from search.suggestions.archive import Archive, Named
from search.suggestions.correction import corrections
from search.suggestions.lexicon import Lexicon
from search.suggestions.vocabulary import Vocabulary

Kind = Literal["word", "agency", "title"]

#: More characters than this nobody types to choose from a list.
LONGEST = 40
#: Of agencies and titles so many at most; the rest of the list are words.
MOST_AGENCIES, MOST_TITLES = 2, 3
_LETTERS = re.compile(r"[a-z' ]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """count: public articles that hold the words or name the agency, 1 for a title. url: the page of a title or agency.

    note: what tells a title from others, its outlet and day.
    """

    text: str
    kind: Kind
    count: int
    url: str = ""
    note: str = ""


def complete(typed: str, vocabulary: Vocabulary, archive: Archive, *, limit: int) -> list[Suggestion]:
    """Return at most `limit` suggestions, words first, each of which finds public articles at this moment."""
    folded = " ".join(fold(typed).split())
    if not folded or len(folded) > LONGEST:
        return []
    look = _Pinyin(folded) if _LETTERS.fullmatch(folded) else _Written(folded)
    agencies = list(_agencies(look, vocabulary, archive))
    titles = list(_titles(look, vocabulary, archive))
    words = _words(look, vocabulary, archive, limit - len(agencies) - len(titles))
    return [*words, *agencies, *titles]


class _Written:
    """Looks up texts that begin with what was typed. Words before the last blank are kept as they are."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        *before, self._last = folded.split(" ")
        self.before = tuple(before)

    def words(self, lexicon: Lexicon, most: int) -> list[int]:
        return lexicon.beginning(self._last, most)

    def whole(self, lexicon: Lexicon, most: int) -> list[int]:
        return lexicon.beginning(self.folded, most)


class _Pinyin:
    """Looks up texts whose pinyin, or whose syllables' first letters, begin with what was typed."""

    before: tuple[str, ...] = ()

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self._letters = folded.replace(" ", "").replace("'", "")

    def words(self, lexicon: Lexicon, most: int) -> list[int]:
        found = lexicon.typed(self._letters, most)
        if len(self._letters) > 1:
            found += [number for number in lexicon.abbreviated(self._letters, most) if number not in found]
        return found

    whole = words


def _words(look: _Written | _Pinyin, vocabulary: Vocabulary, archive: Archive, limit: int) -> Iterator[Suggestion]:
    """Yield the words that go on so, and if there are none, what the letters may stand for."""
    lexicon, found = vocabulary.words, 0
    for number in look.words(lexicon, 2 * limit):
        words = (*look.before, lexicon.text(number))
        text = " ".join(words)
        if found < limit and text != look.folded and (count := archive.count(words)):
            found += 1
            yield Suggestion(text, "word", count)
    if not found and isinstance(look, _Pinyin):
        for one in corrections(look.folded, vocabulary, archive, most=limit):
            yield Suggestion(one.text, "word", one.count)


def _agencies(look: _Written | _Pinyin, vocabulary: Vocabulary, archive: Archive) -> Iterator[Suggestion]:
    """Yield agencies one of whose names begins so."""
    keys = [vocabulary.agencies.ref(number) for number in look.whole(vocabulary.agencies, 3 * MOST_AGENCIES)]
    yield from _named(keys, archive.agencies(keys), "agency", MOST_AGENCIES)


def _titles(look: _Written | _Pinyin, vocabulary: Vocabulary, archive: Archive) -> Iterator[Suggestion]:
    """Yield titles that begin so, then such as hold the words anywhere."""
    keys = [vocabulary.titles.ref(number) for number in look.whole(vocabulary.titles, MOST_TITLES)]
    if isinstance(look, _Written) and len(look.folded) > 1:
        keys += archive.titles_with(look.folded, MOST_TITLES)
    yield from _named(keys, archive.articles(keys), "title", MOST_TITLES)


def _named(keys: Sequence[int], named: Mapping[int, Named], kind: Kind, most: int) -> Iterator[Suggestion]:
    for key in [key for key in dict.fromkeys(keys) if key in named][:most]:
        one = named[key]
        yield Suggestion(one.text, kind, one.count, one.url, one.note)
