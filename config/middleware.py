"""What holds for every request and answer: the size of a request, the headers of an answer."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

JSON = "application/json"
PERMISSIONS = "camera=(), microphone=(), geolocation=()"


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add the content security policy and its kin where a view has not set its own, stricter one."""
    policy = "; ".join(f"{name} {' '.join(sources)}".strip() for name, sources in settings.SECURE_CSP.items())

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def request_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 before a byte of an oversized body is read. A body of undeclared length is not read at all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdecimal() and int(declared) <= settings.BAOKU_MAX_REQUEST_BYTES:
            return get_response(request)
        return _too_large(request, settings.BAOKU_MAX_REQUEST_BYTES // 1_000_000)

    return middleware


def _too_large(request: HttpRequest, limit_mb: int) -> HttpResponse:
    """Say so on a page, or to a program and to the script of the upload page in JSON."""
    if request.path.startswith("/api/") or request.get_preferred_type(["text/html", JSON]) == JSON:
        words = gettext("One upload can hold %(limit_mb)s MB. Nothing was taken; upload the files in several parts.")
        told = words % {"limit_mb": limit_mb}
        return JsonResponse({"error": told, "wrong": [told]}, status=413, json_dumps_params={"ensure_ascii": False})
    return render(request, "413.html", {"limit_mb": limit_mb}, status=413)


def caching(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let caches keep public pages, and ask before each use, so that a withdrawn article lingers in none.

    What somebody with a session sees is kept nowhere. The cookie is looked at, not the session: a reader's page asks
    the database for no login.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response.headers["Cache-Control"] = "private, no-store"
        elif request.method in ("GET", "HEAD") and response.status_code in (200, 404, 410):
            response.headers.setdefault("Cache-Control", "public, no-cache")
        return response

    return middleware
