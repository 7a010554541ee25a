"""Which answers scripts of other sites may read, and which not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from archive.models import Article
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
ORIGIN = {"origin": "https://elsewhere.test"}


@pytest.fixture
def article(own_index: Path) -> Article:
    return ArticleFactory(state="published", public_id="opened", source=AgencyFactory(slug="chaoxin"))


OPEN = [
    *("/feed/", "/feed/rss/", "/en/feed/", "/agencies/chaoxin/feed/", "/agencies/chaoxin/feed/rss/"),
    *("/search/feed/", "/search/feed/rss/", "/search/suggestions/?q=x"),
    *("/api/v1/search?q=x", "/api/v1/suggest?q=x", "/api/v1/articles/opened", "/oai?verb=Identify"),
    *("/api/v1/articles", "/api/v1/agencies", "/api/v1/agencies/chaoxin", "/api/v1/dates", "/api/v1/facets"),
    *("/api/v1/topics", "/api/v1/openapi.json"),
]
CLOSED = [
    *("/", "/a/opened/", "/search/", "/agencies/chaoxin/", "/dates/", "/opensearch.xml", "/robots.txt"),
    *("/sitemap.xml", "/admin/login/", "/api/v1/uploads", "/api/v1/docs"),
]


@pytest.mark.parametrize("path", OPEN)
def test_what_is_for_programs_is_for_those_of_all_sites(client: Client, article: Article, path: str) -> None:
    answer = client.get(path, headers=ORIGIN)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", OPEN)
def test_a_browser_may_ask_beforehand(client: Client, article: Article, path: str) -> None:
    asked = {**ORIGIN, "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    answer = client.options(path, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "if-none-match" in answer["Access-Control-Allow-Headers"].lower()
    assert ("POST" in answer["Access-Control-Allow-Methods"]) == path.startswith("/oai")


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["get", "options"])
def test_pages_and_uploads_are_for_this_site_alone(client: Client, article: Article, path: str, method: str) -> None:
    answer = getattr(client, method)(path, headers=ORIGIN)
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/feed/", "/api/v1/articles/opened", "/api/v1/search?q=x"])
def test_a_script_may_read_that_nothing_changed(client: Client, article: Article, path: str) -> None:
    etag = client.get(path, headers=ORIGIN)["ETag"]
    answer = client.get(path, headers={**ORIGIN, "if-none-match": etag})
    assert answer.status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(("state", "status"), [("withdrawn", 410), ("draft", 404)])
def test_neither_is_an_error_kept_from_it(client: Client, state: str, status: int, own_index: Path) -> None:
    article = ArticleFactory(state=state)
    answer = client.get(f"/api/v1/articles/{article.public_id}", headers=ORIGIN)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")


def test_the_other_methods_are_refused_as_before(client: Client, article: Article) -> None:
    for path in OPEN:
        for method in ("put", "delete", "patch"):
            refused: Callable[..., object] = getattr(client, method)
            assert refused(path).status_code == 405, (path, method)  # type: ignore[attr-defined]
