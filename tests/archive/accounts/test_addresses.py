"""Whose address counts, with and without proxies."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from archive.accounts.addresses import address_of

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, None, PROXY),
        (0, "203.0.113.9", PROXY),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", PROXY),
        (1, "nonsense", PROXY),
        (1, "", PROXY),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, told, address):
    settings.BAOKU_PROXIES = proxies
    headers = {} if told is None else {"X-Forwarded-For": told}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=PROXY)) == address


def test_a_request_through_a_local_socket_has_no_address():
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) is None
