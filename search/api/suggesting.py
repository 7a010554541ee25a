"""What to offer while a reader types, for scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Router

from archive.rest.answers import answer
from archive.rest.operations import reading
from search import suggestions
from search.api import examples, schemas
from search.suggest_api import note_of
from search.suggestions import Suggestion

router = Router()


@reading(
    router,
    "suggest",
    name="api-suggest",
    shape=schemas.Suggestions,
    summary="Complete what is being typed",
    tag="Search",
    parameters=[
        {
            "name": "q",
            "in": "query",
            "required": False,
            "description": "What is in the search field so far, in characters of either script or in pinyin.",
            "schema": {"type": "string"},
        }
    ],
    example=examples.SUGGESTIONS,
    sample="suggest?q=水",
    others=(),
)
def suggest(request: HttpRequest) -> JsonResponse:
    """Words, titles and agencies of the archive that go on as `q` begins, at most eight. Plain text, not escaped."""
    return answer({"suggestions": [_as_json(one) for one in suggestions.suggest(request.GET.get("q", ""))]})


def _as_json(one: Suggestion) -> dict[str, Any]:
    """`note` says in the language now active what the suggestion leads to."""
    return {
        "text": one.text,
        "kind": one.kind,
        "count": one.count,
        "note": note_of(one),
        "url": one.url,
    }
