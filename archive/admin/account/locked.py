"""What somebody is told whose name is locked to their address: for how long, and that waiting is all it takes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.accounts import locks


def answer(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer 429 in the reader's language, the same whether or not there is such an account.

    The arguments are those with which django-axes calls it (AXES_LOCKOUT_CALLABLE).
    """
    minutes = locks.minutes_left(request, (credentials or {}).get("username"))
    response = render(request, "admin/account/locked.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response
