"""Methods that an address takes; others are refused in JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from archive.rest.answers import wrong

View = Callable[..., HttpResponseBase]


def taking(*methods: str) -> Callable[[View], View]:
    """Let the view see these methods alone; answer 405 to others, with those that it takes."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method in methods:
                return view(request, *args, **kwargs)
            response = wrong(request, _("This address takes no such request."), status=405)
            response.headers["Allow"] = ", ".join(methods)
            return response

        return guarded

    return decorate
