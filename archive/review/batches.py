"""What a batch brought into the archive, and who may take it out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from archive.models import Agency, Article, ArticleAgency, UploadBatch, UploadItem
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
    IMPORTED = "imported", _("Articles were imported from a list: such a batch cannot be undone as a whole.")


@dataclass(frozen=True, slots=True)
class Reach:
    """What an undo takes along: articles by state, files that wait, names that no other article bears.

    elsewhere: files of other batches that were duplicates of these, and are read there then.
    """

    drafts: int
    published: int
    withdrawn: int
    waiting: int
    elsewhere: int
    candidates: int

    @property
    def seen(self) -> int:
        """The articles that readers know of."""
        return self.published + self.withdrawn


def reach_of(batch: UploadBatch) -> Reach:
    """Return what undoing this batch would take along now. Four queries."""
    states = dict(living(batch).order_by().values_list("article__state").annotate(Count("pk")))
    return Reach(
        drafts=states.get(State.DRAFT, 0) + states.get(State.RETURNED, 0),
        published=states.get(State.PUBLISHED, 0),
        withdrawn=states.get(State.WITHDRAWN, 0),
        waiting=batch.items.filter(state=Fate.WAITING).count(),
        elsewhere=doubles(batch, living(batch).values("article")).count(),
        candidates=_candidates_of(batch).count(),
    )


def why_not_undo(batch: UploadBatch, by: User) -> Obstacle | None:
    """What keeps this person from undoing the batch; None if nothing does."""
    if batch.undone_at:
        return Obstacle.UNDONE
    if batch.items.filter(state=Fate.UNPACKED, capture__articles__external_id__isnull=False).exists():
        return Obstacle.IMPORTED
    return _why_not(batch, by, living(batch).filter(article__state__in=SEEN))


def why_not_bring_back(batch: UploadBatch, by: User) -> Obstacle | None:
    """What keeps this person from taking the undo back; None if nothing does."""
    if not batch.undone_at:
        return Obstacle.NOT_UNDONE
    return _why_not(batch, by, batch.items.filter(undone_from__in=SEEN))


def living(batch: UploadBatch) -> QuerySet[UploadItem]:
    """The files that became articles, but for those whose articles are discarded."""
    return batch.items.filter(state=Fate.DRAFT, article__isnull=False).exclude(article__state=State.DISCARDED)


def taken_along(batch: UploadBatch) -> QuerySet[UploadItem]:
    """The files whose articles an undo has discarded, but for those that somebody brought back since."""
    return batch.items.filter(state=Fate.DRAFT, article__state=State.DISCARDED).exclude(undone_from="")


def given_again(batch: UploadBatch) -> QuerySet[UploadItem]:
    """Those of `taken_along` whose bytes have become another article since."""
    alive = Article.objects.exclude(state=State.DISCARDED).filter(capture=OuterRef("capture"))
    return taken_along(batch).filter(Exists(alive))


def doubles(batch: UploadBatch, articles: QuerySet[Any] | Iterable[int]) -> QuerySet[UploadItem]:
    """The files of other batches that were found to be the very files of these articles."""
    others = UploadItem.objects.filter(state=Fate.DUPLICATE, article__in=articles, batch__undone_at=None)
    return others.exclude(batch=batch)


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
