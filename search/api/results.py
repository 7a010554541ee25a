"""What a search found, under the API's keys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from archive.models import Article
from search.answering.executor import SearchPage
from search.answering.hits import Hit
from search.asking.searched import searched
from search.mistakes import explained


def as_json(page: SearchPage) -> dict[str, Any]:
    """The answer under the API's keys. `snippet` is HTML with <mark>; all else is plain text."""
    return {
        "count": page.count,
        "exact": page.count,
        "groups": page.groups,
        "results": _results(page),
        "facets": page.facets.as_dict() if page.request.facets else {},
        "searched": _searched(page),
        "did_you_mean": page.suggestion,
        "cursor": page.cursor or None,
        "took_ms": page.took_ms,
        "mistakes": _mistakes(page),
        "notice": page.notice,
    }


def counted_as_json(page: SearchPage) -> dict[str, Any]:
    """The counts alone."""
    return {
        "count": page.count,
        "facets": page.facets.as_dict(),
        "searched": _searched(page),
        "mistakes": _mistakes(page),
        "notice": page.notice,
    }


def _searched(page: SearchPage) -> list[list[str]]:
    return [list(spellings) for spellings in searched(page.query.tree)]


def _mistakes(page: SearchPage) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "position": one.position, "end": one.end, "message": explained(one)} for one in page.mistakes
    ]


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
