"""Where a public article is counted: the subjects that it belongs to, and the periods of each."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from django.utils import timezone

from archive.models import Article, ArticleAgency
from archive.models.articles import ArticleQuerySet

#: (subject, period), as in archive.models.Tally.
Place: TypeAlias = tuple[str, str]

#: Subjects. Days have one of their own: all years and months are read at once, days only within some bounds.
ALL, DAYS, ADDED, AGENCY = "", "day", "added", "agency/"
#: The period of what has no date.
UNKNOWN = "unknown"

#: Characters of an ISO date that are known.
_KNOWN = {"minute": 10, "day": 10, "month": 7, "year": 4}
_AT_ONCE = 500  # keys in one query


def of_agency(agency: int, role: str = "") -> str:
    """The subject of what names the agency of this key: in any role, or in one of ArticleAgency.Role."""
    return f"{AGENCY}{agency}/{role}" if role else f"{AGENCY}{agency}"


def places_of(articles: ArticleQuerySet) -> Iterator[tuple[int, list[Place]]]:
    """Yield the key of each article with its places, sorted. The articles are read by their keys, in portions.

    Three narrow columns and the links are read, never a body.
    """
    facts = articles.order_by("pk").values_list("pk", "published_on", "date_precision", "released_at")
    last = 0
    while portion := list(facts.filter(pk__gt=last)[:_AT_ONCE]):
        links = _links_of([row[0] for row in portion])
        for pk, day, precision, released_at in portion:
            yield (
                pk,
                sorted({*_by_date(day, precision), *_by_release(released_at), *_by_agency(day, precision, links[pk])}),
            )
        last = portion[-1][0]
        if len(portion) < _AT_ONCE:
            return


def places_of_keys(keys: Iterable[int]) -> dict[int, list[Place]]:
    """The places of those of the keys whose articles are public now. At most some hundred keys at once."""
    return dict(places_of(Article.objects.public().filter(pk__in=list(keys))))


def _links_of(keys: list[int]) -> defaultdict[int, list[tuple[int, str]]]:
    found = defaultdict(list)
    links = ArticleAgency.objects.filter(article__in=keys).order_by()
    for article, agency, role in links.values_list("article_id", "agency_id", "role"):
        found[article].append((agency, role))
    return found


def _periods(day: datetime.date | None, precision: str) -> list[str]:
    """The year, the month and the day, as far as they are known; UNKNOWN for none."""
    if day is None:
        return [UNKNOWN]
    known = day.isoformat()[: _KNOWN[precision]]
    return [known[:length] for length in (4, 7, 10) if length <= len(known)]


def _by_date(day: datetime.date | None, precision: str) -> Iterator[Place]:
    yield ALL, ""
    for period in _periods(day, precision):
        yield (DAYS if len(period) == 10 else ALL), period


def _by_release(released_at: datetime.datetime | None) -> Iterator[Place]:
    """By the day in the archive's own time zone, China Standard Time."""
    if released_at:
        yield ADDED, timezone.localtime(released_at).date().isoformat()


def _by_agency(day: datetime.date | None, precision: str, links: Iterable[tuple[int, str]]) -> Iterator[Place]:
    """In any role by year and month, in one role by year: that is what the pages show."""
    periods = _periods(day, precision)
    for agency, role in links:
        for period in ("", *periods[:2]):
            yield of_agency(agency), period
        for period in ("", periods[0]):
            yield of_agency(agency, role), period
