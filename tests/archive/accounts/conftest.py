"""Somebody of the staff, and what they type at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from archive.accounts import second_step
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def member(db: None) -> User:
    return UserFactory(username="shenyan", groups=["Reviewers"])


@pytest.fixture
def type_password() -> Callable[..., Any]:
    def send(client: Client, password: str = PASSWORD, name: str = "shenyan", **extra: Any) -> Any:
        return client.post(reverse("admin:login"), {"username": name, "password": password}, **extra)

    return send


@pytest.fixture
def type_code() -> Callable[[Client, str], Any]:
    def send(client: Client, code: str) -> Any:
        return client.post(reverse("admin:second_step"), {"code": code})

    return send


@pytest.fixture
def recovery_codes(member: User) -> list[str]:
    """The member has a second step; these are their codes."""
    second_step.start(member)
    codes = second_step.confirm(member, code_of(member, steps=-1), session_key=None)
    assert isinstance(codes, list)
    return codes


def code_of(user: User, *, steps: int = 0) -> str:
    """What the person's app shows now, or showed so many half minutes ago."""
    device = user.totpdevice_set.latest("pk")
    totp = TOTP(device.bin_key)
    totp.drift = steps
    return f"{totp.token():06d}"


def is_in(client: Client) -> bool:
    """Whether the desk opens."""
    return bool(client.get(reverse("admin:index")).status_code == 200)
