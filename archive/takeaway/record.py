"""An article as one JSON object: what its page says, block by block, and the checksums to prove it by."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from archive.citing import date_of
from archive.citing.dates import iso
from archive.models import Article, Capture
from archive.takeaway.shown import Shown


def as_record(shown: Shown, page: str) -> dict[str, Any]:
    """Return the object. page: the address of the article here. docs/urls.md says what each key holds."""
    article = shown.article
    return {
        **described(article, page),
        "date": _date(article),
        "agencies": _agencies(article),
        "version": shown.version or None,
        "released": timezone.localdate(article.released_at).isoformat() if article.released_at else None,
        "blocks": _blocks(shown),
        "text_sha256": shown.text_sha256,
        "capture": _capture(article.capture) if article.capture else None,
    }


def described(article: Article, page: str) -> dict[str, Any]:
    """What the API tells of an article, too, under the same keys."""
    return {
        "id": article.public_id,
        "page": page,
        "title": article.title,
        "original_title": article.original_title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "date_precision": article.date_precision,
        "source": article.source_name,
        "site": article.site_name,
        "authors": article.authors,
        "editors": article.editors,
        "url": article.url,
        "script": article.script,
    }


def _date(article: Article) -> str | None:
    """As exact as it is known: a moment with +08:00, a day, 2024-09, 2024, or None."""
    if article.published_at is not None:
        return timezone.localtime(article.published_at).isoformat(timespec="minutes")
    return iso(date_of(article)) or None


def _agencies(article: Article) -> list[dict[str, str]]:
    links = article.agency_links.all()  # fetched together with the article
    return [{"name": link.agency.name, "role": link.role} for link in links if link.agency.confirmed]


def _blocks(shown: Shown) -> list[dict[str, Any]]:
    """Sub-headings and paragraphs in their order; a paragraph's number is that of its anchor, #p3."""
    return [
        {"type": "paragraph", "number": one.number, "text": one.text}
        if one.number
        else {"type": "heading", "text": one.text}
        for one in shown.passages
    ]


def _capture(capture: Capture) -> dict[str, Any]:
    """What the article's page tells of the original file."""
    return {
        "sha256": capture.sha256,
        "bytes": capture.size,
        "media_type": capture.media_type,
        "charset": capture.charset,
        "saved": capture.captured_on.isoformat() if capture.captured_on else None,
        "stored": timezone.localdate(capture.created_at).isoformat(),
    }
