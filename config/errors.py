"""What a request that makes no sense, or holds too much, is told."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext

MEGABYTE = 1024 * 1024
JSON = "application/json"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; for a form with too many files or fields say how many there may be. Too long a text is a 413."""
    if isinstance(exception, RequestDataTooBig):
        return _text_too_long(request)
    limits = {
        "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES if isinstance(exception, TooManyFilesSent) else None,
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS if isinstance(exception, TooManyFieldsSent) else None,
    }
    return render(request, "400.html", limits, status=400)


def _text_too_long(request: HttpRequest) -> HttpResponse:
    """Say so on a page, or in JSON to the script of the upload page, which keeps the form as it is."""
    _hear_out(request)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE
    if request.get_preferred_type(["text/html", JSON]) == JSON:
        words = gettext("A pasted text can hold %(most)s MB. Save the page as a file and choose it.") % {"most": most}
        return JsonResponse({"wrong": [words]}, status=413, json_dumps_params={"ensure_ascii": False})
    return render(request, "413.html", {"text_mb": most}, status=413)


def _hear_out(request: HttpRequest) -> None:
    """Read the rest of the request: a connection that is closed on one who still sends shows them no answer."""
    with suppress(UnreadablePostError):  # they have gone: there is nobody to answer
        while request.read(MEGABYTE):
            continue
