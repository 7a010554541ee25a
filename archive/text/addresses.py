"""Web addresses as strings: nothing here opens one."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(address: str) -> str:
    """Return the host of a web address in lower case without "www.", or "" where it has none."""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
