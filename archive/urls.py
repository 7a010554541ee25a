"""The public addresses of this app."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.utils.feedgenerator import SyndicationFeed
from django.views.decorators.http import require_safe

from archive import feeds
from archive.cors import open_to_all
from archive.syndication import PlainAtom, PlainRss
from archive.views import (
    agencies,
    agency_lists,
    articles,
    citing,
    comparing,
    dates,
    days,
    home,
    reporting,
    site,
    taking,
    topics,
)


class NameConverter(StringConverter):
    """A slug in any script, without control characters: PostgreSQL refuses a NUL in any text."""

    regex = r"[^/\x00-\x1f\x7f]+"


register_converter(NameConverter, "name")


def agency_feed(name: str, form: type[SyndicationFeed]) -> Callable[..., HttpResponseBase]:
    """An agency's feed as a view: readable for all sites, and asked for anew each time. name: of its own address."""
    return open_to_all(require_safe(agencies.ask_each_time(feeds.AgencyFeed(f"archive:{name}", form))))


app_name = "archive"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("a/<str:public_id>/", articles.article, name="article"),
    path("a/<str:public_id>/history/", articles.history, name="history"),
    path("a/<str:public_id>/compare/<str:other_id>/", comparing.compare, name="compare"),
    path("a/<str:public_id>/report/", reporting.report, name="report"),
    path("a/<str:public_id>/report/sent/", reporting.report_sent, name="report-sent"),
    path("a/<str:public_id>/cite/", citing.cite, name="cite"),
    path("a/<str:public_id>/cite.bib", citing.cite_file, {"form": "bib"}, name="cite-bib"),
    path("a/<str:public_id>/cite.ris", citing.cite_file, {"form": "ris"}, name="cite-ris"),
    path("a/<str:public_id>/cite.json", citing.cite_file, {"form": "json"}, name="cite-json"),
    path("a/<str:public_id>.txt", taking.take, {"form": "txt"}, name="article-txt"),
    path("a/<str:public_id>.md", taking.take, {"form": "md"}, name="article-md"),
    path("a/<str:public_id>.json", taking.take, {"form": "json"}, name="article-json"),
    path("agencies/", agency_lists.agency_list, name="agencies"),
    path("agencies/<name:slug>/", agencies.agency, name="agency"),
    path("agencies/<name:slug>/feed/", agency_feed("agency-feed", PlainAtom), name="agency-feed"),
    path("agencies/<name:slug>/feed/rss/", agency_feed("agency-rss", PlainRss), name="agency-rss"),
    path("dates/", dates.years, name="years"),
    path("dates/latest/", dates.latest, name="latest"),
    path("dates/unknown/", dates.undated, name="undated"),
    path("dates/<int:year>/", dates.year, name="year"),
    path("dates/<int:year>/<int:month>/", dates.month, name="month"),
    path("dates/<int:year>/<int:month>/<int:day>/", days.day, name="day"),
    path("feed/", open_to_all(require_safe(feeds.ArticleFeed())), name="feed"),
    path("feed/rss/", open_to_all(require_safe(feeds.ArticleFeed(PlainRss))), name="rss"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/<name:topic>/", topics.topic, name="topic"),
    path("topics/<name:topic>/feed/", open_to_all(require_safe(feeds.TopicFeed())), name="topic-feed"),
    path("topics/<name:topic>/feed/rss/", open_to_all(require_safe(feeds.TopicFeed(PlainRss))), name="topic-rss"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]
