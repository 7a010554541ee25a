"""The articles of a day, outlet by outlet, a stretch at a time."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.models import Agency, Article
from archive.paging import Mark

SIZE = 60
_NO_TIME = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class DayStretch:
    """Some articles of a day, each with the name of its outlet, "" where none is stated. counts: all articles of the
    day by outlet. before, after: the marks that lead to its neighbours, None at an end of the list."""

    articles: Sequence[tuple[str, Article]]
    counts: Mapping[str, int]
    before: Mark | None = None
    after: Mark | None = None


class _Line(NamedTuple):
    """What an article of the day is put in order by."""

    pk: int
    outlet: str
    moment: datetime.datetime | None


def stretch_of_day(day: datetime.date, asked: Mapping[str, str]) -> DayStretch:
    """The stretch of the day's articles that an address asks for by `after` or `before`. Four queries.

    The outlets with the most come first, within one what came first. A mark stands for its article: where that is not
    of the day any more, the list is shown from its beginning.
    """
    lines = _lines(day)
    counts = Counter(line.outlet for line in lines)
    lines.sort(key=lambda line: (-counts[line.outlet], line.outlet, line.moment or _NO_TIME, line.pk))
    start = _start([line.pk for line in lines], asked)
    shown = lines[start : start + SIZE]
    rows = Article.objects.public().select_related("source", "site").in_bulk([line.pk for line in shown])
    articles = [(line.outlet, rows[line.pk]) for line in shown if line.pk in rows]
    return DayStretch(
        articles,
        counts,
        Mark.of(articles[0][1]) if articles and start else None,
        Mark.of(articles[-1][1]) if articles and start + SIZE < len(lines) else None,
    )


def _lines(day: datetime.date) -> list[_Line]:
    """Of all articles of the day what they are ordered by: their outlet is the source, else the site, by the name that
    it has today or else as printed. Three queries, of which one reads articles: those without a source of record."""
    rows = list(Article.objects.public().on(day).order_by().values_list("pk", "source", "site", "published_at"))
    agencies = {key for _pk, source, site, _at in rows for key in (source, site) if key}
    names = dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "name"))
    unlinked = Article.objects.filter(pk__in=[pk for pk, source, _site, _at in rows if source is None])
    printed = {pk: both for pk, *both in unlinked.values_list("pk", "source_name", "site_name")}
    return [
        _Line(pk, names.get(source) or _outlet(names.get(site, ""), *printed.get(pk, ("", ""))), moment)
        for pk, source, site, moment in rows
    ]


def _outlet(site: str, source_name: str, site_name: str) -> str:
    """What an article without a source of record is listed under. site: the name of record, "" for none."""
    return source_name or site or site_name


def _start(keys: Sequence[int], asked: Mapping[str, str]) -> int:
    """The place in the order at which the stretch begins."""
    after, before = Mark.read(asked.get("after", "")), Mark.read(asked.get("before", ""))
    if after and after.pk in keys:
        return keys.index(after.pk) + 1
    if before and before.pk in keys:
        return max(0, keys.index(before.pk) - SIZE)
    return 0
