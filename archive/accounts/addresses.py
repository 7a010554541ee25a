"""Where a request comes from. What a proxy says is believed only as far as the operator told us of proxies."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The client's IP address; None where it came through a local socket.

    Each proxy appends to X-Forwarded-For whom it heard, so with BAOKU_PROXIES=n the n-th entry from the right was
    written by a machine of ours; everything left of it may be invented by the client. With 0 the header is not read.
    """
    heard = request.META.get("REMOTE_ADDR", "")
    if settings.BAOKU_PROXIES:
        told = request.headers.get("X-Forwarded-For", "").split(",")
        if len(told) >= settings.BAOKU_PROXIES:
            return _normal(told[-settings.BAOKU_PROXIES]) or _normal(heard)
    return _normal(heard)


def _normal(words: str) -> str | None:
    try:
        address = ipaddress.ip_address(words.strip().strip("[]"))
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
