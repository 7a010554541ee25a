"""Brings the sketches of a whole archive up to date: after an upgrade, or where articles came in without."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from archive.duplicates.comparing import compare
from archive.models import Article, Sketch
from archive.text.fingerprints import VERSION

_TOGETHER = 500


def count_waiting() -> int:
    """Return how many articles have no sketch yet, or one made in an older way."""
    return _waiting().count()


def compare_waiting(on_done: Callable[[int], object] = lambda count: None) -> int:
    """Compare every article that waits for it, 500 a transaction, the oldest first, and return how many that were.

    on_done: told how many articles are done with each transaction. Stopped at any point, the next run goes on there.
    """
    keys = list(_waiting().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _TOGETHER):
        some = keys[start : start + _TOGETHER]
        with transaction.atomic():
            compare(Article.objects.select_for_update().filter(pk__in=some).order_by("pk"))
        on_done(len(some))
    return len(keys)


def let_all_wait() -> None:
    """Have every article compared anew by the next `compare_waiting`. What is linked stays linked until then."""
    Sketch.objects.update(version=0)


def _waiting() -> QuerySet[Article]:
    return Article.objects.exclude(sketch__version=VERSION)
