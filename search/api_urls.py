"""The API's addresses of this app."""

from __future__ import annotations

from django.urls import path

from archive.cors import open_to_all
from search import api, suggest_api

urlpatterns = [
    path("search", open_to_all(api.search), name="api-search"),
    path("suggest", open_to_all(suggest_api.suggest), name="api-suggest"),
]
