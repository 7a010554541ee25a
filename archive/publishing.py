"""Publish, withdraw, restore, correct: state, event, revision and signal in one transaction.

Each function locks the row, so two people who click at once are served one after the other. What a person may
not do comes back as a `Refusal`, a value; None means that it was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Event, Review, Revision
from archive.signals import article_published, article_withdrawn

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Refusal(models.TextChoices):
    OPEN_FINDINGS = "open-findings", _("Personal data is still open: settle the blocking findings first.")
    NO_TEXT = "no-text", _("There is no text to publish: restore at least one block.")
    OWN_UPLOAD = "own-upload", _("Another person has to publish what you uploaded.")
    WRONG_STATE = "wrong-state", _("The article is no longer in the state that this needs. Reload the page.")


@transaction.atomic
def publish(article: Article, *, by: User | None, reason: str = "") -> Refusal | None:
    """Make a draft or a returned article public. `article` is refreshed to what was saved."""
    _lock(article)
    refusal = _why_not_publish(article, by)
    if refusal is None:
        _release(article, Review.Decision.PUBLISH, by, reason)
    return refusal


@transaction.atomic
def restore(article: Article, *, by: User | None, reason: str = "") -> Refusal | None:
    """Make a withdrawn article public again."""
    _lock(article)
    if article.state != Article.State.WITHDRAWN:
        return Refusal.WRONG_STATE
    if article.findings.blocking().exists():
        return Refusal.OPEN_FINDINGS
    _release(article, Review.Decision.RESTORE, by, reason)
    return None


@transaction.atomic
def withdraw(article: Article, *, by: User | None, reason: str) -> Refusal | None:
    """Take a public article from the readers. Hits are re-checked, so it is gone with this commit."""
    _lock(article)
    if article.state != Article.State.PUBLISHED:
        return Refusal.WRONG_STATE
    article.state = Article.State.WITHDRAWN
    article.updated_by = by
    article.version += 1
    article.save()
    Review.objects.create(article=article, decision=Review.Decision.WITHDRAW, reason=reason, decided_by=by)
    Event.objects.record("withdrawn", article, actor=by, reason=reason)
    article_withdrawn.send(sender=Article, article=article)
    return None


def announce_change(article: Article, *, by: User | None, note: str = "") -> None:
    """Keep a new revision of a changed article; if it is public, tell the listeners. Call it inside a transaction."""
    keep_revision(article, by=by, note=note)
    if article.state == Article.State.PUBLISHED:
        article_published.send(sender=Article, article=article)


def keep_revision(article: Article, *, by: User | None, note: str = "") -> Revision:
    """Write the article's words as they stand now as the next revision."""
    last = article.revisions.aggregate(last=models.Max("number"))["last"] or 0
    fields = {
        "original_title": article.original_title,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "source": article.source_name,
        "site": article.site_name,
        "authors": article.authors,
        "editors": article.editors,
        "url": article.url,
    }
    return Revision.objects.create(
        article=article, number=last + 1, title=article.title, body=article.body, fields=fields, made_by=by, note=note
    )


def _lock(article: Article) -> None:
    """Wait for the row and read it anew, so that the decision is taken on what is there now."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def _why_not_publish(article: Article, by: User | None) -> Refusal | None:
    if article.state not in (Article.State.DRAFT, Article.State.RETURNED):
        return Refusal.WRONG_STATE
    if not article.body:
        return Refusal.NO_TEXT
    if article.findings.blocking().exists():
        return Refusal.OPEN_FINDINGS
    if settings.BAOKU_TWO_PERSON and by is not None and article.created_by == by:
        return Refusal.OWN_UPLOAD
    return None


def _release(article: Article, decision: Review.Decision, by: User | None, reason: str) -> None:
    article.state = Article.State.PUBLISHED
    article.released_at = timezone.now()
    article.released_by = article.updated_by = by
    article.version += 1
    article.save()
    keep_revision(article, by=by, note=reason[:200])
    Review.objects.create(article=article, decision=decision, reason=reason, decided_by=by)
    Event.objects.record("published" if decision == Review.Decision.PUBLISH else "restored", article, actor=by)
    article_published.send(sender=Article, article=article)
