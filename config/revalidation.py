"""Answers of 304 to who has a page as it stands, before anything of it is made.

A public page is a function of its address, of the archive and of the index, of the day (which the first page names) and
of the program itself. Nothing that readers see changes without an event, so the newest event stands for the archive;
the newest commit stands for the index. The tag is taken before the page is made: a page may be newer than its tag says,
and is then made once more than needed, but never older.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from archive.models import Event
from config.environment import PROJECT
from search.index_state import newest_commit

#: What is no page of readers, or has validators of its own.
_OTHERS = ("/admin/", "/api/", "/static/", "/feed/", "/oai", "/sitemap")
_PROGRAM = ("archive", "config", "search", "static", "templates")


def revalidation(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give public pages a tag of the state that they were made from, and answer 304 to who shows it again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _may_be_a_page(request):
            return get_response(request)
        tag = tag_of(request)
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return _not_modified(tag)
        response = get_response(request)
        if _is_a_page(response):
            response.headers["ETag"] = tag
        return response

    return middleware


def tag_of(request: HttpRequest) -> str:
    """Return the tag of the page at the request's address as all stands now. It tells nothing to who has no key."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    state = (request.get_full_path(), newest, newest_commit(), timezone.localdate().isoformat(), _program())
    return f'W/"{salted_hmac("config.revalidation", repr(state), algorithm="sha256").hexdigest()[:32]}"'


@cache
def _program() -> int:
    """The moment of the last change of the program's files, in nanoseconds: a new version makes other pages."""
    files = (path for name in _PROGRAM for path in (PROJECT / name).rglob("*") if path.suffix != ".pyc")
    return max(path.stat().st_mtime_ns for path in files)


def _may_be_a_page(request: HttpRequest) -> bool:
    """Whoever has a session gets answers that are kept nowhere; while templates are worked on, nobody is told 304."""
    is_reader = settings.SESSION_COOKIE_NAME not in request.COOKIES and request.method in ("GET", "HEAD")
    return is_reader and not settings.DEBUG and not any(part in request.path for part in _OTHERS)


def _is_a_page(response: HttpResponse) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html and not response.streaming and not response.cookies


def _not_modified(tag: str) -> HttpResponse:
    """As RFC 9110, 15.4.5, has it: with the validators and what governs keeping that the page itself would bear."""
    response = HttpResponseNotModified()
    response.headers["ETag"] = tag
    patch_cache_control(response, public=True, no_cache=True)
    return response
