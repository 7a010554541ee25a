"""The page that explains the API to people, made of its OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from archive import holdings, topics
from archive.models import Article
from archive.rest.operations import Json
from config.api_document import DESCRIPTION, TAGS, document

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a key. depth: in how many objects it stands. kind: its type. always: whether it must be there."""

    name: str
    kind: str
    words: SafeString
    depth: int = 0
    always: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be answered. status: of HTTP."""

    status: str
    words: SafeString


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. sample: an address that shows it, relative to the API's, "" where nobody can just follow it."""

    id: str
    method: str
    path: str
    summary: str
    words: list[SafeString]
    parameters: list[Row]
    form: list[Row]
    keys: list[Row]
    answers: list[Answer]
    example: str
    sample: str


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The page: every operation with its parameters, its answers and an example that can be followed."""
    here = request.build_absolute_uri("/api/v1/")
    known = _shown_here()
    groups = [
        {
            "name": tag,
            "words": words,
            "operations": [{"told": one, "address": _address(one, known)} for one in operations() if tag in _tags(one)],
        }
        for tag, words in TAGS.items()
    ]
    context = {"groups": groups, "introduction": list(map(marked, DESCRIPTION.split("\n\n"))), "here": here}
    return render(request, "api/reference.html", context)


@cache
def operations() -> tuple[Operation, ...]:
    """All operations in the order of the document."""
    paths: Json = document()["paths"]
    return tuple(_operation(path, *item) for path, methods in paths.items() for item in methods.items())


def marked(words: str) -> SafeString:
    """The document's words as HTML: what stands in `…` is code."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", str(escape(words))))  # noqa: S308  # escaped before


def rows(shape: Json, depth: int = 0) -> Iterator[Row]:
    """Yield the keys of the objects that the schema describes, each before those within it."""
    shape = _resolved(shape)
    if "items" in shape:
        yield from rows(shape["items"], depth)
    for choice in shape.get("anyOf", ()):
        yield from rows(choice, depth)
    required = shape.get("required", ())
    for name, one in shape.get("properties", {}).items():
        yield Row(name, kind_of(one), _meaning(one), depth, name in required)
        yield from rows(one, depth + 1)


def kind_of(shape: Json) -> str:
    """The type that the schema gives, as a reader of JSON says it."""
    shape = _resolved(shape)
    if "anyOf" in shape:
        return " or ".join(kind_of(one) for one in shape["anyOf"])
    if shape.get("type") == "array":
        return f"array of {kind_of(shape['items'])}s"
    return str(shape.get("type", "string"))


def _operation(path: str, method: str, told: Json) -> Operation:
    answers: Json = told["responses"]
    success = next(one for status, one in answers.items() if status.startswith("2"))
    content = success["content"]["application/json"]
    form = told.get("requestBody", {}).get("content", {}).get("multipart/form-data", {}).get("schema", {})
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=f"/api/v1{path}",
        summary=told["summary"],
        words=[marked(part) for part in told["description"].split("\n\n")],
        parameters=[_parameter(one) for one in told["parameters"]],
        form=list(rows(form)),
        keys=list(rows(content["schema"])),
        answers=[Answer(status, marked(_resolved(one)["description"])) for status, one in answers.items()],
        example=json.dumps(content["example"], ensure_ascii=False, indent=2),
        sample=told.get("x-sample", ""),
    )


def _parameter(told: Json) -> Row:
    words = marked(told["description"])
    return Row(told["name"], kind_of(told["schema"]), words, always=told["required"])


def _meaning(shape: Json) -> SafeString:
    """What the schema says in words, and the values that are possible where they are few."""
    shape = _resolved(shape)
    values = ", ".join(f"`{json.dumps(one)}`" for one in shape.get("enum", ()))
    return marked(" ".join(filter(None, (shape.get("description", ""), values and f"One of {values}."))))


def _resolved(shape: Json) -> Json:
    """The schema or answer that a reference leads to, or this one; what stands beside a reference goes before."""
    if "$ref" not in shape:
        return shape
    found: Any = document()
    for name in shape["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return {**found, **{key: one for key, one in shape.items() if key != "$ref"}}


def _tags(operation: Operation) -> list[str]:
    path = operation.path.removeprefix("/api/v1")
    tags: list[str] = document()["paths"][path][operation.method.lower()]["tags"]
    return tags


def _shown_here() -> dict[str, str]:
    """What of this archive the examples show: its newest article, the agency that most articles name, a topic."""
    article = Article.objects.public().order_by("-released_at", "-pk").values_list("public_id", flat=True).first()
    agencies, shelves = holdings.holdings_by_agency(), topics.shown_topics()
    return {
        "article": article or "",
        "agency": agencies[0].slug if agencies else "",
        "topic": shelves[0].topic.slug if shelves else "",
    }


def _address(operation: Operation, known: dict[str, str]) -> str:
    """The path of a living example, readable; "" where there is none in this archive."""
    wanted = re.findall(r"{(\w+)}", operation.sample)
    if not operation.sample or not all(known[name] for name in wanted):
        return ""
    return "/api/v1/" + operation.sample.format(**known)
