"""What the document says of uploads beside the shape of their answer: the form that is sent, the refusals."""

from __future__ import annotations

from typing import Any

from archive.api import examples
from archive.forms import MOST_FILES
from archive.rest.operations import Json, components

_FORM: Json = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_FILES,
            "description": "Pages, zip files, web archives; the field is given once for each file.",
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
        },
        "note": {"type": "string", "maxLength": 200, "description": "A note on the batch, for the desk."},
        "outlet": {
            "type": "string",
            "description": "Any name of a confirmed agency: the source of pages that name none.",
        },
    },
}
_REFUSED: Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "What is wrong with each field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
_DOOR = {"401": "Unauthorized", "403": "Forbidden"}


def _answer(description: str, headers: Json) -> dict[str, Any]:
    content = {"application/json": {"example": examples.BATCH}}
    return {"description": description, "headers": headers, "content": content}


TAKING: Json = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}},
    "responses": {
        201: _answer(
            "The batch, as `uploads/{pk}` tells it.",
            {"Location": {"description": "Where the batch can be followed.", "schema": {"type": "string"}}},
        ),
        "400": {
            "description": "Nothing was taken: `error` in words, and `fields` with what is wrong with each.",
            "content": {"application/json": {"schema": _REFUSED}},
        },
        **components({**_DOOR, "413": "TooLarge", "503": "NotStored"}),
    },
}
FOLLOWING: Json = {
    "parameters": [
        {
            "name": "page",
            "in": "query",
            "required": False,
            "description": "Which page of the files, from 1.",
            "schema": {"type": "integer", "minimum": 1},
        }
    ],
    "responses": {200: _answer("The batch.", {}), **components({**_DOOR, "404": "NotFound"})},
}
