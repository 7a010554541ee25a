"""The review page of a draft, as somebody opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Article, Finding
from tests.drafts import make_draft


@pytest.fixture
def page(as_: Callable[[str], Client]) -> Callable[..., str]:
    """Open the page of an article; return its markup."""

    def open_page(article: Article, role: str = "reviewer", query: str = "") -> str:
        return as_(role).get(url(article) + query).content.decode()

    return open_page


def url(article: Article) -> str:
    return reverse("admin:archive_article_review", args=[article.pk])


def settled(**fields: Any) -> Article:
    """A draft in which nothing blocks: what was found in it is kept as harmless."""
    article = make_draft(**fields)
    article.findings.exclude(kind__in=Finding.PERSONAL_DATA).delete()
    article.findings.update(state=Finding.State.KEPT)
    return article
