"""Compares the index with the database, and names and mends the differences.

There should be none: each change has a row in the outbox. A restored backup, a row changed by hand or a fault of ours
would show here, and nowhere else so soon.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from archive.models import Article
from search.engine.snapshot import Snapshot
from search.generation import Generation
from search.models import IndexChange

Action = IndexChange.Action


@dataclass(frozen=True, slots=True)
class Drift:
    """Keys of articles. missing: public, but not in the index. surplus: in the index, but not public.

    outdated: the index holds another version. repeated: the index holds it more than once.
    """

    missing: tuple[int, ...] = ()
    surplus: tuple[int, ...] = ()
    outdated: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.missing) + len(self.surplus) + len(self.outdated) + len(self.repeated)


def find(generation: Generation) -> Drift:
    """Compare. What is in the outbox, or was while this looked, is no drift. Raises IndexDamaged."""
    began = timezone.now()
    indexed = _indexed(generation.open())
    public = dict(Article.objects.public().values_list("pk", "version").iterator())
    moving = _moving_since(began)
    known = dict(indexed)
    return Drift(
        missing=_sorted(public.keys() - known.keys() - moving),
        surplus=_sorted(known.keys() - public.keys() - moving),
        outdated=_sorted({key for key in known.keys() & public.keys() if known[key] != public[key]} - moving),
        repeated=_sorted({key for key, times in Counter(key for key, _ in indexed).items() if times > 1} - moving),
    )


def mend(drift: Drift) -> int:
    """Put what differs into the outbox; return how many changes that makes."""
    index = {*drift.missing, *drift.outdated, *drift.repeated} - {*drift.surplus}
    changes = [IndexChange(article_pk=key, action=Action.INDEX) for key in sorted(index)]
    changes += [IndexChange(article_pk=key, action=Action.REMOVE) for key in drift.surplus]
    return len(IndexChange.objects.bulk_create(changes, batch_size=500))


def _indexed(snapshot: Snapshot) -> list[tuple[int, int]]:
    """The key and the version of each living document."""
    return [
        pair
        for segment in snapshot.segments
        for pair in zip(
            segment.pks[segment.live].tolist(), segment.number("version")[segment.live].tolist(), strict=True
        )
    ]


def _moving_since(moment: datetime.datetime) -> set[int]:
    changes = IndexChange.objects.filter(Q(done_at__isnull=True) | Q(done_at__gte=moment))
    return set(changes.values_list("article_pk", flat=True))


def _sorted(keys: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(keys))
