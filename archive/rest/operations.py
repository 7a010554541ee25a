"""How an operation of the API is declared: to answer it, and to describe it in the OpenAPI document.

Answers are made by us and sent as they are; the model of an answer describes it and is proved by tests, since to
check every answer again would cost more than to make it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict

View = TypeVar("View", bound=Callable[..., HttpResponse])
Json = dict[str, Any]

#: What an operation that reads may answer beside 200, always and by its nature: names of the document's components.
_ALWAYS = {"304": "NotModified"}
_OTHERS = {"301": "Moved", "400": "BadRequest", "404": "NotFound", "410": "Gone"}


class Model(BaseModel):
    """The shape of an answer. Nothing is checked against it at run time, so its validator is not even built."""

    model_config = ConfigDict(defer_build=True)


class Error(Model):
    """What went wrong, in the language that the request's `Accept-Language` prefers."""

    error: str


def reading(
    router: Router,
    path: str,
    *,
    name: str,
    shape: type[Model],
    summary: str,
    tag: str,
    example: Json,
    sample: str,
    parameters: Sequence[Json] = (),
    others: Sequence[str] = ("400",),
) -> Callable[[View], View]:
    """Declare an operation that reads; it answers GET and HEAD.

    name: of its address; the operation's id in the document is made of it. shape: of its answer. example: an answer.
    sample: an address that shows it, relative to the API's. others: the statuses of what it answers otherwise. The
    view's docstring stands in the document.
    """
    return router.api_operation(
        ["GET", "HEAD"],
        path,
        response={200: shape},
        url_name=name,
        operation_id=operation_id(name),
        summary=summary,
        tags=[tag],
        openapi_extra={
            "parameters": list(parameters),
            "responses": {
                200: {
                    "description": "The answer.",
                    "headers": HEADERS,
                    "content": {"application/json": {"example": example}},
                },
                **components(_ALWAYS),
                **components({status: _OTHERS[status] for status in others}),
            },
            "x-sample": sample,
        },
    )


def operation_id(name: str) -> str:
    """The id of an operation by the name of its address: api-agency-list is agencyList. It never changes."""
    first, *rest = name.removeprefix("api-").split("-")
    return first + "".join(map(str.capitalize, rest))


def components(named: Mapping[str, str]) -> dict[str, Json]:
    """References to shared answers of the document, by their status."""
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in named.items()}


#: What an answer tells beside its body.
HEADERS: Json = {
    "ETag": {"description": "Names this very answer; send it back as `If-None-Match`.", "schema": {"type": "string"}},
    "Access-Control-Allow-Origin": {"description": "Any site's scripts may read it.", "schema": {"const": "*"}},
}
