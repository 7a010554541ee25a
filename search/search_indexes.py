"""What of an article is indexed. Haystack finds ArticleIndex by the name of this module."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.utils import timezone
from haystack import indexes

from archive.models import Article
from archive.models.articles import ArticleQuerySet
from search.models import IndexChange

#: At most so many keys in one query: PostgreSQL and SQLite both take them.
_CHUNK = 10_000
#: For no more articles than this, ask after their own unsettled changes; for more, after all there are.
_FEW = 500
_MINUTES_A_DAY = 24 * 60


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc]  # Haystack has no types
    """Public articles and what the public may know of them; nothing else is ever written to the index."""

    text = indexes.CharField(document=True, use_template=True)
    title = indexes.CharField(model_attr="title")
    day = indexes.IntegerField(null=True)
    year = indexes.IntegerField(null=True)
    moment = indexes.IntegerField(null=True)
    source = indexes.IntegerField(model_attr="source_id", null=True)
    script = indexes.CharField(model_attr="script", faceted=True)

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> ArticleQuerySet:
        """The gate: drafts and withdrawn articles are not indexed, and not found if they still are."""
        return Article.objects.public()

    def prepare_day(self, article: Article) -> int | None:
        """The day in China as yyyymmdd, so that no time zone moves it."""
        return int(article.published_on.strftime("%Y%m%d")) if article.published_on else None

    def prepare_year(self, article: Article) -> int | None:
        return article.published_on.year if article.published_on else None

    def prepare_moment(self, article: Article) -> int | None:
        """Minutes that put articles in the order of newest_first(): those of a day without a time come after."""
        if article.published_on is None:
            return None
        return article.published_on.toordinal() * (_MINUTES_A_DAY + 1) + _minute_of_day(article.published_at)

    def visible(self, pks: Collection[int]) -> set[int]:
        """Of these articles return the ones that a reader may find now, whatever the index says.

        Asked of the database each time, for all matches and not only for one page, because a count tells, too.
        An article with an unsettled change is left out until the index has followed: what it holds may be words
        that were taken out of the article.
        """
        wanted = list(pks)
        public: set[int] = set()
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            public.update(self.index_queryset().filter(pk__in=chunk).values_list("pk", flat=True))
        unsettled = IndexChange.objects.pending()
        if len(public) <= _FEW:
            unsettled = unsettled.filter(article_pk__in=public)
        return public.difference(unsettled.values_list("article_pk", flat=True))


def _minute_of_day(moment: datetime.datetime | None) -> int:
    """Minutes since midnight in China, counted from 1; 0 if the time of day is unknown."""
    if moment is None:
        return 0
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute + 1
