"""The public addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from archive import feeds
from archive.views import agencies, articles, dates, home, site


class NameConverter(StringConverter):
    """A slug in any script, without control characters: PostgreSQL refuses a NUL in any text."""

    regex = r"[^/\x00-\x1f\x7f]+"


register_converter(NameConverter, "name")

app_name = "archive"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("a/<str:public_id>/", articles.article, name="article"),
    path("a/<str:public_id>/history/", articles.history, name="history"),
    path("agencies/", agencies.agency_list, name="agencies"),
    path("agencies/<name:slug>/", agencies.agency, name="agency"),
    path("agencies/<name:slug>/feed/", require_safe(feeds.AgencyFeed()), name="agency-feed"),
    path("dates/", dates.years, name="years"),
    path("dates/latest/", dates.latest, name="latest"),
    path("dates/unknown/", dates.undated, name="undated"),
    path("dates/<int:year>/", dates.year, name="year"),
    path("dates/<int:year>/<int:month>/", dates.month, name="month"),
    path("dates/<int:year>/<int:month>/<int:day>/", dates.day, name="day"),
    path("feed/", require_safe(feeds.ArticleFeed()), name="feed"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]
