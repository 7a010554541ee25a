"""The API, put together of both apps' operations, and its addresses.

Every address is open to scripts of all sites, but for uploads, which want a token. All errors are JSON.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, ValidationError

from archive.api import agencies, articles, dates, topics, uploads
from archive.cors import open_to_all
from archive.rest.answers import wrong
from archive.rest.methods import taking
from search.api import searching, suggesting


def unreadable(request: HttpRequest, _error: Exception) -> HttpResponse:
    """400 to an address that says nothing sensible, such as one with a number of a thousand digits."""
    return wrong(request, _("This address makes no sense."), status=400)


ROUTERS = (
    searching.router,
    suggesting.router,
    articles.router,
    agencies.router,
    dates.router,
    topics.router,
    uploads.router,
)
#: The methods of the addresses that want a token, by their names; all others read.
WITH_TOKEN = {"api-uploads": ("POST",), "api-upload": ("GET", "HEAD")}


#: Who answers what the framework or Django raises; other exceptions are faults, and Django's to tell.
HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    AuthenticationError: uploads.unauthenticated,
    AuthorizationError: uploads.unauthorized,
    ValidationError: unreadable,
    SuspiciousOperation: unreadable,
}


def make() -> NinjaAPI:
    """The API with all its operations. Its document and its page are ours: config/api_document.py."""
    made = NinjaAPI(title="Baoku", version="1", openapi_url=None, docs_url=None, servers=[{"url": "/api/v1"}])
    for router in ROUTERS:
        made.add_router("", router)
    for error, handler in HANDLERS.items():
        made.add_exception_handler(error, handler)
    return made


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """404 to an address that the API does not have."""
    return wrong(request, _("There is no such address."), status=404)


def _door(name: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    if methods := WITH_TOKEN.get(name):
        return lambda view: uploads.for_programs(taking(*methods)(view))
    return lambda view: open_to_all(taking("GET", "HEAD")(view))


def addresses(of: NinjaAPI) -> list[URLPattern]:
    """The addresses of the API's operations, under the names that they were given."""
    operations = [pattern for pattern in of.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    return [
        path(str(pattern.pattern), _door(pattern.name or "")(pattern.callback), name=pattern.name)
        for pattern in operations
    ]


api = make()
urlpatterns = addresses(api)
