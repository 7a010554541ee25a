"""What of an article is indexed. Haystack finds ArticleIndex by the name of this module."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch
from django.utils import timezone
from haystack import indexes

from archive.models import Agency, Article, ArticleAgency
from archive.models.articles import ArticleQuerySet
from search import families, places
from search.documents import TextField

_MINUTES_A_DAY = 24 * 60
#: Where prefetched links of an article to confirmed agencies are kept on its row.
_LINKS = "links_to_confirmed"


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc]  # Haystack has no types
    """Public articles and what the public may know of them; nothing else is ever written to the index."""

    title = TextField(factor=3.0, by_default=True)
    body = TextField(document=True, by_default=True)
    author = TextField()
    outlet = TextField()
    day = indexes.IntegerField(null=True)
    moment = indexes.IntegerField(null=True)
    source = indexes.IntegerField(model_attr="source_id", null=True)
    family = indexes.IntegerField()
    version = indexes.IntegerField(model_attr="version")
    script = indexes.CharField(model_attr="script")
    kind = indexes.CharField()
    agencies = indexes.MultiValueField()
    places = indexes.MultiValueField()

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> ArticleQuerySet:
        """The gate, with all that prepare() asks of a row: drafts and withdrawn articles are not indexed."""
        links = ArticleAgency.objects.filter(agency__confirmed=True).select_related("agency")
        links = links.only("article_id", "role", "agency__kind", "agency__region")
        rows = Article.objects.public().select_related("source").annotate(representative=families.representative())
        return rows.prefetch_related(Prefetch("agency_links", links.order_by(), to_attr=_LINKS))

    def read_queryset(self, using: str | None = None) -> ArticleQuerySet:
        """The gate: what a result's `object` and load_all() are read through."""
        return Article.objects.public()

    def prepare_title(self, article: Article) -> str:
        """All that stands above the text, one a line."""
        return _lines(article.title, article.original_title, article.kicker, article.subtitle)

    def prepare_body(self, article: Article) -> str:
        return _lines(*article.body)

    def prepare_author(self, article: Article) -> str:
        return _lines(*article.authors, *article.editors)

    def prepare_outlet(self, article: Article) -> str:
        """The names of source and site as the page prints them, known to us or not."""
        return _lines(article.source_name, article.site_name)

    def prepare_day(self, article: Article) -> int | None:
        """The day in China as yyyymmdd, so that no time zone moves it."""
        return int(article.published_on.strftime("%Y%m%d")) if article.published_on else None

    def prepare_moment(self, article: Article) -> int | None:
        """Minutes that put articles in the order of newest_first(): those of a day without a time come after."""
        if article.published_on is None:
            return None
        return article.published_on.toordinal() * (_MINUTES_A_DAY + 1) + _minute_of_day(article.published_at)

    def prepare_family(self, article: Article) -> int:
        return int(article.representative)  # type: ignore[attr-defined]  # annotated by index_queryset()

    def prepare_kind(self, article: Article) -> str:
        """Whether an outlet or a government body is the source; "" where that is not known."""
        return article.source.kind if article.source and article.source.confirmed else ""

    def prepare_agencies(self, article: Article) -> list[int]:
        """The confirmed agencies with any part in the article."""
        return sorted({link.agency_id for link in getattr(article, _LINKS)})

    def prepare_places(self, article: Article) -> list[int]:
        """Divisions by their codes, with those around them: the dateline's, and those of the government bodies that
        the text names or comes from. Where an outlet sits says nothing of what it writes about."""
        codes = set(places.codes_of_dateline(article.dateline))
        for link in getattr(article, _LINKS):
            if link.agency.kind == Agency.Kind.GOVERNMENT:
                codes.update(places.codes_of_region(link.agency.region))
        return sorted(codes)


def _lines(*texts: str) -> str:
    """Put each text on a line of its own, whatever blanks and line breaks it holds, and leave out empty ones."""
    return "\n".join(filter(None, (" ".join(str(text).split()) for text in texts)))


def _minute_of_day(moment: datetime.datetime | None) -> int:
    """Minutes since midnight in China, counted from 1; 0 if the time of day is unknown."""
    if moment is None:
        return 0
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute + 1
