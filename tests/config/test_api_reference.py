"""The page of the API: every operation, in three languages, with examples that work in this archive."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from config.api_document import document
from config.api_reference import kind_of, marked, operations, rows

OPERATIONS = operations()


@pytest.mark.parametrize(("prefix", "lang"), [("", "zh-Hans"), ("/zh-hant", "zh-Hant"), ("/en", "en")])
def test_every_operation_is_on_it_in_each_language(
    client: Client, furnished: dict[str, str], prefix: str, lang: str
) -> None:
    page = client.get(f"{prefix}/api/v1/docs").content.decode()
    assert f'<html lang="{lang}"' in page
    for one in OPERATIONS:
        assert f'id="{one.id}"' in page and f"</b> {one.path}</p>" in page
    assert "<script>" not in page and " style=" not in page


def test_its_examples_can_be_followed(client: Client, furnished: dict[str, str]) -> None:
    page = client.get("/en/api/v1/docs").content.decode()
    links = [unescape(one) for one in re.findall(r'<p><a href="(/api/v1/[^"]+)">', page)]
    assert len(links) == 10
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/json", link


def test_it_stands_in_an_empty_archive_without_links_that_lead_nowhere(client: Client, db: None) -> None:
    page = client.get("/en/api/v1/docs").content.decode()
    assert "/api/v1/articles/</a>" not in page and "curl 'http://testserver/api/v1/articles/{public_id}'" in page


def test_it_names_every_parameter_and_every_key() -> None:
    paths = document()["paths"]
    for one in OPERATIONS:
        told = paths[one.path.removeprefix("/api/v1")][one.method.lower()]
        assert [row.name for row in one.parameters] == [parameter["name"] for parameter in told["parameters"]]
        assert {row.name for row in one.keys if row.depth == 0}
        assert all(row.kind and row.words for row in one.parameters)


def test_it_is_linked_from_the_foot_of_every_page(client: Client, db: None) -> None:
    assert 'href="/en/api/v1/docs"' in client.get("/en/agencies/").content.decode()


def test_it_asks_little_of_the_database(
    client: Client, furnished: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/en/api/v1/docs")


def test_keys_within_keys_stand_deeper_and_say_their_kind() -> None:
    shape = {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": "array", "items": {"type": "object", "properties": {"b": {"enum": ["x", None]}}}},
            "c": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "It is `c`."},
        },
    }
    assert [(one.name, one.depth, one.kind, one.always) for one in rows(shape)] == [
        ("a", 0, "array of objects", True),
        ("b", 1, "string", False),
        ("c", 0, "string or null", False),
    ]
    assert kind_of({"type": "integer"}) == "integer"


def test_words_of_the_document_are_escaped() -> None:
    assert marked("<b> `<mark>`") == "&lt;b&gt; <code>&lt;mark&gt;</code>"
