"""Undoing a batch as a whole, and taking that back: some hundred articles in a transaction, so that others may write.

An undone batch is as if it had never been given. Files that the worker has not read are not read, articles leave the
queue, the readers, the index and all counts, candidates that only they bear are proposed no more, and a file that
another batch brought as a duplicate is read there. Everything is kept, so that it can be brought back.

The first transaction says that the batch is undone, and nothing of it is read any more. If the machine stops before
the last one, `batches.unfinished` counts the articles that still stand, and the same call goes on with them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, F, Min, When
from django.utils import timezone

from archive import duplicates
from archive.models import Article, Event, Finding, UploadBatch, UploadItem
from archive.review.batches import (
    Obstacle,
    Reach,
    doubles,
    given_again,
    living,
    reach_of,
    taken_along,
    why_not_bring_back,
    why_not_undo,
)
from archive.review.turns import in_turns
from archive.signals import articles_published, articles_withdrawn

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State, Fate = Article.State, UploadItem.State
#: Articles in one transaction: half a second or less on a small machine.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came back: articles, those of them that readers see again, and files that wait again.

    left: articles that stay away, because their files have been given again since.
    """

    articles: int
    published: int
    waiting: int
    left: int


def undo(batch: UploadBatch, *, by: User, reason: str = "") -> Reach | Obstacle:
    """Undo the whole batch and return what that took along. `batch` is refreshed to what was saved.

    reason: needed where readers know of articles; kept with the batch, for the desk alone.
    """
    answer = _begin(batch, by, reason)
    if isinstance(answer, Obstacle):
        return answer
    public_first = living(batch).order_by(Case(When(article__state=State.PUBLISHED, then=0), default=1), "article")
    for keys in in_turns(public_first.values_list("article", flat=True), AT_ONCE):
        _discard(batch, keys, by)
    return answer


def bring_back(batch: UploadBatch, *, by: User) -> BroughtBack | Obstacle:
    """Take the undo of a batch back: everything stands as before. `batch` is refreshed to what was saved.

    What was public is public again, but for an article that cannot stand before readers now: it becomes a draft.
    """
    since, told = batch.undone_at, _begin_back(batch, by)
    if isinstance(told, Obstacle):
        return told
    ours = set(taken_along(batch).order_by("article").values_list("article", flat=True))
    states: Counter[str] = Counter()
    for keys in in_turns(sorted(ours), AT_ONCE):
        states += _revive(batch, keys, by, since, besides=ours)
    return BroughtBack(states.total(), states[State.PUBLISHED], told.waiting, told.left)


@transaction.atomic
def _begin(batch: UploadBatch, by: User, reason: str) -> Reach | Obstacle:
    """Mark the batch as undone and let nothing of it be read any more, unless something stands in the way."""
    _lock(batch)
    obstacle, reach = why_not_undo(batch, by), reach_of(batch)
    reason = reason.strip() or batch.undone_reason
    if obstacle is None and reach.seen and not reason:
        obstacle = Obstacle.NO_REASON
    if obstacle:
        return obstacle
    if batch.undone_at:  # and interrupted: who did it stands there already
        return reach
    _stop_reading(batch)
    _mark(batch, by, reason[:200])
    Event.objects.record("batch undone", batch, actor=by, articles=living(batch).count(), waiting=reach.waiting)
    return reach


@transaction.atomic
def _begin_back(batch: UploadBatch, by: User) -> BroughtBack | Obstacle:
    """Mark the batch as standing again and let its files wait; return what is to come back."""
    _lock(batch)
    if obstacle := why_not_bring_back(batch, by):
        return obstacle
    again, left = _read_again(batch), given_again(batch).count()
    coming = taken_along(batch).count() - left
    _mark(batch, None)
    Event.objects.record("undo taken back", batch, actor=by, articles=coming, waiting=again, left=left)
    return BroughtBack(coming, 0, again, left)


def _lock(batch: UploadBatch) -> None:
    batch.refresh_from_db(from_queryset=UploadBatch.objects.select_for_update())


def _mark(batch: UploadBatch, by: User | None, reason: str = "") -> None:
    """Write down who undid the batch and why, None for nobody any more."""
    batch.undone_at, batch.undone_by, batch.undone_reason = timezone.now() if by else None, by, reason
    batch.save(update_fields=["undone_at", "undone_by", "undone_reason"])


def _stop_reading(batch: UploadBatch) -> None:
    """Take the waiting files from the worker. It keeps nothing of a file that waits no more, even where it reads it."""
    fate: dict[str, Any] = {"state": Fate.REFUSED, "problem": "undone", "params": {}, "finished_at": timezone.now()}
    batch.items.filter(state=Fate.WAITING).update(**fate, undone_from=Fate.WAITING)


def _read_again(batch: UploadBatch) -> int:
    waiting = batch.items.filter(undone_from=Fate.WAITING)
    return waiting.update(state=Fate.WAITING, problem="", params={}, finished_at=None, undone_from="")


@transaction.atomic
def _discard(batch: UploadBatch, keys: list[int], by: User) -> None:
    """Take these articles out of everything; each file remembers from which state."""
    _lock(batch)
    if batch.undone_at is None:  # somebody brings it back meanwhile
        return
    made = living(batch).filter(article__in=keys)
    before = dict(made.values_list("article", "article__state"))
    for state in set(before.values()):
        made.filter(article__state=state).update(undone_from=state)
    _change(before, State.DISCARDED, by)
    public = {key for key, state in before.items() if state == State.PUBLISHED}
    if public:
        articles_withdrawn.send(sender=Article, keys=public)
    duplicates.set_aside(before)
    # What they were duplicates of is gone: in other batches they are read.
    doubles(batch, before).update(state=Fate.WAITING, article=None, finished_at=None)
    _tell_each("undone", batch, {key: (state, State.DISCARDED) for key, state in before.items()}, by)


@transaction.atomic
def _revive(
    batch: UploadBatch, keys: list[int], by: User, since: datetime.datetime | None, *, besides: Collection[int]
) -> Counter[str]:
    """Give these articles their states back and count those. since: when they went, if that is known.

    besides: the articles that went along with them, with which they have been compared before.
    """
    _lock(batch)
    if batch.undone_at:  # again, by somebody else meanwhile
        return Counter()
    coming = taken_along(batch).filter(article__in=keys).exclude(pk__in=given_again(batch).values("pk"))
    now = _fitting(dict(coming.values_list("article", "undone_from")))
    since = since or Article.objects.filter(pk__in=now).aggregate(at=Min("updated_at"))["at"] or timezone.now()
    for state in set(now.values()):
        _change([key for key in now if now[key] == state], state, by)
    batch.items.filter(state=Fate.DRAFT, article__in=now).update(undone_from="")
    _tell_each("brought back", batch, {key: (State.DISCARDED, state) for key, state in now.items()}, by)
    duplicates.take_up(now, since=since, besides=besides)
    _show_again(now)
    return Counter(now.values())


def _fitting(states: Mapping[int, str]) -> dict[int, str]:
    """The states that these articles can have back: without text or with open personal data none is made public."""
    public = [key for key in states if states[key] == State.PUBLISHED]
    unfit = set(Finding.objects.blocking().filter(article__in=public).values_list("article", flat=True))
    unfit |= set(Article.objects.filter(pk__in=public, body=[]).values_list("pk", flat=True))
    return {key: State.DRAFT if key in unfit else state for key, state in states.items()}


def _show_again(now: Iterable[int]) -> None:
    """Let the articles be found and decided about again."""
    articles = Article.objects.filter(pk__in=now).order_by("pk")
    articles.filter(state=State.DRAFT).weigh()
    public = list(articles.public().defer("body", "evidence"))
    if public:
        articles_published.send(sender=Article, articles=public)


def _change(keys: Iterable[int], state: str, by: User) -> None:
    """Give articles a state. Their versions count on, so that what was typed before is refused as stale."""
    change = {"state": state, "updated_by": by, "updated_at": timezone.now(), "version": F("version") + 1}
    Article.objects.filter(pk__in=keys).update(**change)


def _tell_each(action: str, batch: UploadBatch, states: Mapping[int, tuple[str, str]], by: User) -> None:
    """Record for each article that it went or came with its batch, with its states before and after."""
    Event.objects.record_each(action, _with_data(batch, states), actor=by)


def _with_data(
    batch: UploadBatch, states: Mapping[int, tuple[str, str]]
) -> Iterator[tuple[Article, Mapping[str, Any]]]:
    """Yield articles with what is told of them. One row stands for each in its turn: only its key is looked at."""
    article = Article()
    for key, (before, after) in states.items():
        article.pk = key
        yield article, {"batch": batch.pk, "before": str(before), "after": str(after)}
