"""The feeds of what was released last: all of it, what names one agency, or what stands in one topic."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.translation import gettext as _

from archive import holdings, topics
from archive.models import Agency, Article, ArticleAgency
from archive.models.articles import ArticleQuerySet
from archive.syndication import ENTRIES, ArticlesFeed, Channel, PlainAtom

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
#: Where a page ended: the moment of its last release in microseconds, and a number that parts releases of one moment.
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


class ArticleFeed(ArticlesFeed):
    """The newest releases of the whole archive."""

    def get_object(self, request: HttpRequest) -> Channel:
        page = reverse("archive:home")
        return channel(request, Article.objects.public(), title=_("Baoku"), page=page)


class AgencyFeed(ArticlesFeed):
    """The newest releases that name one agency; with ?role= in one part alone, such as that of the source."""

    def __init__(self, name: str, form: type[SyndicationFeed] = PlainAtom) -> None:
        """name: of the feed's own address."""
        super().__init__(form)
        self.name = name

    def __call__(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The feed; that of a merged agency leads to the feed of the one that took it in."""
        try:
            return super().__call__(request, slug=slug)
        except Http404:
            if (agency := holdings.successor(slug)) is None:
                raise
            return redirect(self.name, agency.slug, permanent=True)

    def get_object(self, request: HttpRequest, slug: str) -> Channel:
        agency = Agency.objects.confirmed().filter(slug=slug).first()
        if agency is None or not holdings.has_page(agency):
            raise Http404
        articles, kept = in_role(agency, request.GET.get("role", ""))
        page = agency.get_absolute_url() + (f"?{urlencode(kept)}" if kept else "")
        return channel(request, articles, title=f"{agency} · {_('Baoku')}", page=page, kept=kept)


class TopicFeed(ArticlesFeed):
    """The newest releases that stand in one topic."""

    def get_object(self, request: HttpRequest, topic: str) -> Channel:
        shown = topics.shown_topic(topic)
        if shown is None:
            raise Http404
        page = shown.topic.get_absolute_url()
        return channel(request, topics.articles_of(shown.topic), title=f"{shown.topic} · {_('Baoku')}", page=page)


def in_role(agency: Agency, role: str) -> tuple[ArticleQuerySet, dict[str, str]]:
    """The public articles that name the agency in this part, and what of the address says so; any part for "".

    A part that there is not is passed over, as on the agency's page.
    """
    if role not in ArticleAgency.Role.values:
        return holdings.articles_of(agency), {}
    links = agency.article_links.filter(role=role)
    return Article.objects.public().filter(pk__in=links.values("article")), {"role": role}


def channel(
    request: HttpRequest, articles: ArticleQuerySet, *, title: str, page: str, kept: Mapping[str, str] | None = None
) -> Channel:
    """The page of a feed that the address asks for. kept: what else of the address shapes the feed.

    Raises Http404 where ?after= is none of ours.
    """
    after = request.GET.get("after", "")
    listed = list(newest_releases(following(articles, after) if after else articles)[: ENTRIES + 1])
    links = {"first": _address(request, kept)} if after or len(listed) > ENTRIES else {}
    if len(listed) > ENTRIES:
        links["next"] = _address(request, kept, after=cursor(listed[ENTRIES - 1]))
    return Channel(
        title=title,
        subtitle=_("Newly added articles"),
        page=request.build_absolute_uri(page),
        address=_address(request, kept, **({"after": after} if after else {})),
        articles=listed[:ENTRIES],
        links=links,
    )


def newest_releases(articles: ArticleQuerySet) -> ArticleQuerySet:
    """What came out last, by the moment of release."""
    return articles.order_by(F("released_at").desc(nulls_last=True), "-pk")


def cursor(article: Article) -> str:
    """Where a page ended that ended with this article; 0 stands for a moment of release that nobody knows."""
    if article.released_at is None:
        return f"0-{article.pk}"
    return f"{(article.released_at - _EPOCH) // _MICROSECOND}-{article.pk}"


def following(articles: ArticleQuerySet, after: str) -> ArticleQuerySet:
    """Those of the articles that come after the place of the cursor, whatever came or went meanwhile."""
    place = _CURSOR.fullmatch(after)
    if place is None:
        raise Http404
    number = int(place[2])
    undated = Q(released_at=None)
    if int(place[1]) == 0:
        return articles.filter(undated, pk__lt=number)
    at = _EPOCH + int(place[1]) * _MICROSECOND
    return articles.filter(Q(released_at__lt=at) | Q(released_at=at, pk__lt=number) | undated)


def _address(request: HttpRequest, kept: Mapping[str, str] | None, **more: str) -> str:
    query = urlencode({**(kept or {}), **more})
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)
