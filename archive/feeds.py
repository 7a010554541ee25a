"""Atom feeds: the articles released last, all of them or those that name one agency."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import F
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.xmlutils import SimplerXMLGenerator

from archive.holdings import articles_of
from archive.models import Agency, Article
from archive.models.articles import ArticleQuerySet
from archive.templatetags.archive_tags import summary

ENTRIES = 50
SUMMARY = 200  # characters
ENTRY_NAMES = uuid.UUID("5f6c7a52-0a4c-4c0e-9d57-3f1f6f0f4b1e")
#: XML 1.0 has no way to write these, and one of them in one article would break the whole feed.
UNWRITABLE = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


class PlainAtom(Atom1Feed):
    """Atom whose summaries are text: Django's own says HTML, and a reader's program would run what stands there."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        words = item["description"]
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", words, {"type": "text"})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["lang"]} if item["lang"] else {}


class ArticleFeed(Feed):  # type: ignore[type-arg]  # Feed takes its types at checking time only
    """The newest releases of the whole archive."""

    feed_type = PlainAtom
    author_name = gettext_lazy("Baoku")  # Atom wants an author even where an article names no source
    subtitle = gettext_lazy("Newly added articles")

    def title(self, agency: Agency | None) -> str:
        return _("Baoku")

    def link(self, agency: Agency | None) -> str:
        return reverse("archive:home")

    def feed_url(self, agency: Agency | None) -> str:
        return reverse("archive:feed")

    def items(self, agency: Agency | None) -> ArticleQuerySet:
        return newest_releases(Article.objects.public())

    def item_title(self, article: Article) -> str:
        return writable(str(article))

    def item_description(self, article: Article) -> str:
        return writable(summary(article, SUMMARY))

    def item_guid(self, article: Article) -> str:
        """A name that outlives a change of host and is the same in the feeds of all languages."""
        return uuid.uuid5(ENTRY_NAMES, article.public_id).urn

    def item_pubdate(self, article: Article) -> datetime.datetime | None:
        return article.published_at

    def item_updateddate(self, article: Article) -> datetime.datetime:
        return article.updated_at

    def item_author_name(self, article: Article) -> str:
        return writable(article.source_name)

    def item_extra_kwargs(self, article: Article) -> dict[str, str]:
        return {"lang": article.lang}


class AgencyFeed(ArticleFeed):
    """The newest releases that name one agency."""

    def get_object(self, request: HttpRequest, slug: str) -> Agency:
        agency = Agency.objects.confirmed().filter(slug=slug).first()
        if agency is None or not articles_of(agency).exists():
            raise Http404
        return agency

    def title(self, agency: Agency | None) -> str:
        return f"{agency} · {_('Baoku')}"

    def link(self, agency: Agency | None) -> str:
        return agency.get_absolute_url() if agency else super().link(agency)

    def feed_url(self, agency: Agency | None) -> str:
        return reverse("archive:agency-feed", args=[agency.slug]) if agency else super().feed_url(agency)

    def items(self, agency: Agency | None) -> ArticleQuerySet:
        return newest_releases(articles_of(agency)) if agency else super().items(agency)


def newest_releases(articles: ArticleQuerySet) -> ArticleQuerySet:
    """What came out last, by the moment of release."""
    return articles.order_by(F("released_at").desc(nulls_last=True), "-pk")[:ENTRIES]


def writable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return text.translate(UNWRITABLE)
