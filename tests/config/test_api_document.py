"""The OpenAPI document: valid, complete, the same everywhere; and what is answered is what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from archive.models import Agency, UploadBatch, UploadToken
from config.api import api, urlpatterns
from config.api_document import document
from config.environment import PROJECT
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

DOCUMENT = document()
OPERATIONS = [(path, method, told) for path, methods in DOCUMENT["paths"].items() for method, told in methods.items()]
NAMES = [f"{method} {path}" for path, method, _told in OPERATIONS]


def strict(shape: Any) -> Any:
    """The schema with no other keys allowed than those it names."""
    if isinstance(shape, list):
        return [strict(one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    made = {key: strict(one) for key, one in shape.items()}
    return {"additionalProperties": False, **made} if "properties" in made and made.get("type") == "object" else made


def validator(shape: dict[str, Any]) -> Draft202012Validator:
    """Holds JSON against a schema of the document, which must name every key."""
    return Draft202012Validator({**strict(shape), "components": strict(DOCUMENT["components"])})


def shape_of(told: dict[str, Any], status: int) -> dict[str, Any]:
    answer = told["responses"][str(status)]
    if "$ref" in answer:
        answer = DOCUMENT["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return answer["content"]["application/json"]["schema"]


def wrong(answer: Any, path: str, method: str = "get") -> list[str]:
    """What of the answer is not as the document has it."""
    shape = shape_of(DOCUMENT["paths"][path][method], answer.status_code)
    return [error.message for error in validator(shape).iter_errors(answer.json())]


def described(shape: Any) -> Iterator[dict[str, Any]]:
    """Every object with examples or parameters in the document."""
    if isinstance(shape, dict):
        yield shape
        for one in shape.values():
            yield from described(one)
    elif isinstance(shape, list):
        for one in shape:
            yield from described(one)


def test_it_is_a_valid_document_of_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_every_address_of_the_api_is_in_it():
    routes = {"/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern)) for one in urlpatterns}
    assert routes == set(DOCUMENT["paths"])
    assert len(api.urls[0]) == len(urlpatterns) + 1  # and its root, which is ours


@pytest.mark.parametrize(("path", "method", "told"), OPERATIONS, ids=NAMES)
def test_every_operation_is_told_in_full(path: str, method: str, told: dict[str, Any]):
    assert told["summary"] and told["description"] and told["tags"]
    assert told["tags"][0] in {one["name"] for one in DOCUMENT["tags"]}
    assert all(one["description"] for one in told["parameters"])
    success = told["responses"]["201" if method == "post" else "200"]
    content = success["content"]["application/json"]
    assert [error.message for error in validator(content["schema"]).iter_errors(content["example"])] == []
    assert "security" in told or "ETag" in success["headers"]


def test_the_examples_of_refusals_are_as_their_schemas_say():
    answers = [
        one["content"]["application/json"] for one in DOCUMENT["components"]["responses"].values() if "content" in one
    ]
    assert len(answers) > 5
    for one in answers:
        assert not list(validator(one["schema"]).iter_errors(one["example"]))


def test_the_ids_of_operations_never_change():
    ids = [told["operationId"] for _path, _method, told in OPERATIONS]
    assert ids == [
        "search", "facets", "suggest", "articles", "article", "agencies", "agency", "dates", "topics", "topic",
        "upload", "uploadBatch",
    ]  # fmt: skip


def test_what_may_be_null_says_so_in_the_way_of_json_schema():
    assert not [one for one in described(DOCUMENT) if "nullable" in one]


def test_addresses_in_it_are_relative_so_that_it_is_the_same_on_every_machine():
    assert [one["url"] for one in DOCUMENT["servers"]] == ["/api/v1"]


def test_it_is_served_to_scripts_of_all_sites_and_asked_for_once(client: Client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.json() == DOCUMENT
    assert answer["Content-Type"] == "application/json" and answer["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/openapi.json", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.post("/api/v1/openapi.json").status_code == 405


def test_the_guide_names_every_operation():
    guide = (PROJECT / "docs" / "api.md").read_text(encoding="utf-8")
    named = {re.sub(r"{\w+}", "{id}", path) for path, _method, _told in OPERATIONS}
    missing = named - set(re.findall(r"`(/[^`]*)`", re.sub(r"{\w+}", "{id}", guide)))
    assert missing == set()


ANSWERED = [
    ("/search", "?q=海堤&facets=1&collapse=1&size=1"),
    ("/search", "?q=“海堤 没有"),
    ("/search", ""),
    ("/facets", "?q=海堤"),
    ("/suggest", "?q=海"),
    ("/articles", ""),
    ("/articles", "?size=1&sort=date&source=xicheng&agency=water&from=2024&to=2024-09"),
    ("/articles/{public_id}", ""),
    ("/agencies", "?size=1"),
    ("/agencies/{slug}", ""),
    ("/dates", ""),
    ("/dates", "?year=2024"),
    ("/dates", "?year=2024&month=9"),
    ("/topics", ""),
    ("/topics/{topic}", "?size=1"),
]
REFUSED = [
    ("/search", "/search?size=0", 400),
    ("/facets", "/facets?from=never", 400),
    ("/articles", "/articles?cursor=x", 400),
    ("/articles/{public_id}", "/articles/{gone}", 410),
    ("/articles/{public_id}", "/articles/zzz", 404),
    ("/agencies", "/agencies?cursor=x", 400),
    ("/agencies/{slug}", "/agencies/zzz", 404),
    ("/dates", "/dates?month=3", 400),
    ("/topics/{topic}", "/topics/zzz", 404),
    ("/topics/{topic}", "/topics/{topic}?size=101", 400),
]


def test_what_is_answered_is_what_it_says(client: Client, furnished: dict[str, str]):
    assert {path for path, _query in ANSWERED} == {path for path, _method, _told in OPERATIONS if "upload" not in path}
    for path, query in ANSWERED:
        answer = client.get(f"/api/v1{path.format(**furnished)}{query}")
        assert answer.status_code == 200, path
        assert wrong(answer, path) == [], path
        assert any(one for one in answer.json().values()), path


def test_so_is_what_is_refused(client: Client, furnished: dict[str, str]):
    for path, address, status in REFUSED:
        answer = client.get(f"/api/v1{address.format(**furnished)}")
        assert answer.status_code == status, address
        assert wrong(answer, path) == [], address


@pytest.mark.usefixtures("data")
def test_so_are_uploads(db: None):
    uploader = UserFactory(groups=["Uploaders"])
    token = UploadToken.objects.issue(uploader, "cron")[1]
    program = Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})
    page = PROJECT / "samples" / "README.md"
    with page.open("rb") as file:
        taken = program.post("/api/v1/uploads", {"files": file})
    followed = program.get(f"/api/v1/uploads/{UploadBatch.objects.get().pk}")
    refused = program.post("/api/v1/uploads", {"outlet": "没有的报"})
    shut = Client().post("/api/v1/uploads")
    missing = program.get("/api/v1/uploads/999999")
    assert [one.status_code for one in (taken, followed, refused, shut, missing)] == [201, 200, 400, 401, 404]
    assert [wrong(one, "/uploads", "post") for one in (taken, refused, shut)] == [[], [], []]
    assert [wrong(one, "/uploads/{pk}") for one in (followed, missing)] == [[], []]


def test_an_agency_that_only_drafts_name_is_in_no_answer(client: Client, db: None):
    hidden = AgencyFactory(slug="hidden")
    ArticleFactory(source=hidden)
    assert Agency.objects.filter(slug="hidden").exists()
    unknown = client.get("/api/v1/agencies/never-was")
    assert client.get("/api/v1/agencies/hidden").content == unknown.content
    assert client.get("/api/v1/articles?source=hidden").content == client.get("/api/v1/articles?source=never").content
    assert client.get("/api/v1/agencies").json() == {"agencies": [], "cursor": None}
