"""What can be proposed: the archive's words, its titles, its agencies, each ready to be looked up.

All of it is derived and lives in memory alone: nothing of it has to be purged from a file. It may be a little older
than the archive, so nothing is shown before the archive was asked once more (see asking.py).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from search.analysis.segmentation import Cut
from search.suggestions.lexicon import Entry, Lexicon, merged

#: So many words of an index are kept, those that the most documents hold.
MOST_WORDS = 40_000
#: Neighbouring words of titles are kept as a phrase of at most so many characters.
LONGEST_PHRASE = 8
#: In archives of this many titles a phrase must stand in two of them, or in two articles.
_MANY_TITLES = 100
#: So many words make a phrase.
_WORDS = (2, 3)
#: So many different rows are counted at a time, 6 MB.
_MOST_ROWS = 50_000
#: A row is the beginning of a longer one if that is at least this part of it.
_SAME = 0.6
_FIRST, _LAST = "\u3400", "\u9fff"
#: No phrase begins or ends with these: they join what stands on both sides of them.
_JOINING = frozenset(
    "的了在是和与及或被将对为从把让向以于到后前中上下不也都就还这那其之而但因由并等者所"
    "一二三四五六七八九十两年月日时我你他她它们个名元"
)


@dataclass(frozen=True, slots=True)
class Title:
    """folded: at most the first line. pk: the article's."""

    pk: int
    folded: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a process knows of an archive as of some moment. titles: the newest have the greatest weight."""

    words: Lexicon
    titles: Lexicon
    agencies: Lexicon


def vocabulary_of(
    words: Iterable[tuple[str, int]],
    titles: Sequence[Title],
    passages: Sequence[Iterable[str]],
    agencies: Iterable[Entry],
    cut: Cut,
) -> Vocabulary:
    """Build the vocabulary. `cut` segments.

    words: folded, with the number of documents. titles: the newest first. passages: folded texts of several kinds, to
    take phrases from.
    """
    least = 2 if len(titles) >= _MANY_TITLES else 1
    sources = chain(words, *(phrases_of(some, cut, least=least) for some in passages))
    entries = merged(Entry(text, weight) for text, weight in sources)
    newest = (Entry(title.folded, len(titles) - place, title.pk) for place, title in enumerate(titles))
    return Vocabulary(Lexicon(entries), Lexicon(newest), Lexicon(agencies))


def phrases_of(passages: Iterable[str], cut: Cut, *, least: int) -> Iterator[tuple[str, int]]:
    """Yield the rows of two and three words that stand in at least `least` passages, with the number of these.

    Rare ones are forgotten on the way when there are too many, as in lossy counting (Manku and Motwani, 2002).
    """
    counts: Counter[str] = Counter()
    floor = 0
    for passage in passages:
        counts.update(set(_rows(list(cut(passage)))))
        if len(counts) > _MOST_ROWS:
            floor += 1
            counts = Counter({row: count for row, count in counts.items() if count > floor})
    frequent = {row: count for row, count in counts.items() if count >= least}
    broken_off = set(_broken_off(frequent)) if least > 1 else set()
    yield from ((row, count) for row, count in frequent.items() if row not in broken_off)


def _broken_off(rows: Mapping[str, int]) -> Iterator[str]:
    """Yield the rows that mostly stand as the beginning of one longer row: 诈骗全 in 诈骗全产业链."""
    for row, count in rows.items():
        for end in range(3, len(row)):
            if count >= _SAME * rows.get(row[:end], math.inf):
                yield row[:end]


def _rows(words: Sequence[str]) -> Iterator[str]:
    usable = [_FIRST <= word[0] <= _LAST for word in words]
    for length in _WORDS:
        for start in range(len(words) - length + 1):
            if all(usable[start : start + length]):
                row = "".join(words[start : start + length])
                if 2 < len(row) <= LONGEST_PHRASE and row[0] not in _JOINING and row[-1] not in _JOINING:
                    yield row
