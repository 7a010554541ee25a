"""GET /api/v1/search: the results page for scripts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from archive.models import Article
from search.answering.executor import SearchPage, execute
from search.answering.hits import Hit
from search.asking.searched import searched
from search.forms import SearchForm
from search.mistakes import explained


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Answer q, page or cursor, size (at most 100), sort (relevance, -date, date), from, to, source, agency, place,
    script, kind, facets=1, collapse=1, fresh=0.

    A parameter that makes no sense gives 400 and {"error": message}; unknown ones are ignored.
    """
    form = SearchForm(request.GET)
    if mistakes := form.mistakes():
        message = "; ".join(f"{name}: {text}" for name, text in mistakes.items())
        return JsonResponse({"error": message}, status=400, json_dumps_params={"ensure_ascii": False})
    return _answer(as_json(execute(form.search_request())))


def _answer(told: dict[str, Any]) -> JsonResponse:
    """The answer under a weak ETag: two that differ in the time they took alone are the same."""
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    same = json.dumps({**told, "took_ms": None}, ensure_ascii=False)
    response.headers["ETag"] = f'W/"{hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:32]}"'
    return response


def as_json(page: SearchPage) -> dict[str, Any]:
    """The answer under the API's keys. `snippet` is HTML with <mark>; all else is plain text."""
    return {
        "count": page.count,
        "exact": page.count,
        "groups": page.groups,
        "results": _results(page),
        "facets": page.facets.as_dict() if page.request.facets else {},
        "searched": [list(spellings) for spellings in searched(page.query.tree)],
        "did_you_mean": page.suggestion,
        "cursor": page.cursor or None,
        "took_ms": page.took_ms,
        "mistakes": [
            {"code": one.code, "position": one.position, "end": one.end, "message": explained(one)}
            for one in page.mistakes
        ],
        "notice": page.notice,
    }


@override(settings.LANGUAGE_CODE)  # addresses without a language in them, whoever asks
def _results(page: SearchPage) -> list[dict[str, Any]]:
    return [_result(hit, page) for hit in (*page.hits, *page.related)]


def _result(hit: Hit, page: SearchPage) -> dict[str, Any]:
    article = hit.article
    result = {
        "id": article.public_id,
        "external_id": article.external_id,
        "title": article.title,
        "snippet": hit.snippet,
        "date": _date(article),
        "date_precision": article.date_precision,
        "source": article.source_name or (article.source.name if article.source else ""),
        "script": article.script,
        "url": article.get_absolute_url(),
        "score": round(hit.score, 4),
        "exact": hit.exact,
    }
    if page.request.collapse:
        result["reprints"] = hit.others
    return result


def _date(article: Article) -> str | None:
    """ISO 8601: with +08:00 where the time of day is known, else the date, null where unknown."""
    if article.published_at is not None:
        return timezone.localtime(article.published_at).isoformat()
    return article.published_on.isoformat() if article.published_on else None
