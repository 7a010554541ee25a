"""Publish, withdraw, restore: state, event, revision and signal in one transaction.

Each function locks the row, so two people who click at once are served one after the other. What a person may
not do comes back as a `Refusal`, a value; None means that it was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Event, Finding, Review, Revision
from archive.revisions import keep_revision, keep_revisions
from archive.signals import article_published, article_withdrawn, articles_published

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = [
    *("Refusal", "announce_change", "keep_revision", "publish", "publish_together"),
    *("restore", "why_not_publish", "withdraw"),
]


class Refusal(models.TextChoices):
    OPEN_FINDINGS = "open-findings", _("Personal data is still open: settle the blocking findings first.")
    NO_TEXT = "no-text", _("There is no text to publish: restore at least one block.")
    OWN_UPLOAD = "own-upload", _("Another person has to publish what you uploaded.")
    WRONG_STATE = "wrong-state", _("The article is no longer in the state that this needs. Reload the page.")
    NO_CATEGORY = "no-category", _("Say of what kind the reason is: readers are told that much.")


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
    released = [a for a in articles if a.pk in open_keys and a.body and not is_own(a, by)]
    _release_together(released, by, reason)
    return released


@transaction.atomic
def restore(article: Article, *, by: User | None, reason: str = "") -> Refusal | None:
    """Make a withdrawn article public again. What was mended meanwhile is not shown as struck: it is sealed."""
    _lock(article)
    if article.state != Article.State.WITHDRAWN:
        return Refusal.WRONG_STATE
    refusal = _why_unfit(article)
    if refusal is None:
        _seal_what_was_mended(article, by)
        _release(article, Review.Decision.RESTORE, by, reason)
    return refusal


@transaction.atomic
def withdraw(
    article: Article, *, by: User | None, reason: str, category: str = Review.Category.OTHER
) -> Refusal | None:
    """Take a public article from the readers. Hits are re-checked, so it is gone with this commit.

    reason: for the desk alone. category: of Review.Category; a notice in the article's place tells it to readers.
    """
    _lock(article)
    if article.state != Article.State.PUBLISHED:
        return Refusal.WRONG_STATE
    if category not in Review.Category:
        return Refusal.NO_CATEGORY
    before, article.state = article.state, Article.State.WITHDRAWN
    article.updated_by = by
    article.version += 1
    article.save()
    decision = {"decision": Review.Decision.WITHDRAW, "reason": reason, "category": category, "decided_by": by}
    Review.objects.create(article=article, **decision)
    # Without the reason: it may name a person, and what is in the chain cannot be masked.
    Event.objects.record("withdrawn", article, actor=by, category=category, before=before, after=article.state)
    article_withdrawn.send(sender=Article, article=article)
    return None


def announce_change(
    article: Article,
    *,
    by: User | None,
    note: str = "",
    kind: str = Revision.Kind.EDIT,
    again: int | None = None,
) -> None:
    """Keep a new revision of a changed article; if it is public, tell the listeners. Call it inside a transaction.

    Arguments as those of `keep_revision`.
    """
    keep_revision(article, by=by, note=note, kind=kind, again=again)
    if article.state == Article.State.PUBLISHED:
        article_published.send(sender=Article, article=article)


def _lock(article: Article) -> None:
    """Wait for the row and read it anew, so that the decision is taken on what is there now."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def why_not_publish(article: Article, by: User | None) -> Refusal | None:
    """What stands between this article and its readers if `by` were to publish it now; None if nothing does."""
    if article.state not in (Article.State.DRAFT, Article.State.RETURNED):
        return Refusal.WRONG_STATE
    return _why_unfit(article) or (Refusal.OWN_UPLOAD if is_own(article, by) else None)


def _why_unfit(article: Article) -> Refusal | None:
    """Why the text itself cannot stand before readers."""
    if not article.body:
        return Refusal.NO_TEXT
    return Refusal.OPEN_FINDINGS if article.findings.blocking().exists() else None


def is_own(article: Article, by: User | None) -> bool:
    """Whether the rule of two keeps this person from publishing the article: they brought it themselves."""
    return settings.BAOKU_TWO_PERSON and by is not None and article.created_by_id == by.pk


def _release(article: Article, decision: Review.Decision, by: User | None, reason: str) -> None:
    before, article.state = article.state, Article.State.PUBLISHED
    article.released_at = timezone.now()
    article.released_by = article.updated_by = by
    article.version += 1
    article.save()
    first = decision == Review.Decision.PUBLISH
    # Without the reason: revisions are public, reasons are the desk's.
    revision = keep_revision(article, by=by, kind=Revision.Kind.RELEASE if first else Revision.Kind.RESTORE)
    Review.objects.create(article=article, decision=decision, reason=reason, decided_by=by)
    told = {"revision": revision.number, "before": before, "after": article.state}
    Event.objects.record("published" if first else "restored", article, actor=by, **told)
    article_published.send(sender=Article, article=article, newly=True)


def _seal_what_was_mended(article: Article, by: User | None) -> None:
    """Seal the versions from before the withdrawal if the text was changed since: it may have been the reason."""
    at = article.reviews.filter(decision=Review.Decision.WITHDRAW).values_list("decided_at", flat=True).first()
    if at is None or not article.revisions.filter(made_at__gt=at).exclude(kind=Revision.Kind.MASK).exists():
        return
    before = article.revisions.filter(made_at__lte=at, sealed=False)
    numbers = sorted(before.values_list("number", flat=True))
    before.update(sealed=True)
    if numbers:
        Event.objects.record("versions sealed", article, actor=by, versions=numbers)


def _release_together(articles: Sequence[Article], by: User | None, reason: str) -> None:
    keys, now = [article.pk for article in articles], timezone.now()
    change = {"state": Article.State.PUBLISHED, "released_at": now, "released_by": by, "updated_by": by}
    Article.objects.filter(pk__in=keys).update(**change, updated_at=now, version=models.F("version") + 1)
    for article in articles:
        article.state, article.released_at, article.version = Article.State.PUBLISHED, now, article.version + 1
        article.released_by = article.updated_by = by
    keep_revisions(articles, by=by, kind=Revision.Kind.RELEASE)
    decision = {"decision": Review.Decision.PUBLISH, "reason": reason, "decided_by_id": by.pk if by else None}
    Review.objects.bulk_create(Review(article_id=key, **decision) for key in keys)
    articles_published.send(sender=Article, articles=list(articles))
