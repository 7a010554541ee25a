"""Where everything is. Pages come in three languages: simplified without a prefix, /zh-hant/, /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "config.errors.bad_request"

urlpatterns = [
    path("api/v1/", include("search.api_urls")),
    path("api/v1/", include("archive.api_urls")),
    path("", include("archive.machine_urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("search.urls")),
        path("", include("archive.urls")),
        prefix_default_language=False,
    ),
]
