"""The public addresses of this app."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_safe

from archive.cors import open_to_all
from archive.syndication import PlainRss
from search import feeds, opensearch, views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/feed/", open_to_all(require_safe(feeds.SearchFeed())), name="feed"),
    path("search/feed/rss/", open_to_all(require_safe(feeds.SearchFeed(PlainRss))), name="rss"),
    path("search/suggestions/", open_to_all(opensearch.completions), name="completions"),
    path("opensearch.xml", opensearch.description, name="description"),
]
