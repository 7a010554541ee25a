"""The API's addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from archive import api, api_uploads

urlpatterns: list[URLPattern] = [
    path("articles/<str:public_id>", api.article, name="api-article"),
    path("uploads", api_uploads.uploads, name="api-uploads"),
    path("uploads/<int:pk>", api_uploads.upload, name="api-upload"),
]
