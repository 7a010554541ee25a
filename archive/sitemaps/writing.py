"""The XML of sitemaps, a piece at a time: a part may be long, and nothing of it is kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from archive.citing import Facts, dates
from archive.text.markup import element

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
#: Google names Chinese by region and knows no script; all else by ISO 639.
_LANGUAGES = {"zh-Hant": "zh-tw", "zh-Hans": "zh-cn", "zh": "zh-cn"}


def index(sitemaps: Iterable[tuple[str, datetime.datetime | None]]) -> Iterator[str]:
    """The list of sitemaps: the address of each, and when it last changed if that is known."""
    yield f"{_HEAD}<sitemapindex {_SITEMAP}>\n"
    for address, changed in sitemaps:
        yield f"<sitemap>{element('loc', address)}{_changed(changed)}</sitemap>\n"
    yield "</sitemapindex>\n"


def pages(addresses: Iterable[tuple[str, datetime.datetime | None]]) -> Iterator[str]:
    """A sitemap: the address of each page, and when it last changed if that is known."""
    yield f"{_HEAD}<urlset {_SITEMAP}>\n"
    for address, changed in addresses:
        yield f"<url>{element('loc', address)}{_changed(changed)}</url>\n"
    yield "</urlset>\n"


def news(articles: Iterable[tuple[Facts, datetime.datetime | None]]) -> Iterator[str]:
    """A news sitemap: of each article its facts, and the moment of publication where it is known.

    An article of unknown outlet or language is left out: Google takes none without.
    """
    yield f"{_HEAD}<urlset {_SITEMAP} {_NEWS}>\n"
    for facts, at in articles:
        if facts.outlet and facts.language in _LANGUAGES:
            yield _piece_of_news(facts, at)
    yield "</urlset>\n"


def _piece_of_news(facts: Facts, at: datetime.datetime | None) -> str:
    outlet = element("news:name", facts.outlet) + element("news:language", _LANGUAGES[facts.language])
    date = timezone.localtime(at).isoformat(timespec="minutes") if at else dates.iso(facts.date)
    told = element("news:publication_date", date) + element("news:title", facts.title_here or facts.title)
    publication = f"<news:publication>{outlet}</news:publication>"
    return f"<url>{element('loc', facts.permalink)}<news:news>{publication}{told}</news:news></url>\n"


def _changed(at: datetime.datetime | None) -> str:
    """W3C's form of a date, to the second."""
    return element("lastmod", at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")) if at else ""
