"""Counts everything afresh, and names and mends what the kept tallies say otherwise.

There should be nothing: each change of an article settles its tallies in the same transaction. A row changed by hand
or a fault of ours would show here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, IntegerField, Max, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Length

from archive.models import Article, Tallied, Tally
from archive.tallies.keeping import apply, as_places, await_turn, keep
from archive.tallies.places import ALL, UNKNOWN, Place, places_of

_YEAR = 4  # characters


@dataclass(frozen=True, slots=True)
class Difference:
    """A tally that was wrong. kept: what it said. counted: what there are."""

    place: Place
    kept: int
    counted: int


@transaction.atomic
def recount() -> list[Difference]:
    """Count all public articles, mend the tallies that say otherwise and return those. A second for 20,000 articles."""
    await_turn()
    before = {pk: as_places(places) for pk, places in Tallied.objects.values_list("pk", "places").iterator()}
    now = dict(places_of(Article.objects.public()))
    keep(before, now)
    counted = Counter(place for places in now.values() for place in places)
    kept = {
        (subject, period): count for subject, period, count in Tally.objects.values_list("subject", "period", "count")
    }
    wrong = sorted(place for place in {*kept, *counted} if kept.get(place, 0) != counted[place])
    differences = [Difference(place, kept.get(place, 0), counted[place]) for place in wrong]
    apply({difference.place: difference.counted - difference.kept for difference in differences})
    return differences


def differs() -> bool:
    """Whether the tallies plainly are not those of the public articles: a cheap look, in one query.

    All articles are as many as the tally says, as many as are written down as counted, and as many as those of all
    years and of none.
    """
    of_all = Tally.objects.filter(subject=ALL).order_by().alias(length=Length("period")).values("subject")
    by_year = of_all.filter(Q(length=_YEAR) | Q(period=UNKNOWN))
    sums = Article.objects.public().aggregate(
        public=Count("pk"),
        kept=_only(of_all.filter(period="").annotate(sum=Sum("count"))),
        by_year=_only(by_year.annotate(sum=Sum("count"))),
        tallied=_only(Tallied.objects.order_by().annotate(all=Value(1)).values("all").annotate(sum=Count("pk"))),
    )
    return len({count or 0 for count in sums.values()}) > 1  # of an archive without articles, nothing is compared


def _only(sums: QuerySet[Any, Any]) -> Max:
    """The one number that a query comes to, 0 for none."""
    return Max(Coalesce(Subquery(sums.values("sum"), output_field=IntegerField()), 0))
