"""Oversized requests are refused before they are read."""

from __future__ import annotations

import io

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import request_limit


class Unread(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize(("length", "status"), [("10", 200), ("0", 200), ("", 200), ("300000001", 413), ("-5", 413)])
def test_the_declared_length_decides(length, status):
    request = RequestFactory().post("/admin/", CONTENT_LENGTH=length)
    request.META["wsgi.input"] = Unread()
    answer = request_limit(lambda _: HttpResponse("read on"))(request)
    assert answer.status_code == status


def test_the_answer_names_the_limit():
    request = RequestFactory().post("/admin/", CONTENT_LENGTH="999999999")
    assert "300" in request_limit(lambda _: HttpResponse())(request).content.decode()
