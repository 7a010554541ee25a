"""The original file as a download that no browser opens on our origin; each opening is an event."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from archive import storage
from archive.admin.site import person, the_desk
from archive.ingest.records import MediaType
from archive.models import Article, Capture, Event
from archive.review import originals, roles

#: Only what cannot carry markup is named; a browser that ignores the rest still has nothing to run.
READABLE = {MediaType.PLAIN.value, MediaType.MARKDOWN.value}
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
# Control characters, and those that turn the direction of text: a name must not pretend another ending.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the article's original bytes to whoever works on it, a sealed one to managers alone."""
    article = get_object_or_404(Article.objects.select_related("capture"), pk=pk)
    if not roles.may_see(request.user, article):
        raise PermissionDenied
    if article.capture is None:
        raise Http404(_("This article came without an original file."))
    sealed = originals.is_sealed(article)
    if sealed and not roles.may_open_sealed(request.user):
        return _refuse(request, article)
    response = _download(article.capture)
    told = {"sha256": article.capture.sha256, "sealed": sealed}
    Event.objects.record("original opened", article, actor=person(request), **told)
    return response


def _refuse(request: HttpRequest, article: Article) -> HttpResponseBase:
    """Say why, and whom to ask. Nothing is written: a look changes nothing."""
    context = the_desk().each_context(request) | {"title": _("Sealed original"), "article": article}
    return TemplateResponse(request, "admin/archive/article/sealed.html", context, status=403)


def disposition(name: str) -> str:
    """Return the header that makes a file a download under `name`, in characters that cannot break the header."""
    last = _UNSEEN.sub("", re.split(r"[/\\]", name)[-1])
    return f"attachment; filename*=UTF-8''{quote(last or 'original', safe='')}"


def _download(capture: Capture) -> FileResponse:
    try:
        file = storage.path_of(capture.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The original file is missing from the store.")) from error
    kind = "text/plain; charset=utf-8" if capture.media_type in READABLE else "application/octet-stream"
    response = FileResponse(file, content_type=kind, headers=HEADERS)
    response["Content-Disposition"] = disposition(capture.file_name)
    return response
