"""The addresses for programs that have no language: sitemaps and OAI-PMH."""

from __future__ import annotations

from django.urls import URLPattern, path

from archive.cors import open_to_all
from archive.oai.views import oai
from archive.sitemaps import views as sitemaps

urlpatterns: list[URLPattern] = [
    path("oai", open_to_all(oai, methods="GET, HEAD, POST, OPTIONS"), name="oai"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<int:part>.xml", sitemaps.part, name="sitemap-part"),
]
