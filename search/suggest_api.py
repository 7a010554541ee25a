"""GET /api/v1/suggest: what to offer while a reader types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from search import suggestions
from search.suggestions import Suggestion


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer {"suggestions": […]} for ?q=, at most eight; an empty list for what is no beginning of anything."""
    found = [_as_json(one) for one in suggestions.suggest(request.GET.get("q", ""))]
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


def _as_json(one: Suggestion) -> dict[str, Any]:
    """Plain text, not escaped. `note` says in the language now active what the suggestion leads to."""
    return {
        "text": one.text,
        "kind": one.kind,
        "count": one.count,
        "note": note_of(one),
        "url": one.url,
    }


def note_of(one: Suggestion) -> str:
    """What tells a title from others, or how many articles there are, in the language now active."""
    return one.note or ngettext("%(count)d article", "%(count)d articles", one.count) % {"count": one.count}
