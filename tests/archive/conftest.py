"""Fixtures of the archive's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """Start each test in the default language: a request for /en/ leaves English active in the test's thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
