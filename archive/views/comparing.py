"""Two articles with the same text beside each other, for readers: what the reprint changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive import duplicates
from archive.models import Article
from archive.reading import look_up
from archive.review import reprints
from archive.views.articles import not_there


@require_safe
def compare(request: HttpRequest, public_id: str, other_id: str) -> HttpResponse:
    """What one public article says otherwise than another that shares its text; 404 for two that do not.

    Only pairs that were found to be alike: nobody can have the millions of other pairs compared.
    """
    found, other = look_up(public_id), look_up(other_id)
    if not isinstance(found, Article):
        return not_there(request, found)
    if not isinstance(other, Article):
        return not_there(request, other)
    if not duplicates.are_alike(found, other):
        raise Http404
    before, after, known = duplicates.came_first(found, other)
    changes = reprints.changes((str(before), str(after)), before.body, after.body)
    context = {"article": found, "before": before, "after": after, "known": known, "changes": changes}
    return render(request, "archive/compare.html", context)
