"""The API's addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from archive import api

urlpatterns: list[URLPattern] = [path("articles/<str:public_id>", api.article, name="api-article")]
