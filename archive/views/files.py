"""Files that are made of an article, and what stands in their place when it was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, JsonResponse

from archive.reading import Withdrawn


@dataclass(frozen=True, slots=True)
class File:
    """media_type: with its charset. name: proposed to who keeps the file; ASCII."""

    text: str
    media_type: str
    name: str


def answer(file: File, permalink: str) -> HttpResponse:
    """The file, with the address of the page that it was made of."""
    response = HttpResponse(file.text.encode("utf-8", "replace"), content_type=file.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    response.headers["Link"] = f'<{permalink}>; rel="canonical"'
    return response


def gone(found: Withdrawn | None, form: str) -> HttpResponse:
    """410 for a withdrawn article, in JSON or as text. Raises Http404 for a draft as for an id that never was."""
    if found is None:
        raise Http404
    day = found.on.isoformat()
    words = f"The article was withdrawn on {day}."
    if form == "json":
        told = {"error": words, "withdrawn": day, "category": found.category or None}
        return JsonResponse(told, status=410)
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=410)
