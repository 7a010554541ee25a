"""Publish, withdraw, restore, correct: state, event, revision and signal in one transaction.

Each function locks the row, so two people who click at once are served one after the other. What a person may
not do comes back as a `Refusal`, a value; None means that it was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Event, Finding, Review, Revision
from archive.signals import article_published, article_withdrawn, articles_published

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
    refusal = why_not_publish(article, by)
    if refusal is None:
        _release(article, Review.Decision.PUBLISH, by, reason)
    return refusal


@transaction.atomic
def publish_together(articles: Sequence[Article], *, by: User | None, reason: str = "") -> list[Article]:
    """Make many drafts public at once, as `publish` does with one, and return those that could be.

    For confirmed sources: a returned article is left to people. No event is written: the caller records one for all,
    since the hash chain is serial.
    """
    drafts = Article.objects.filter(pk__in=[article.pk for article in articles], state=Article.State.DRAFT)
    open_keys = set(drafts.select_for_update().values_list("pk", flat=True))
    open_keys -= set(Finding.objects.blocking().filter(article__in=open_keys).values_list("article", flat=True))
    released = [a for a in articles if a.pk in open_keys and a.body and not _is_own(a, by)]
    _release_together(released, by, reason)
    return released


@transaction.atomic
def restore(article: Article, *, by: User | None, reason: str = "") -> Refusal | None:
    """Make a withdrawn article public again."""
    _lock(article)
    if article.state != Article.State.WITHDRAWN:
        return Refusal.WRONG_STATE
    refusal = _why_unfit(article)
    if refusal is None:
        _release(article, Review.Decision.RESTORE, by, reason)
    return refusal


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
    """Write the article's words as they stand now as the next revision. The note is public, as the revision is."""
    last = article.revisions.aggregate(last=models.Max("number"))["last"] or 0
    revision = _revision(article, last + 1, by, note)
    revision.save(force_insert=True)
    return revision


def _revision(article: Article, number: int, by: User | None, note: str) -> Revision:
    fields: dict[str, Any] = {
        "original_title": article.original_title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "dateline": article.dateline,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "source": article.source_name,
        "site": article.site_name,
        "authors": article.authors,
        "editors": article.editors,
        "url": article.url,
    }
    words = {"title": article.title, "body": article.body, "fields": fields}
    return Revision(article_id=article.pk, number=number, made_by_id=by.pk if by else None, note=note[:200], **words)


def _lock(article: Article) -> None:
    """Wait for the row and read it anew, so that the decision is taken on what is there now."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def why_not_publish(article: Article, by: User | None) -> Refusal | None:
    """What stands between this article and its readers if `by` were to publish it now; None if nothing does."""
    if article.state not in (Article.State.DRAFT, Article.State.RETURNED):
        return Refusal.WRONG_STATE
    return _why_unfit(article) or (Refusal.OWN_UPLOAD if _is_own(article, by) else None)


def _why_unfit(article: Article) -> Refusal | None:
    """Why the text itself cannot stand before readers."""
    if not article.body:
        return Refusal.NO_TEXT
    return Refusal.OPEN_FINDINGS if article.findings.blocking().exists() else None


def _is_own(article: Article, by: User | None) -> bool:
    return settings.BAOKU_TWO_PERSON and by is not None and article.created_by_id == by.pk


def _release(article: Article, decision: Review.Decision, by: User | None, reason: str) -> None:
    article.state = Article.State.PUBLISHED
    article.released_at = timezone.now()
    article.released_by = article.updated_by = by
    article.version += 1
    article.save()
    keep_revision(article, by=by)  # without the reason: revisions are public, reasons are the desk's
    Review.objects.create(article=article, decision=decision, reason=reason, decided_by=by)
    Event.objects.record("published" if decision == Review.Decision.PUBLISH else "restored", article, actor=by)
    article_published.send(sender=Article, article=article, newly=True)


def _release_together(articles: Sequence[Article], by: User | None, reason: str) -> None:
    keys, now = [article.pk for article in articles], timezone.now()
    change = {"state": Article.State.PUBLISHED, "released_at": now, "released_by": by, "updated_by": by}
    Article.objects.filter(pk__in=keys).update(**change, updated_at=now, version=models.F("version") + 1)
    counted = Revision.objects.filter(article__in=keys).values_list("article").annotate(models.Max("number"))
    last = dict(counted.order_by())
    for article in articles:
        article.state, article.released_at, article.version = Article.State.PUBLISHED, now, article.version + 1
        article.released_by = article.updated_by = by
    Revision.objects.bulk_create(_revision(article, last.get(article.pk, 0) + 1, by, "") for article in articles)
    decision = {"decision": Review.Decision.PUBLISH, "reason": reason, "decided_by_id": by.pk if by else None}
    Review.objects.bulk_create(Review(article_id=key, **decision) for key in keys)
    articles_published.send(sender=Article, articles=list(articles))
