"""What holds for every address of the API: its methods, its refusals, its language, its validators."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import ArticleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]
LISTS = ("search", "facets", "suggest", "articles", "agencies", "dates", "topics", "openapi.json")
READING = [f"/api/v1/{name}" for name in LISTS]


@pytest.mark.parametrize("path", READING)
def test_head_is_get_without_a_body(client: Client, path: str) -> None:
    got, asked = client.get(path), client.head(path)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked["Content-Type"] == got["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_another_method_is_refused_in_json_with_those_that_are_taken(path: str, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize("path", READING)
def test_who_has_the_answer_is_told_that_nothing_changed(client: Client, path: str) -> None:
    answer = client.get(path)
    again = client.get(path, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/articles/a/b", "/api/v1/uploads/x"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_there_is_not_is_told_in_json(path: str, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == 404 and list(answer.json()) == ["error"]


def test_its_root_leads_to_its_page(client: Client) -> None:
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"


@pytest.mark.parametrize(("language", "words"), [("en", "The last day"), ("zh-hans", "结束日期"), ("fr", "结束日期")])
def test_refusals_are_in_the_callers_language(client: Client, language: str, words: str) -> None:
    answer = client.get("/api/v1/articles?from=2024&to=2023", headers={"accept-language": language})
    assert answer.status_code == 400
    assert answer["Content-Language"] == ("en" if language == "en" else "zh-hans")
    assert "Accept-Language" in answer["Vary"]
    assert language != "en" or words in answer.json()["error"]


def test_what_is_found_has_no_language_but_that_of_its_address(client: Client) -> None:
    article = ArticleFactory(state="published")
    for language in ("en", "zh-hant"):
        told = client.get("/api/v1/articles", headers={"accept-language": language}).json()
        assert told["articles"][0]["page"] == f"http://testserver/a/{article.public_id}/"


@pytest.mark.parametrize("path", ["uploads/99999999999999999999999", "agencies/%00", "topics/%00", "articles/%FF"])
def test_odd_paths_are_no_fault_of_ours(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code in (401, 404)


def test_more_parameters_than_anybody_needs_are_refused(client: Client) -> None:
    answer = client.get("/api/v1/search?" + "&".join("a=1" for _ in range(10_001)))
    assert answer.status_code == 400 and list(answer.json()) == ["error"]
