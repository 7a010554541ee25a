"""What is asked: a seeded mix of queries and copied substrings, drawn from the articles themselves."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import opencc
import rjieba

from benchmarks.search.rows import Row

#: Kinds of queries and how many of a mix of 200 are of each.
SHARES = {
    "word": 50,
    "two words": 40,
    "three words": 20,
    "either word": 20,
    "not a word": 15,
    "phrase": 25,
    "prefix": 10,
    "newest first": 10,
    "range of days": 10,
}
_SEED = 3
_HAN = re.compile("[\u4e00-\u9fff]+")
_AROUND = (3, 60)  # days of a range before and after the article that it was drawn for


@dataclass(frozen=True, slots=True)
class Query:
    """One query. All of `every`, one of `either` if there are any, none of `none` must occur, each as it stands.

    prefix: what a word has to begin with. newest: by day, else by score. days: first and last as yyyymmdd.
    """

    kind: str
    every: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    prefix: str = ""
    newest: bool = False
    days: tuple[int, int] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.every, *self.either, *self.none, *filter(None, [self.prefix]))


def queries(rows: Sequence[Row], count: int) -> list[Query]:
    """Draw `count` queries in the shares of the mix, in random order."""
    chance = random.Random(_SEED)  # noqa: S311 - the same queries in every run
    kinds = [kind for kind, share in SHARES.items() for _ in range(-(-share * count // sum(SHARES.values())))]
    chance.shuffle(kinds)
    draw = _Drawer(rows, chance)
    return [_MAKERS[kind](kind, draw) for kind in kinds[:count]]


def substrings(rows: Sequence[Row], count: int) -> list[str]:
    """Cut `count` runs of one to eight Han characters from titles and bodies; every second one in the other script."""
    chance = random.Random(_SEED + 1)  # noqa: S311 - the same words in every run
    turn = {"hans": opencc.OpenCC("s2t").convert, "hant": opencc.OpenCC("t2s").convert}
    found: list[str] = []
    while len(found) < count:
        row, length = chance.choice(rows), chance.randint(1, 8)
        text = chance.choice([row.title, row.body, row.body])
        start = chance.randrange(max(1, len(text) - length))
        piece = text[start : start + length]
        if len(piece) == length and _HAN.fullmatch(piece):
            other = turn.get(row.script, str)(piece) if len(found) % 2 else piece
            found.append(other)
    return found


class _Drawer:
    """Draws words as they come in the texts: frequent ones more often."""

    def __init__(self, rows: Sequence[Row], chance: random.Random) -> None:
        self.rows, self.chance = rows, chance

    def words(self, count: int, characters: int = 2) -> list[str]:
        """Return `count` different words of one article, each of at least so many characters."""
        return self.words_and_day(count, characters)[0]

    def words_and_day(self, count: int, characters: int = 2) -> tuple[list[str], int]:
        """Return such words and the day of their article, -1 if it has none."""
        while True:
            row = self.chance.choice(self.rows)
            found = list(dict.fromkeys(word for word in _cut(row.text) if len(word) >= characters))
            if len(found) >= count:
                return self.chance.sample(found, count), row.day

    def phrase(self) -> str:
        """Return two or three neighbouring words of one article."""
        while True:
            runs = [words for run in _HAN.findall(self._text()) if len(words := rjieba.cut(run)) >= 3]
            if runs:
                words, length = self.chance.choice(runs), self.chance.randint(2, 3)
                start = self.chance.randint(0, len(words) - length)
                return "".join(words[start : start + length])

    def word_and_days(self) -> tuple[str, tuple[int, int]]:
        """Return a word of an article and the first and last day of a range that the article falls into."""
        while (found := self.words_and_day(1))[1] < 0:
            pass
        day = datetime.datetime.strptime(str(found[1]), "%Y%m%d")
        first, last = (day + datetime.timedelta(self.chance.randint(*_AROUND) * sign) for sign in (-1, 1))
        return found[0][0], (int(first.strftime("%Y%m%d")), int(last.strftime("%Y%m%d")))

    def _text(self) -> str:
        return self.chance.choice(self.rows).text


def _cut(text: str) -> list[str]:
    return [word for run in _HAN.findall(text) for word in rjieba.cut(run)]


def _not(kind: str, draw: _Drawer) -> Query:
    return Query(kind, every=tuple(draw.words(1)), none=tuple(draw.words(1)))


def _range(kind: str, draw: _Drawer) -> Query:
    word, days = draw.word_and_days()
    return Query(kind, every=(word,), days=days)


_MAKERS: dict[str, Callable[[str, _Drawer], Query]] = {
    "word": lambda kind, draw: Query(kind, every=tuple(draw.words(1))),
    "two words": lambda kind, draw: Query(kind, every=tuple(draw.words(2))),
    "three words": lambda kind, draw: Query(kind, every=tuple(draw.words(3))),
    "either word": lambda kind, draw: Query(kind, either=tuple(draw.words(2))),
    "not a word": _not,
    "phrase": lambda kind, draw: Query(kind, every=(draw.phrase(),)),
    "prefix": lambda kind, draw: Query(kind, prefix=draw.words(1, characters=3)[0][:2]),
    "newest first": lambda kind, draw: Query(kind, every=tuple(draw.words(1)), newest=True),
    "range of days": _range,
}
