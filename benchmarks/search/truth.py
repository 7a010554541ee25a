"""What a reader with all articles before the eyes would find: a scan of every folded text, no index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.text.folding import fold
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row


class Scan:
    """Answers from folded rows. What has been looked for is remembered: queries share words."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.days: dict[int, int] = {}
        self.texts: dict[int, str] = {}
        for row in rows:
            self.texts[row.pk], self.days[row.pk] = row.text, row.day
        self._holding: dict[str, frozenset[int]] = {}

    def holding(self, words: str) -> frozenset[int]:
        """Return the keys of the articles that hold `words`, in whichever script, next to each other in one line."""
        if words not in self._holding:
            folded = fold(words)
            self._holding[words] = frozenset(pk for pk, text in self.texts.items() if folded in text)
        return self._holding[words]

    def matching(self, query: Query) -> set[int]:
        found = set(self.texts)
        for word in (*query.every, *filter(None, [query.prefix])):
            found &= self.holding(word)
        if query.either:
            found &= frozenset().union(*map(self.holding, query.either))
        for word in query.none:
            found -= self.holding(word)
        if query.days:
            found = {pk for pk in found if query.days[0] <= self.days[pk] <= query.days[1]}
        return found

    def counts(self, queries: Sequence[Query]) -> list[int]:
        return [len(self.matching(query)) for query in queries]
