"""Examples of the query language that find something in this very archive, taken from the titles that readers see.

The words are chosen once for each state of the index. How many articles an example finds is asked anew whenever it is
shown, and one that finds nothing is not: a word may have gone with the article that it stood in.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import get_language

from archive.models import Agency, Article
from archive.text.conversion import traditional
from archive.text.folding import fold
from search.answering.executor import asked_of, understood
from search.asking.requests import SearchRequest
from search.backends import IndexUnavailable
from search.backends.sessions import Session
from search.backends.whoosh import session
from search.engine.searching import Asked
from search.query.operands import PREFIX_LENGTH
from search.query.syntax import Everything, Term

#: So many of the newest titles are read for words.
_TITLES = 400
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百千万亿两第]")
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{1,11}(?![A-Za-z0-9])")
#: Words of titles that say nothing of what an article is about.
_EMPTY = frozenset(
    [
        *("关于", "有关", "发布", "公布", "进行", "开展", "通报", "通知", "公告", "记者", "我们", "他们", "自己"),
        *("什么", "怎么", "如何", "一个", "今年", "去年", "昨天", "今天", "标题", "原标题", "消息", "新闻", "视频"),
    ]
)

#: What the fields are called in examples, by the language of the page.
_FIELDS = {
    "zh-hans": {"title": "标题", "source": "来源", "date": "日期", "exact": "原字"},
    "zh-hant": {"title": "標題", "source": "來源", "date": "日期", "exact": "原字"},
    "en": {"title": "title", "source": "source", "date": "date", "exact": "exact"},
}


@dataclass(frozen=True, slots=True)
class Words:
    """What examples are made of; "" where the archive has none of it.

    first and second stand in one title, third in another; both: is written differently in the two scripts.
    """

    first: str = ""
    second: str = ""
    third: str = ""
    phrase: str = ""
    both: str = ""
    latin: str = ""
    source: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A query, and how many articles it finds; None where that is not known."""

    query: str
    count: int | None = None


#: What is shown where the archive is empty or cannot be asked: how a query is written, and no promise.
_SAMPLE = Words("海堤", "合龙", "河堤", "电信网络诈骗", "诈骗", "COVID", "新华社", "2024")


def examples() -> Mapping[str, Sequence[Example]]:
    """Return examples for each part of the language that finds something now; counted unless nothing can be found."""
    try:
        at = session()
        queries = _written(_chosen.words(at))
        found = {topic: list(_found(at, some)) for topic, some in queries.items()}
    except IndexUnavailable:
        found = {}
    if any(found.values()):
        return found
    return {topic: [Example(query) for query in some] for topic, some in _written(_SAMPLE).items()}


def _found(at: Session, queries: Iterable[str]) -> Iterator[Example]:
    for query in queries:
        request = SearchRequest(q=query, fresh=False, sort="-date")
        asked = asked_of(request, understood(request), at)
        if count := at.search(Asked(asked.tree, order=asked.order, stop=0)).count:
            yield Example(query, count)


def _written(words: Words) -> dict[str, list[str]]:
    """The examples by topic, in the script of the page; those for which there are no words are left out."""
    language = get_language() or ""
    names = _FIELDS.get(language, _FIELDS["en"])
    if language == "zh-hant":
        words = Words(*(traditional(getattr(words, name)) for name in Words.__slots__))
    first, second, third = words.first, words.second, words.third
    made = {
        "words": [first],
        "scripts": [fold(words.both), traditional(fold(words.both))] if words.both else [],
        "all": [f"{first} {second}"] if second else [],
        "phrase": [f"“{words.phrase}”"] if words.phrase else [],
        "not": [f"{first} -{second}"] if second else [],
        "or": [f"{first} OR {third}", f"({second} OR {third}) {first}"] if second and third else [],
        "field": [f"{names['title']}:{first}", *([f"{names['source']}:{words.source}"] if words.source else [])],
        "date": [f"{first} {names['date']}:{words.year}"] if words.year else [],
        "exact": [f"{names['exact']}:{form}" for form in _forms(words.both)],
        "latin": [words.latin] if words.latin else [],
        "prefix": [f"{words.latin[:PREFIX_LENGTH]}*"] if len(words.latin) > PREFIX_LENGTH else [],
    }
    return {topic: queries if first else [] for topic, queries in made.items()}


def _forms(word: str) -> list[str]:
    return [traditional(fold(word)), fold(word)] if word else []


class _Chosen:
    """The words for the newest state of the index that this process has seen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of = ""
        self._words = Words()

    def words(self, at: Session) -> Words:
        with self._lock:
            if self._of != at.snapshot.serial:
                self._words = _choose(at)
                self._of = at.snapshot.serial
            return self._words


_chosen = _Chosen()


def _choose(at: Session) -> Words:
    """Read the newest titles. Costs two queries."""
    titles = list(Article.objects.public().newest_first().values_list("title", flat=True)[:_TITLES])
    rows = [[word for word in at.analyzer.cut(fold(title)) if _is_word(word)] for title in titles]
    counts = Counter(word for row in rows for word in set(row))
    first = _most_frequent(counts)
    beside = Counter(word for row in rows if first in row for word in set(row) if not _overlap(word, first))
    second = _most_frequent(beside)
    apart = Counter({word: count for word, count in counts.items() if word not in beside and word != first})
    return Words(
        first,
        second,
        _most_frequent(apart),
        next((f"{one}{two}" for row in rows for one, two in _neighbours(row, titles, rows)), first),
        _most_frequent(Counter({word: count for word, count in counts.items() if traditional(word) != word})),
        _latin(titles),
        _source(at),
        _year(at, first),
    )


def _neighbours(row: Sequence[str], titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Words of a title that stand there side by side."""
    title = fold(titles[rows.index(row)])
    yield from ((one, two) for one, two in pairwise(row) if f"{one}{two}" in title)


def _is_word(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and word not in _EMPTY and not _NUMERAL.search(word)


def _overlap(one: str, two: str) -> bool:
    return one in two or two in one


def _most_frequent(counts: Counter[str]) -> str:
    """The word of the most titles; of equal ones the longer, then by code point, so that it is always the same."""
    return min(counts, key=lambda word: (-counts[word], -len(word), word), default="")


def _latin(titles: Sequence[str]) -> str:
    """A word in Latin letters, if there is one a longer one: its beginning is an example, too."""
    counts = Counter(word for title in titles for word in set(_LATIN.findall(title)))
    longer = Counter({word: count for word, count in counts.items() if len(word) > PREFIX_LENGTH})
    return _most_frequent(longer or counts)


def _source(at: Session) -> str:
    """The confirmed outlet that most articles come from."""
    counted = at.search(Asked(Everything(), order=("-pk",), stop=0, facets=("source",))).facets["source"]
    keys = [int(key) for key, _count in counted[:5]]
    named = Agency.objects.confirmed().in_bulk(keys)
    return next((named[key].name for key in keys if key in named), "")


def _year(at: Session, word: str) -> str:
    """The newest year with an article that holds the word."""
    counted = at.search(Asked(Term(word), order=("-pk",), stop=0, facets=("year",))).facets["year"] if word else []
    return f"{max(int(year) for year, _count in counted):04}" if counted else ""
