"""Publish many drafts at once: those in which nothing is open. The others are left to a person, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from archive import publishing
from archive.models import Article, Event, Finding
from archive.review import changes
from archive.review.changes import Detector
from archive.review.turns import in_turns

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Hindrance(models.TextChoices):
    """Why an article is not published with others."""

    PERSONAL_DATA = "personal-data", _("Personal data is still open.")
    FINDINGS = "findings", _("A finding has to be looked at on its own page.")
    NO_TEXT = "no-text", _("There is no text to publish.")
    OWN_UPLOAD = "own-upload", _("Another person has to publish what you uploaded.")
    WRONG_STATE = "wrong-state", _("It is no longer a draft.")
    STALE = "stale", _("Somebody has changed it meanwhile.")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Articles that can be published together, and those that cannot, each with what stands in the way."""

    fit: list[Article]
    unfit: list[tuple[Article, Hindrance]]


def sort_out(articles: Sequence[Article], *, by: User) -> Sorted:
    """Tell which of these can be published together now. Changes nothing."""
    prefetch_related_objects(articles, "findings")
    judged = [(article, hindrance_of(article, by)) for article in articles]
    fit = [article for article, hindrance in judged if hindrance is None]
    return Sorted(fit, [(article, hindrance) for article, hindrance in judged if hindrance is not None])


def publish(versions: Mapping[int, int], *, by: User, detect: Detector) -> Sorted:
    """Publish these drafts, and return which were published and which were left.

    versions: {article's key: its version when it was shown}; a changed one is left. detect: finds personal data in
    titles and names, which ingest did not look through.
    """
    done = Sorted([], [])
    for keys in in_turns(sorted(versions)):
        with transaction.atomic():
            _publish_some({key: versions[key] for key in keys}, done, by, detect)
    return done


def hindrance_of(article: Article, by: User) -> Hindrance | None:
    """What stands between this article and a publication together with others; None if nothing does."""
    if article.state != Article.State.DRAFT:
        return Hindrance.WRONG_STATE
    if not article.body:
        return Hindrance.NO_TEXT
    findings = list(article.findings.all())  # prefetched
    if any(finding.blocks_publication for finding in findings):
        return Hindrance.PERSONAL_DATA
    if any(_flags(finding) for finding in findings):
        return Hindrance.FINDINGS
    if publishing.is_own(article, by):
        return Hindrance.OWN_UPLOAD
    return None


def _publish_some(versions: Mapping[int, int], done: Sorted, by: User, detect: Detector) -> None:
    articles = list(Article.objects.select_for_update().filter(pk__in=versions).order_by("pk"))
    fresh = [article for article in articles if article.version == versions[article.pk]]
    done.unfit.extend((article, Hindrance.STALE) for article in articles if article not in fresh)
    for article in fresh:
        changes.look_again(article, detect=detect)
    sorted_out = sort_out(fresh, by=by)
    released = publishing.publish_together(sorted_out.fit, by=by)
    for article in released:
        told = {"before": Article.State.DRAFT, "after": article.state, "together": len(released)}
        Event.objects.record("published", article, actor=by, **told)
    done.fit.extend(released)
    done.unfit.extend(sorted_out.unfit)
    done.unfit.extend((article, Hindrance.WRONG_STATE) for article in sorted_out.fit if article not in released)


def _flags(finding: Finding) -> bool:
    return finding.state == Finding.State.OPEN and finding.kind != Finding.Kind.PINYIN
