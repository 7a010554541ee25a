"""The first staff accounts of a new archive: generated passwords, shown once, never stored in the clear."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group, User

FIRST_ACCOUNTS = {"uploader": "Uploaders", "reviewer": "Reviewers"}
PASSWORD_BYTES = 12  # 16 characters, 96 bits


@dataclass(frozen=True, slots=True)
class NewAccount:
    username: str
    password: str


def make_first_accounts() -> list[NewAccount]:
    """Make an uploader and a reviewer if the archive has no staff yet. Returns what was made, passwords readable."""
    if User.objects.exists():
        return []
    return [_make(username, group) for username, group in FIRST_ACCOUNTS.items()]


def _make(username: str, group: str) -> NewAccount:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = User.objects.create_user(username, password=password, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return NewAccount(username, password)
