"""Tells senders of reports apart without knowing them: a keyed digest of the address and the day."""

from __future__ import annotations

import datetime
import ipaddress

from django.utils.crypto import salted_hmac

#: So much of an IPv6 address is one subscriber's line: the rest changes at will.
_OF_A_LINE = 64


def digest_of(address: str | None, day: datetime.date) -> str:
    """Return 32 characters that are the same for one sender during one day, and tell nobody who it is.

    HMAC-SHA256 with a key derived from SECRET_KEY and the day: without the key the few possible addresses cannot be
    tried out, and tomorrow the same sender is another one. address: as archive.accounts.addresses tells it, None for a
    local socket.
    """
    salt = f"archive.reports.senders:{day.isoformat()}"
    return salted_hmac(salt, _line(address), algorithm="sha256").hexdigest()[:32]


def _line(address: str | None) -> str:
    if address is None:
        return ""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), _OF_A_LINE), strict=False))
