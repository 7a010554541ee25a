"""The API's addresses of this app."""

from __future__ import annotations

from django.urls import path

from search import api, suggest_api

urlpatterns = [
    path("search", api.search, name="api-search"),
    path("suggest", suggest_api.suggest, name="api-suggest"),
]
