"""The OpenAPI 3.1 document of the API: what the operations declare, and what they all share.

Source of the format: https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from archive.api import examples
from archive.rest.methods import taking
from archive.rest.operations import Json
from config.api import api

VERSION = "1.1.0"
DESCRIPTION = """\
The public articles of this archive, for programs. JSON over GET, no key needed but for uploads, which want a token.

Scripts of all sites may read everything but uploads; no cookie is set or read. Every answer carries an `ETag`: send \
it back as `If-None-Match`, and what did not change is answered with 304. Parameters that are not known are passed \
over; one that makes no sense is answered with 400, and `error` says why in the language of `Accept-Language` \
(`zh-hans`, `zh-hant`, `en`). An article that was withdrawn is in no list and no count, and 410 at its own address. \
Keys are only ever added, never renamed or taken away."""
TAGS = {
    "Search": "What the results page finds.",
    "Articles": "Articles whole, and lists of them.",
    "Agencies": "Outlets and government bodies.",
    "Dates": "The calendar of holdings.",
    "Topics": "Series of articles that the archive's staff put together.",
    "Uploads": "Files handed in by programs, for the person whose token is shown.",
}


@cache
def document() -> Json:
    """The document. It says the same on every machine: addresses in it are relative."""
    made: Json = json.loads(json.dumps(api.get_openapi_schema(path_prefix="")))
    components = made["components"]
    components["schemas"] = {
        name: untitled(shape) for name, shape in sorted({**components["schemas"], **_SCHEMAS}.items())
    }
    components["responses"] = _RESPONSES
    components["securitySchemes"]["UploadBearer"]["description"] = _BEARER
    paths = {path: _operations(methods) for path, methods in made["paths"].items()}
    info = {"title": "Baoku 报库", "version": VERSION, "description": DESCRIPTION}
    tags = [{"name": name, "description": words} for name, words in TAGS.items()]
    return {**made, "info": info, "servers": [{"url": "/api/v1"}], "tags": tags, "paths": paths}


@csrf_exempt
@taking("GET", "HEAD")
def show(request: HttpRequest) -> HttpResponse:
    """The document itself."""
    return HttpResponse(_written(), content_type="application/json")


@cache
def _written() -> bytes:
    return json.dumps(document(), ensure_ascii=False, indent=1).encode()


def untitled(shape: Any) -> Any:
    """The schema without the titles that pydantic makes of names."""
    if isinstance(shape, list):
        return [untitled(one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    return {key: untitled(one) for key, one in shape.items() if key != "title" or not isinstance(one, str)}


def _operations(methods: Json) -> Json:
    """The operations of an address. HEAD is GET without a body, so it needs no words of its own."""
    return {method: _operation(told) for method, told in methods.items() if method != "head"}


def _operation(told: Json) -> Json:
    answers = {
        status: {**answer, "content": {"application/json": _content(answer)}} if "content" in answer else answer
        for status, answer in sorted(told["responses"].items())
    }
    parameters = [{**one, "schema": untitled(one["schema"])} for one in told.get("parameters", ())]
    return {**told, "parameters": parameters, "responses": answers}


def _content(answer: Json) -> Json:
    """The one kind of content that there is, the schema before the example."""
    ((_kind, content),) = answer["content"].items()
    return {"schema": untitled(content["schema"]), **{key: one for key, one in content.items() if key != "schema"}}


def _refused(words: str, example: Json, *, shape: str = "Error", **more: Any) -> Json:
    content = {"schema": {"$ref": f"#/components/schemas/{shape}"}, "example": example}
    return {"description": words, "content": {"application/json": content}, **more}


def _header(words: str) -> Json:
    return {"description": words, "schema": {"type": "string"}}


_BEARER = "A token that a person made on the desk, under “My sessions and tokens”: `Authorization: Bearer baoku_…`."
_ERROR = {"type": "string", "description": "What went wrong, in the language of `Accept-Language`."}
_SCHEMAS: Json = {
    "Error": {"type": "object", "required": ["error"], "properties": {"error": _ERROR}},
    "Withdrawn": {
        "type": "object",
        "description": "All that is told of a withdrawn article.",
        "required": ["error", "withdrawn", "category"],
        "properties": {
            "error": _ERROR,
            "withdrawn": {"type": "string", "format": "date", "description": "The day of the withdrawal."},
            "category": {"enum": ["error", "privacy", "legal", "copyright", "source", "other", None]},
        },
    },
}
_RESPONSES: Json = {
    "NotModified": {
        "description": "What `If-None-Match` or `If-Modified-Since` names is still so.",
        "headers": {"ETag": _header("As before.")},
    },
    "Moved": {
        "description": "It goes on under another slug.",
        "headers": {"Location": _header("Where it is now.")},
    },
    "BadRequest": _refused("A parameter makes no sense.", {"error": "size: Ensure this value is at most 100."}),
    "NotFound": _refused("There is none, or none that readers may see.", {"error": "There is no such article."}),
    "Gone": _refused("The article was withdrawn.", examples.WITHDRAWN, shape="Withdrawn"),
    "Unauthorized": _refused(
        "No valid token was shown.",
        {"error": "Show a valid token: “Authorization: Bearer baoku_…”."},
        headers={"WWW-Authenticate": _header('`Bearer realm="baoku"`')},
    ),
    "Forbidden": _refused("The token's person may not upload.", {"error": "This person may not upload."}),
    "TooLarge": _refused(
        "More than one request can hold. Nothing was taken.", {"error": "One upload can hold 300 MB."}
    ),
    "NotStored": _refused(
        "The archive could not store the files. Nothing was taken.",
        {"error": "The archive could not store the files, so nothing was taken."},
    ),
}
