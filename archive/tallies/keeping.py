"""Moves articles from the tallies that they were counted in to those where they belong now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from archive.models import Tallied, Tally
from archive.tallies.places import ALL, Place, places_of_keys

_AT_ONCE = 400  # keys in one query; a place has two
_FIELDS = ("subject", "period")
_One = TypeVar("_One", int, Place)


@transaction.atomic
def settle(keys: Collection[int]) -> None:
    """Count the articles of these keys where they belong now: those that are public by what is known of them, the
    others nowhere. Call it inside the transaction of the change.

    The cost is a few statements for each 400 articles, and some for the tallies that change.
    """
    await_turn()
    change: Counter[Place] = Counter()
    for portion in _portions(sorted(keys)):
        change.update(_settle_portion(portion))
    apply(change)


def await_turn() -> None:
    """Wait for whoever else counts now. Whoever comes second reads what the first one has committed, so that neither
    an article nor a tally is counted from what is no longer true, and nobody waits for two at once.

    SQLite's IMMEDIATE transactions do that by themselves; on PostgreSQL it is the lock of one row.
    """
    Tally.objects.select_for_update().get_or_create(subject=ALL, period="", defaults={"count": 0})


def _settle_portion(keys: Sequence[int]) -> Counter[Place]:
    """Write down where these articles are counted now, and return what has to be added to which tally."""
    rows = {row.pk: row for row in Tallied.objects.filter(pk__in=keys)}
    before = {key: as_places(row.places) for key, row in rows.items()}
    now = places_of_keys(keys)
    keep(before, now)
    change = Counter(place for places in now.values() for place in places)
    change.subtract(place for places in before.values() for place in places)
    return change


def as_places(kept: Iterable[Sequence[str]]) -> list[Place]:
    """The places as they stand in a row of Tallied."""
    return [(subject, period) for subject, period in kept]


def keep(before: Mapping[int, list[Place]], now: Mapping[int, list[Place]]) -> None:
    """Write the rows of Tallied that differ. before: those that there are. now: those that there ought to be."""
    rows = {key: Tallied(article_id=key, places=places) for key, places in now.items() if before.get(key) != places}
    new = [row for key, row in rows.items() if key not in before]
    changed = [row for key, row in rows.items() if key in before]
    Tallied.objects.bulk_create(new, batch_size=_AT_ONCE)
    Tallied.objects.bulk_update(changed, ["places"], batch_size=_AT_ONCE)
    for gone in _portions([key for key in before if key not in now]):
        Tallied.objects.filter(pk__in=gone).delete()


def apply(change: Mapping[Place, int]) -> None:
    """Add to each tally, in the database itself; make those that there are not, and drop those that come to nothing.

    A tally never falls below nothing: if it was wrong before, no withdrawal may fail for that. `recount` mends it.
    """
    for portion in _portions(sorted(place for place, number in change.items() if number)):
        there = _there(portion)
        by_number = defaultdict(list)
        for place in portion:
            if place in there:
                by_number[change[place]].append(there[place])
        for number, pks in sorted(by_number.items()):
            Tally.objects.filter(pk__in=pks).update(count=_sum(number))
        new = [place for place in portion if place not in there and change[place] > 0]
        Tally.objects.bulk_create(Tally(subject=s, period=p, count=change[s, p]) for s, p in new)
        if any(number < 0 for number in by_number):
            Tally.objects.filter(pk__in=there.values(), count=0).exclude(subject=ALL, period="").delete()


def _sum(number: int) -> Combinable:
    return F("count") + number if number > 0 else Greatest(F("count") + number, 0)


def _there(places: Sequence[Place]) -> dict[Place, int]:
    """The keys of the tallies of these places."""
    wanted = set(places)
    subjects, periods = {subject for subject, _ in places}, {period for _, period in places}
    rows = Tally.objects.filter(subject__in=subjects, period__in=periods).values_list(*_FIELDS, "pk")
    return {(subject, period): pk for subject, period, pk in rows if (subject, period) in wanted}


def _portions(listed: Iterable[_One]) -> Iterator[list[_One]]:
    remaining = iter(listed)
    while portion := list(islice(remaining, _AT_ONCE)):
        yield portion
