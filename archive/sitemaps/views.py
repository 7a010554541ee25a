"""The addresses of the sitemaps. They name the permanent address of each page, the one without a language."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from archive import holdings, topics
from archive.citing import facts_of
from archive.freshness import unless_seen
from archive.sitemaps import listing, writing

#: The pages that are there whatever the archive holds; with them no list of sitemaps is ever empty.
_ALWAYS = (
    *("archive:home", "archive:agencies", "search:places"),
    *("archive:topics", "archive:years", "archive:undated"),
)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The list of all sitemaps but that of the news, which robots.txt names by itself."""
    parts = listing.parts()
    listed: list[tuple[str, datetime.datetime | None]] = [(request.build_absolute_uri(reverse("sitemap-pages")), None)]
    listed += [(request.build_absolute_uri(reverse("sitemap-part", args=[one.number])), one.changed) for one in parts]
    last = max((one.changed for one in parts), default=None)
    return unless_seen(request, parts, last, partial(_xml, writing.index(listed)))


@require_safe
def part(request: HttpRequest, part: int) -> HttpResponseBase:
    """The articles of one part; 404 where none is public."""
    found = listing.part(part)
    if found is None:
        raise Http404
    return unless_seen(request, found, found.changed, lambda: _xml(writing.pages(_articles(request, part))))


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """The pages that lead to the articles, and those of the agencies and the topics."""
    with override(settings.LANGUAGE_CODE):
        addresses = [reverse(name) for name in _ALWAYS]
        addresses += [reverse("archive:agency", args=[one.slug]) for one in holdings.holdings_by_agency()]
        addresses += [one.topic.get_absolute_url() for one in topics.shown_topics()]
    listed = [(request.build_absolute_uri(address), None) for address in addresses]
    return unless_seen(request, addresses, None, partial(_xml, writing.pages(listed)))


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    """The articles of the last two days, as Google reads news."""
    address, today = _addresses(request), timezone.localdate()
    told = (
        (facts_of(one, permalink=address(one.public_id), accessed=today), one.published_at) for one in listing.news()
    )
    return _xml(writing.news(told))


def _articles(request: HttpRequest, number: int) -> Iterator[tuple[str, datetime.datetime | None]]:
    address = _addresses(request)
    return ((address(public_id), changed) for public_id, changed in listing.articles_of(number))


def _addresses(request: HttpRequest) -> Callable[[str], str]:
    """What makes the permanent address of an article of its public id: reversed once and not ten thousand times."""
    with override(settings.LANGUAGE_CODE):
        before, after = request.build_absolute_uri(reverse("archive:article", args=["-"])).rsplit("-", 1)
    return lambda public_id: f"{before}{public_id}{after}"


def _xml(pieces: Iterable[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(pieces, content_type="application/xml; charset=utf-8")
