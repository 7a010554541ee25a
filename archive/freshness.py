"""When the archive last changed, and answers of 304 to those who have seen it since.

A date counts in whole seconds: what changed twice within one would be the same to whoever asks between. So a moment
is told only once its second is over; till then the ETag alone tells the answers apart.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from archive.models import Event

#: The second itself, and one for clocks that are set back a little.
_SETTLED = datetime.timedelta(seconds=2)


def last_change() -> datetime.datetime | None:
    """The moment of the newest event: nothing that readers see changes without one. Costs one query.

    None for an archive without events, and while the moment is too near to be told.
    """
    return settled(Event.objects.order_by("-pk").values_list("at", flat=True).first())


def settled(at: datetime.datetime | None) -> datetime.datetime | None:
    """The moment, if nothing more can happen within its second; else None."""
    return at if at is not None and timezone.now() - at >= _SETTLED else None


def tell(response: HttpResponseBase, at: datetime.datetime | None) -> None:
    """Write Last-Modified, or take it away where no moment can be told."""
    if at is not None:
        response.headers["Last-Modified"] = http_date(at.timestamp())
    elif response.has_header("Last-Modified"):
        del response.headers["Last-Modified"]


def unless_seen(
    request: HttpRequest, state: object, at: datetime.datetime | None, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Answer 304 to who has what `state` stands for, else what `make` makes; with the validators of both.

    state: what the answer depends on, the same text for the same answer. Call it for what is there: a 404 or a 410 is
    for the caller to give first.
    """
    etag, at = quote_etag(hashlib.sha256(repr(state).encode()).hexdigest()[:32]), settled(at)
    seconds = int(at.timestamp()) if at is not None else None
    response = get_conditional_response(request, etag=etag, last_modified=seconds) or make()
    response.headers["ETag"] = etag
    tell(response, at)
    return response
