"""Articles as the entries of a feed, Atom or RSS, whatever they were chosen by: names, dates, texts, pages of a feed.

Atom is RFC 4287, its pages RFC 5005 (section 3); RSS is 2.0.11 with dc:creator and dc:language of Dublin Core.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext_lazy
from django.utils.xmlutils import SimplerXMLGenerator

from archive import freshness
from archive.models import Article
from archive.templatetags.archive_tags import summary
from archive.text.markup import writable

#: Entries on a page of a feed.
ENTRIES = 50
SUMMARY = 200  # characters
ENTRY_NAMES = uuid.UUID("5f6c7a52-0a4c-4c0e-9d57-3f1f6f0f4b1e")
#: When a feed changed last in which nothing has ever stood: a moment that stays, so that the feed stays the same.
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_DUBLIN_CORE = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is of. All addresses are absolute.

    page: the page for people with the same articles. address: the feed's own. links: further pages of the feed, by
    what they are to this one ("first", "next").
    """

    title: str
    subtitle: str
    page: str
    address: str
    articles: Sequence[Article]
    links: dict[str, str] = field(default_factory=dict)


class PlainAtom(Atom1Feed):
    """Atom whose summaries are text: Django's own says HTML, and a reader's program would run what stands there."""

    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else _NEVER

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        words = item["description"]
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", words, {"type": "text"})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["lang"]} if item["lang"] else {}


class PlainRss(Rss201rev2Feed):
    """RSS whose descriptions are text: what reads RSS takes them for HTML, so they are escaped once more."""

    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else _NEVER

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"].items():
            handler.addQuickElement("atom:link", None, {"rel": relation, "href": address})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": str(escape(item["description"]))})
        if item["lang"]:
            handler.addQuickElement("dc:language", item["lang"], _DUBLIN_CORE)


class ArticlesFeed(Feed):  # type: ignore[type-arg]  # Feed takes its types at checking time only
    """A feed of what `get_object` returns, a Channel."""

    author_name = gettext_lazy("Baoku")  # Atom wants an author even where an article names no source
    item_guid_is_permalink = False
    #: Whether its articles change with the archive's events alone, so that a date can tell who has seen them.
    follows_events = True

    def __init__(self, form: type[SyndicationFeed] = PlainAtom) -> None:
        self.feed_type = form

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed. Its date is not that of its newest entry: an article that was withdrawn takes its date along."""
        response = super().__call__(request, *args, **kwargs)
        freshness.tell(response, freshness.last_change() if self.follows_events else None)
        return response

    def title(self, channel: Channel) -> str:
        return writable(channel.title)

    def subtitle(self, channel: Channel) -> str:
        return writable(channel.subtitle)

    description = subtitle

    def link(self, channel: Channel) -> str:
        return channel.page

    def feed_url(self, channel: Channel) -> str:
        return channel.address

    def feed_extra_kwargs(self, channel: Channel) -> dict[str, Any]:
        return {"links": channel.links}

    def items(self, channel: Channel) -> Iterable[Article]:
        return channel.articles

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
