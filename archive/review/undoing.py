"""Undoing a batch as a whole, and taking that back: each in one transaction, however many files the batch has.

An undone batch is as if it had never been given. Files that the worker has not read are not read, articles leave the
queue, the readers, the index and all counts, candidates that only they bear are proposed no more, and a file that
another batch brought as a duplicate is read there. Everything is kept, so that it can be brought back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
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
from archive.signals import articles_published, articles_withdrawn

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State, Fate = Article.State, UploadItem.State
_TOGETHER = 500  # keys in one query


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came back: articles, those of them that readers see again, and files that wait again.

    left: articles that stay away, because their files have been given again since.
    """

    articles: int
    published: int
    waiting: int
    left: int


@transaction.atomic
def undo(batch: UploadBatch, *, by: User, reason: str = "") -> Reach | Obstacle:
    """Undo the whole batch and return what that took along. `batch` is refreshed to what was saved.

    reason: needed where readers know of articles; kept with the batch, for the desk alone.
    """
    _lock(batch)
    obstacle, reach = why_not_undo(batch, by), reach_of(batch)
    if obstacle is None and reach.seen and not reason.strip():
        obstacle = Obstacle.NO_REASON
    if obstacle:
        return obstacle
    _stop_reading(batch)
    before = dict(living(batch).values_list("article", "article__state"))
    _discard(batch, before, by)
    _read_elsewhere(batch, before)
    _mark(batch, by, reason.strip()[:200])
    Event.objects.record("batch undone", batch, actor=by, articles=len(before), waiting=reach.waiting)
    _tell_each("undone", batch, {key: (state, State.DISCARDED) for key, state in before.items()}, by)
    return reach


@transaction.atomic
def bring_back(batch: UploadBatch, *, by: User) -> BroughtBack | Obstacle:
    """Take the undo of a batch back: everything stands as before. `batch` is refreshed to what was saved.

    What was public is public again, but for an article that cannot stand before readers now: it becomes a draft.
    """
    _lock(batch)
    if obstacle := why_not_bring_back(batch, by):
        return obstacle
    since, again = batch.undone_at or timezone.now(), _read_again(batch)
    left = set(given_again(batch).values_list("article", flat=True))
    before = dict(taken_along(batch).values_list("article", "undone_from"))
    now = _fitting({key: state for key, state in before.items() if key not in left})
    _revive(batch, now, by)
    _mark(batch, None)
    Event.objects.record("undo taken back", batch, actor=by, articles=len(now), waiting=again, left=len(left))
    _tell_each("brought back", batch, {key: (State.DISCARDED, state) for key, state in now.items()}, by)
    duplicates.take_up(now, since=since)
    _show_again(now)
    return BroughtBack(len(now), sum(state == State.PUBLISHED for state in now.values()), again, len(left))


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


def _discard(batch: UploadBatch, before: Mapping[int, str], by: User) -> None:
    """Take the articles out of everything; each file remembers from which state."""
    for state in set(before.values()):
        living(batch).filter(article__state=state).update(undone_from=state)
    for keys in _portions(before):
        _change(keys, State.DISCARDED, by)
    public = {key for key, state in before.items() if state == State.PUBLISHED}
    if public:
        articles_withdrawn.send(sender=Article, keys=public)
    duplicates.set_aside(before)


def _read_elsewhere(batch: UploadBatch, articles: Iterable[int]) -> None:
    """Let the duplicates in other batches wait: what they were duplicates of is gone."""
    for keys in _portions(articles):
        doubles(batch, keys).update(state=Fate.WAITING, article=None, finished_at=None)


def _revive(batch: UploadBatch, now: Mapping[int, str], by: User) -> None:
    for state in set(now.values()):
        for keys in _portions(key for key in now if now[key] == state):
            _change(keys, state, by)
    for keys in _portions(now):
        batch.items.filter(state=Fate.DRAFT, article__in=keys).update(undone_from="")


def _fitting(states: Mapping[int, str]) -> dict[int, str]:
    """The states that these articles can have back: without text or with open personal data none is made public."""
    unfit: set[int] = set()
    for keys in _portions(key for key in states if states[key] == State.PUBLISHED):
        unfit |= set(Finding.objects.blocking().filter(article__in=keys).values_list("article", flat=True))
        unfit |= set(Article.objects.filter(pk__in=keys, body=[]).values_list("pk", flat=True))
    return {key: State.DRAFT if key in unfit else state for key, state in states.items()}


def _show_again(now: Mapping[int, str]) -> None:
    """Let the articles be found and decided about again."""
    for keys in _portions(now):
        articles = Article.objects.filter(pk__in=keys).order_by("pk")
        articles.filter(state=State.DRAFT).weigh()
        public = list(articles.public().defer("body", "evidence"))
        if public:
            articles_published.send(sender=Article, articles=public)


def _change(keys: list[int], state: str, by: User) -> None:
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


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _TOGETHER):
        yield ordered[start : start + _TOGETHER]
