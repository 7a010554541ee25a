"""Answers that scripts of other sites may read: public ones alone, and never with anybody's cookies.

CORS as the Fetch standard has it. `*` as the origin makes a browser keep such an answer from a script that sent
cookies along, and what is open here is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page

View = Callable[..., HttpResponseBase]

#: What a script may send beside what it always may: to ask whether something changed.
_ASKING = "If-Modified-Since, If-None-Match"
#: What a script may read beside what it always may.
_TOLD = "ETag, Link"
_DAY = 24 * 60 * 60  # seconds


def open_to_all(view: View, *, methods: str = "GET, HEAD, OPTIONS") -> View:
    """Let scripts of any site read what the view answers, and answer their browser's OPTIONS before it.

    methods: what the view takes, for OPTIONS to tell; the view itself refuses others. Who asks whether something
    changed is answered here: a 304 that is made further out would lack what lets a script read it.
    """
    view = conditional_page(view)

    @wraps(view)
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = _options(methods) if request.method == "OPTIONS" else view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _TOLD
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return opened


def _options(methods: str) -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = methods
    response.headers["Access-Control-Allow-Headers"] = _ASKING
    response.headers["Access-Control-Max-Age"] = str(_DAY)
    patch_vary_headers(response, ["Access-Control-Request-Headers", "Access-Control-Request-Method"])
    return response
