"""People, their drafts, and the addresses of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.models import Article
from tests.factories import UserFactory

ROLES = ("nobody", "reader", "uploader", "reviewer", "manager")
GROUPS = {"uploader": ["Uploaders"], "reviewer": ["Reviewers"], "manager": ["Managers"]}


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """One person of each kind; `reader` has an account that is not staff."""
    made = {role: UserFactory(username=role, groups=groups) for role, groups in GROUPS.items()}
    return {**made, "reader": UserFactory(username="reader"), "other": UserFactory(username="other")}


@pytest.fixture
def as_(people: dict[str, User]) -> Callable[[str], Client]:
    """A browser in which this person is logged in; `nobody` is nobody."""

    def browse(role: str) -> Client:
        client = Client(enforce_csrf_checks=False)
        if role != "nobody":
            client.force_login(people[role])
        return client

    return browse


@pytest.fixture
def press(as_: Callable[[str], Client]) -> Callable[..., Any]:
    """Press a button of the review page as somebody, with the fields as they are stored unless said otherwise."""

    def send(role: str, article: Article, verb: str, *, edit: bool = False, **typed: Any) -> Any:
        url = reverse("admin:archive_article_review", args=[article.pk]) + ("?edit" if edit else "")
        client = as_(role)
        page = client.get(url)
        fields = dict(page.context["form"].initial) if page.status_code == 200 else {"version": article.version}
        fields = {name: "、".join(value) if isinstance(value, list) else value for name, value in fields.items()}
        return client.post(url, {**fields, "verb": verb, **typed})

    return send
