"""Known articles: words of a title have to bring its article, or one that says the same, to the top."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import rjieba

from archive.text.fingerprints import containment, shingles, words_of
from archive.text.folding import fold
from benchmarks.corpus import SHARED
from benchmarks.relevance.sets import REPORTED, Article, Asked, Question

#: How many articles each corpus gives at the most, in the order of their files' names.
_TAKEN = {"hk": 6_300, "mainland": 3_690}
_SEED = 7
#: A word in more titles than this is no word that a reader would look for an article by.
_COMMON = 100
_HALF = 0.5  # of the shorter one's shingles: what counts as a reprint everywhere in the project
_DIGIT = re.compile(r"\d")


def archive() -> list[Article]:
    """Return the articles; the same for all kinds of questions."""
    return list(_articles())


def by_some_words(articles: Sequence[Article]) -> Asked:
    """Two to four words of a title, in their order, parted by blanks."""
    common = Counter(word for article in articles for word in set(_words(article.title)))

    def some(title: str, chance: random.Random) -> str:
        words = [word for word in dict.fromkeys(_words(title)) if common[word] < _COMMON and not _DIGIT.search(word)]
        if len(words) < 3:
            return ""
        chosen = sorted(chance.sample(range(len(words)), min(len(words), chance.choice((2, 3, 4)))))
        return " ".join(words[one] for one in chosen)

    return _asked("some words of a title", articles, some)


def by_one_word(articles: Sequence[Article]) -> Asked:
    """The word of a title that the fewest titles have."""
    common = Counter(word for article in articles for word in set(_words(article.title)))

    def rarest(title: str, _chance: random.Random) -> str:
        words = [word for word in _words(title) if not _DIGIT.search(word)]
        return min(words, key=lambda word: common[word]) if len(words) > 2 else ""

    return _asked("one word of a title", articles, rarest)


def by_words_in_a_row(articles: Sequence[Article]) -> Asked:
    """Two or three words that stand next to each other in a title, parted by blanks."""

    def row(title: str, chance: random.Random) -> str:
        rows = [list(rjieba.cut(run)) for run in re.findall(r"[\u4e00-\u9fff]{4,}", fold(title))]
        rows = [words for words in rows if len(words) > 2]
        if not rows:
            return ""
        words, size = chance.choice(rows), chance.choice((2, 3))
        start = chance.randrange(len(words) - size + 1)
        return " ".join(words[start : start + size]) if len("".join(words[start : start + size])) >= 4 else ""

    return _asked("words in a row of a title", articles, row)


def without_titles(asked: Asked) -> Asked:
    """The same questions where only the text of an article can answer them."""
    bare = [Article("", article.body, article.day) for article in asked.articles]
    return Asked(f"{asked.name}, titles hidden", bare, asked.reported, asked.others, asked.same)


def _asked(name: str, articles: Sequence[Article], question: Callable[[str, random.Random], str]) -> Asked:
    chance = random.Random(_SEED)  # noqa: S311 - the same in every run
    order = list(range(len(articles)))
    chance.shuffle(order)
    found = ((question(articles[number].title, chance), number) for number in order if len(articles[number].body) > 99)
    asked = [Question(text, number) for text, number in islice((pair for pair in found if pair[0]), 2 * REPORTED)]

    @lru_cache(maxsize=2_000)
    def pieces(number: int) -> frozenset[str]:
        return shingles.__wrapped__(words_of([articles[number].body]))

    def same(one: int, other: int) -> bool:
        return one == other or max(containment(pieces(one), pieces(other))) >= _HALF

    return Asked(name, articles, asked[:REPORTED], asked[REPORTED:], same)


def _articles() -> Iterator[Article]:
    for beginning, count in _TAKEN.items():
        for path in sorted(SHARED.glob(f"{beginning}*.jsonl.xz")):
            with lzma.open(path, "rt", encoding="utf-8") as lines:
                yield from (_article(json.loads(line)) for line in islice(lines, count))


def _article(row: dict[str, str | None]) -> Article:
    day = (row.get("date") or "")[:10].replace("-", "")
    return Article(row.get("title") or row.get("head") or "", row["body"] or "", int(day) if day.isdecimal() else -1)


def _words(text: str) -> list[str]:
    return [word for word in rjieba.cut(fold(text)) if len(word) > 1 and word.isalnum()]
