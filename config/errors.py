"""What a request that makes no sense is told."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MEGABYTE = 1024 * 1024


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; for a form with too many files or fields or too long a text, say how much there may be."""
    text_mb = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE
    limits = {
        "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES if isinstance(exception, TooManyFilesSent) else None,
        "megabytes": text_mb if isinstance(exception, RequestDataTooBig) else None,
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS if isinstance(exception, TooManyFieldsSent) else None,
    }
    return render(request, "400.html", limits, status=400)
