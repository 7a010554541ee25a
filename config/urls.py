"""Where everything is. Pages come in three languages: simplified without a prefix, /zh-hant/, /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from archive.cors import open_to_all
from config import api, api_document, api_reference

handler400 = "config.errors.bad_request"

urlpatterns = [
    path("api/v1/", RedirectView.as_view(pattern_name="api-docs"), name="api"),
    path("api/v1/openapi.json", open_to_all(api_document.show), name="api-document"),
    path("api/v1/", include("config.api")),
    path("", include("archive.machine_urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("api/v1/docs", api_reference.reference, name="api-docs"),
        path("", include("search.urls")),
        path("", include("archive.urls")),
        prefix_default_language=False,
    ),
    path("api/v1/<path:rest>", open_to_all(api.unknown), name="api-unknown"),
]
