"""What a reader gets at an article's address: the article, a notice that it was withdrawn, or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from archive.models import Article, Finding, Review, Revision, TextBlock
from archive.review.masking import scrub

RELEASES = {Review.Decision.PUBLISH, Review.Decision.RESTORE}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """All that is told of a withdrawn article. on: the day, in China Standard Time."""

    on: datetime.date


def look_up(public_id: str) -> Article | Withdrawn | None:
    """Find what stands at this address. None for a draft just as for an id that never was."""
    if not public_id.isprintable():
        return None  # PostgreSQL refuses a NUL in any text
    article = Article.objects.public().select_related("source", "site", "capture").filter(public_id=public_id).first()
    return article or _withdrawal(public_id)


def _withdrawal(public_id: str) -> Withdrawn | None:
    """Read the decision alone: no word of the article is loaded, so none can slip into the answer."""
    decisions = Review.objects.filter(
        article__public_id=public_id, article__state=Article.State.WITHDRAWN, decision=Review.Decision.WITHDRAW
    )
    at = decisions.order_by("-pk").values_list("decided_at", flat=True).first()
    return Withdrawn(timezone.localdate(at)) if at else None


def public_revisions(article: Article) -> list[Revision]:
    """The versions that readers could see, the newest first.

    What was rewritten before the first release or while the article was withdrawn stays between its editors:
    of those versions only the one that was then released counts.
    """
    revisions = article.revisions.order_by("number").only("number", "note", "made_at")
    reviews = article.reviews.exclude(decision=Review.Decision.RETURN).order_by("pk")
    decisions = list(reviews.values_list("decided_at", "decision"))
    return list(_released(list(revisions), decisions))[::-1]


def _released(revisions: list[Revision], decisions: list[tuple[datetime.datetime, str]]) -> Iterator[Revision]:
    """Those made while the article was public, and those with which it was then released.

    A release keeps its revision first and writes its decision right after, in one transaction.
    """
    ends = [*(revision.made_at for revision in revisions[1:]), None]
    for revision, end in zip(revisions, ends, strict=False):
        standing = [decision for at, decision in decisions if at < revision.made_at]
        following = [decision for at, decision in decisions if revision.made_at <= at and (end is None or at < end)]
        if RELEASES & {*standing[-1:], *following}:
            yield revision


def date_evidence(article: Article) -> list[dict[str, Any]]:
    """The words that the date was read from, without the personal data that stood in the same line."""
    pieces: list[dict[str, Any]] = article.evidence.get("published", [])
    found = article.findings.filter(kind__in=Finding.PERSONAL_DATA).exclude(state=Finding.State.KEPT)
    for words in found.exclude(text="").values_list("text", flat=True):
        pieces = scrub(pieces, words)
    return pieces


def headings_of(article: Article) -> list[str]:
    """The sub-headings of the body in their order; the body itself does not tell them from paragraphs."""
    blocks = article.blocks.filter(role=TextBlock.Role.HEADING).order_by("position")
    return list(blocks.values_list("cleaned", flat=True))
