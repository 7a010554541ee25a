"""What crawlers and browsers ask for by themselves: robots.txt and the icon."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers from the desk and from endless result pages, and show them the sitemaps. What must not be found
    is never listed here: that would be a map to it."""
    closed = "".join(f"Disallow: {path}\n" for path in _closed())
    maps = [request.build_absolute_uri(reverse(name)) for name in ("sitemap", "sitemap-news")]
    shown = "".join(f"Sitemap: {address}\n" for address in maps)
    return HttpResponse(f"User-agent: *\n{closed}\n{shown}", content_type="text/plain; charset=utf-8")


def _closed() -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield from (reverse("admin:index"), reverse("search:results"))


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that look here to the seal."""
    return HttpResponseRedirect(static("img/seal.svg"))
