"""The archive that suggestions ask: the index through the gate, and rows through Article.objects.public()."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from archive.models import Agency, Article
from search.analysis.segmentation import Cut
from search.asking.spelling import spelled
from search.backends.sessions import Session, damage_told
from search.engine.searching import Asked
from search.query.syntax import And, Field, Node, Term
from search.suggestions.archive import Named


@dataclass(frozen=True, slots=True)
class IndexedArchive:
    """An Archive as of one session. Use one for one answer, and no longer. Raises IndexUnavailable."""

    at: Session
    cut: Cut

    def count(self, words: Sequence[str]) -> int:
        return self._count(And(tuple(Term(word) for word in words)))

    def meet(self, pair: str) -> bool:
        fields = self.at.layout.default
        with damage_told(self.at.root):
            return any(segment.df(field, pair) for segment in self.at.snapshot.segments for field in fields)

    def titles_with(self, words: str, most: int) -> Sequence[int]:
        tree = spelled(And(tuple(Term(word, fields=("title",)) for word in words.split())), self.cut)
        asked = Asked(tree, order=("-moment", "-pk"), stop=most)
        return [hit.pk for hit in self.at.search(asked).hits]

    def articles(self, keys: Iterable[int]) -> dict[int, Named]:
        rows = Article.objects.public().select_related("source").in_bulk(list(keys))
        return {key: Named(str(row), row.get_absolute_url(), _printed(row)) for key, row in rows.items()}

    def agencies(self, keys: Iterable[int]) -> dict[int, Named]:
        return dict(self._agencies(keys))

    def _agencies(self, keys: Iterable[int]) -> Iterator[tuple[int, Named]]:
        for key, row in Agency.objects.confirmed().in_bulk(list(keys)).items():
            if count := self._count(Field("agencies", "in", (key,))):
                yield key, Named(row.name, row.get_absolute_url(), count=count)

    def _count(self, tree: Node) -> int:
        return self.at.search(Asked(spelled(tree, self.cut), order=("-pk",), stop=0)).count


def _printed(article: Article) -> str:
    """The outlet and the day, as they stand in lists of articles."""
    outlet = article.source.name if article.source else article.source_name
    day = date_format(article.published_on, "Y-m-d") if article.published_on else ""
    return " · ".join(filter(None, (outlet, day)))
