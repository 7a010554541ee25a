"""The language of who comes from outside: the page that they meet first is in the language that they read.

The address alone says in which language a page is, and links stay within one. Only somebody who arrives (by a link of
another site, a bookmark, the address bar) at an address without a language may be led to the same page in another one:
the one that they chose here before, or else the best of those that their browser asks for. Browsers say that somebody
arrives by Sec-Fetch-Site; programs do not, and get what stands at the address.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import translate_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path, get_language_from_request

#: Where a browser says that somebody comes from when no page of ours led them here.
_OUTSIDE = ("none", "cross-site", "same-site")
_NO_PAGES = ("/api/", "/static/")


def arrival(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead who arrives at a page without a language to the same page in theirs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if get_language_from_path(request.path_info) or request.path_info.startswith(_NO_PAGES):
            return get_response(request)
        elsewhere = _where_it_is_read(request) if _arrives(request) else None
        response = HttpResponseRedirect(elsewhere) if elsewhere else get_response(request)
        # Not by the cookie: no cache keeps the way elsewhere, and each asks before it uses a page again.
        patch_vary_headers(response, ("Accept-Language", "Sec-Fetch-Site"))
        return response

    return middleware


def _arrives(request: HttpRequest) -> bool:
    fetched = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest"))
    comes_from = request.headers.get("Sec-Fetch-Site")
    return request.method in ("GET", "HEAD") and fetched == ("navigate", "document") and comes_from in _OUTSIDE


def _where_it_is_read(request: HttpRequest) -> str | None:
    """The address of the page in the reader's language; None where that is the one of the plain address, or no page."""
    language = get_language_from_request(request)
    if language == settings.LANGUAGE_CODE:
        return None
    here = request.get_full_path()
    there = translate_url(here, language)
    return there if there != here else None
