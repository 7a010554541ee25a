"""Reads and settles the outbox. Changes that could not be done are set aside and tried again, less and less often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from search.models import IndexChange

#: A change that failed is tried again after a minute, then after five times as long, and at last once a day.
FIRST_RETRY, SLOWER, LAST_RETRY = timedelta(minutes=1), 5, timedelta(days=1)
_CHUNK = 500


def next_changes(limit: int) -> list[IndexChange]:
    """The first changes that can be done now, in order, and the others that wait for the same articles.

    An article that was set aside and then mended is done with its old change together.
    """
    changes = list(IndexChange.objects.due()[:limit])
    keys = {change.article_pk for change in changes}
    last = changes[-1].pk if changes else 0
    aside = IndexChange.objects.set_aside().filter(article_pk__in=keys, pk__lt=last, retry_at__gt=timezone.now())
    return changes + list(aside)


def settle(changes: Sequence[IndexChange], failed: Mapping[int, str], *, nothing_removed: bool = False) -> None:
    """Mark these changes done: the index has them on disk by now. Those of failed articles are set aside instead.

    nothing_removed: no file holds older words of these articles, so that there is nothing to purge.
    """
    now = timezone.now()
    done = [change.pk for change in changes if change.article_pk not in failed]
    with transaction.atomic():
        for start in range(0, len(done), _CHUNK):
            rows = IndexChange.objects.filter(pk__in=done[start : start + _CHUNK])
            rows.update(done_at=now, retry_at=None, error="", purged_at=now if nothing_removed else None)
        for key, error in failed.items():
            _set_aside(key, [change for change in changes if change.article_pk == key], error)


def _set_aside(key: int, changes: Sequence[IndexChange], error: str) -> None:
    """Keep the error with the article's changes, which stay pending; make one if a rebuild met the article."""
    if not changes:
        changes = [IndexChange.objects.create(article_pk=key, action=IndexChange.Action.INDEX)]
    attempts = max(change.attempts for change in changes)
    wait = min(FIRST_RETRY * SLOWER ** min(attempts, 10), LAST_RETRY)
    rows = IndexChange.objects.filter(pk__in=[change.pk for change in changes])
    rows.update(error=error[:300], attempts=F("attempts") + 1, retry_at=timezone.now() + wait)
