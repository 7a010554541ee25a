"""The API's addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from archive import api, api_uploads
from archive.cors import open_to_all

urlpatterns: list[URLPattern] = [
    path("articles/<str:public_id>", open_to_all(api.article), name="api-article"),
    path("uploads", api_uploads.uploads, name="api-uploads"),
    path("uploads/<int:pk>", api_uploads.upload, name="api-upload"),
]
