"""What a batch brought into the archive, and who may take it out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from archive.models import Agency, Article, ArticleAgency, Event, UploadBatch, UploadItem
from archive.review import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State, Fate = Article.State, UploadItem.State
#: Articles that readers know of: only who may withdraw takes them away, and says why.
SEEN = (State.PUBLISHED, State.WITHDRAWN)


class Obstacle(models.TextChoices):
    """Why a batch is not undone, or its undo not taken back."""

    UNDONE = "undone", _("This batch is undone already.")
    NOT_UNDONE = "not-undone", _("This batch is not undone.")
    FOREIGN = "foreign", _("This batch is somebody else's.")
    SEEN = "seen", _("Readers know articles of this batch: a reviewer has to decide.")
    NO_REASON = "no-reason", _("Say why: readers lose articles with this batch.")
    IMPORTED = "imported", _("Its articles were imported before each had a line in the ledger. It cannot be undone.")


@dataclass(frozen=True, slots=True)
class Reach:
    """What an undo takes along: articles by state, files that wait, names that no other article bears.

    elsewhere: files of other batches that were duplicates of these, and are read there then.
    changed: articles of other batches that a list brought up to date; they stay as they are now.
    """

    drafts: int
    published: int
    withdrawn: int
    waiting: int
    elsewhere: int
    candidates: int
    changed: int = 0

    @property
    def seen(self) -> int:
        """The articles that readers know of."""
        return self.published + self.withdrawn


def reach_of(batch: UploadBatch) -> Reach:
    """Return what undoing this batch would take along now. Five queries."""
    states = dict(living(batch).order_by().values_list("article__state").annotate(Count("pk")))
    return Reach(
        drafts=states.get(State.DRAFT, 0) + states.get(State.RETURNED, 0),
        published=states.get(State.PUBLISHED, 0),
        withdrawn=states.get(State.WITHDRAWN, 0),
        waiting=batch.items.filter(state=Fate.WAITING).count(),
        elsewhere=doubles(batch, living(batch).values("article")).count(),
        candidates=_candidates_of(batch).count(),
        changed=_imported(batch)["updated"],
    )


def why_not_undo(batch: UploadBatch, by: User) -> Obstacle | None:
    """What keeps this person from undoing the batch; None if nothing does."""
    if batch.undone_at and not unfinished(batch):
        return Obstacle.UNDONE
    if _imported(batch)["added"] and not batch.items.filter(parent__isnull=False).exists():
        return Obstacle.IMPORTED
    return _why_not(batch, by, living(batch).filter(article__state__in=SEEN))


def why_not_bring_back(batch: UploadBatch, by: User) -> Obstacle | None:
    """What keeps this person from taking the undo back; None if nothing does."""
    if not batch.undone_at and not unfinished(batch):
        return Obstacle.NOT_UNDONE
    return _why_not(batch, by, batch.items.filter(undone_from__in=SEEN))


def unfinished(batch: UploadBatch) -> int:
    """How many articles are not yet where the batch is: it is undone, or brought back, and that was interrupted."""
    return living(batch).count() if batch.undone_at else taken_along(batch).exclude(_is_given_again()).count()


def living(batch: UploadBatch) -> QuerySet[UploadItem]:
    """The files that became articles, but for those whose articles are discarded, or stand in another batch now."""
    made = batch.items.filter(state=Fate.DRAFT, article__isnull=False, undone_from="")
    return made.exclude(article__state=State.DISCARDED)


def taken_along(batch: UploadBatch) -> QuerySet[UploadItem]:
    """The files whose articles an undo has discarded, but for those that somebody brought back since."""
    return batch.items.filter(state=Fate.DRAFT, article__state=State.DISCARDED).exclude(undone_from="")


def given_again(batch: UploadBatch) -> QuerySet[UploadItem]:
    """Those of `taken_along` whose bytes have become another article since."""
    return taken_along(batch).filter(_is_given_again())


def doubles(batch: UploadBatch, articles: QuerySet[Any] | Iterable[int]) -> QuerySet[UploadItem]:
    """The files of other batches that were found to be the very files of these articles."""
    others = UploadItem.objects.filter(state=Fate.DUPLICATE, article__in=articles, batch__undone_at=None)
    return others.exclude(batch=batch)


def _is_given_again() -> Exists:
    return Exists(Article.objects.exclude(state=State.DISCARDED).filter(capture=OuterRef("capture")))


def _imported(batch: UploadBatch) -> Counter[str]:
    """How many articles a list added, and how many of other batches it brought up to date."""
    events = Event.objects.filter(subject_type="uploadbatch", subject_id=str(batch.pk), action="imported")
    counts: Counter[str] = Counter()
    for told in events.values_list("data", flat=True):
        counts.update({name: told.get(name, 0) for name in ("added", "updated")})
    return counts


def _why_not(batch: UploadBatch, by: User, seen: QuerySet[UploadItem]) -> Obstacle | None:
    if not roles.may_see_batch(by, batch):
        return Obstacle.FOREIGN
    return Obstacle.SEEN if not roles.may_withdraw(by) and seen.exists() else None


def _candidates_of(batch: UploadBatch) -> QuerySet[Agency]:
    """The candidates that no living article outside of the batch bears."""
    own = living(batch).values("article")
    links = ArticleAgency.objects.filter(agency=OuterRef("pk"))
    elsewhere = links.exclude(article__in=own).exclude(article__state=State.DISCARDED)
    return Agency.objects.candidates().filter(Exists(links.filter(article__in=own)), ~Exists(elsewhere))
