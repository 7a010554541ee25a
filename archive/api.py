"""Articles as JSON, for scripts: what the article page shows, under stable keys."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive import freshness
from archive.models import Article, Revision
from archive.reading import Withdrawn, look_up, public_revisions
from archive.takeaway.record import described


@require_safe
def article(request: HttpRequest, public_id: str) -> JsonResponse:
    """One public article; 410 once it was withdrawn, 404 for any other id."""
    found = look_up(public_id)
    if found is None:
        return JsonResponse({"error": "There is no such article."}, status=404)
    if isinstance(found, Withdrawn):
        told = {"withdrawn": found.on.isoformat(), "category": found.category or None}
        return JsonResponse({"error": f"The article was withdrawn on {told['withdrawn']}.", **told}, status=410)
    page = request.build_absolute_uri(found.get_absolute_url())
    response = JsonResponse(as_json(found, page), json_dumps_params={"ensure_ascii": False})
    freshness.tell(response, freshness.last_change())
    return response


def as_json(article: Article, page: str) -> dict[str, Any]:
    """The article under the API's keys. page: the absolute address of its page here."""
    links = article.agency_links.filter(agency__confirmed=True).select_related("agency")
    return {
        **described(article, page),
        "external_id": article.external_id,
        "body": article.body,
        "date": published(article),
        "agencies": [{"name": link.agency.name, "role": link.role} for link in links],
        "versions": [_version(revision) for revision in public_revisions(article)],
    }


def _version(revision: Revision) -> dict[str, Any]:
    made = timezone.localtime(revision.made_at).isoformat(timespec="seconds")
    return {"number": revision.number, "made": made, "kind": revision.kind, "note": revision.note}


def published(article: Article) -> str | None:
    """ISO 8601: with +08:00 where the minute is known, else the date, null where unknown.

    Of a month or a year it is the first day; `date_precision` says so.
    """
    if article.published_at is not None:
        return timezone.localtime(article.published_at).isoformat()
    return article.published_on.isoformat() if article.published_on else None
