"""The API's addresses of this app."""

from __future__ import annotations

from django.urls import path

from search import api

urlpatterns = [path("search", api.search, name="api-search")]
