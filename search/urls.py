"""The public addresses of this app."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_safe

from archive.cors import open_to_all
from archive.syndication import PlainRss
from search import feeds, opensearch, views
from search.exporting import FORMATS

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    *(path(f"search/export.{form}", views.export, {"form": form}, name=f"export-{form}") for form in FORMATS),
    path("search/feed/", open_to_all(require_safe(feeds.SearchFeed())), name="feed"),
    path("search/feed/rss/", open_to_all(require_safe(feeds.SearchFeed(PlainRss))), name="rss"),
    path("search/suggestions/", open_to_all(opensearch.completions), name="completions"),
    path("places/", views.place_list, name="places"),
    path("places/<str:code>/", views.place, name="place"),
    path("opensearch.xml", opensearch.description, name="description"),
]
