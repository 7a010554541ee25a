"""Stretches of long lists, found by the article that stands before or behind them: the last is as near as the first.

The order is by the day and minute of publication, the newest or the oldest first; what has no date comes last.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from archive.models import Article
from archive.models.articles import ArticleQuerySet

#: Articles in one stretch.
SIZE = 20
#: Articles with what a line of a list shows of them.
_SHOWN = ("source", "site")
_MOMENT = "%Y%m%dT%H%M%S%f"  # in UTC
_LONGEST = 64  # characters of a mark


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of one article in the order. In an address: 2024-09-12~20240911T223000000000~81, "" for no date."""

    day: datetime.date | None
    moment: datetime.datetime | None
    pk: int

    @classmethod
    def of(cls, article: Article) -> Mark:
        return cls(article.published_on, article.published_at, article.pk)

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """The mark that an address gives; None where it is none."""
        day, _, rest = text[:_LONGEST].partition("~")
        moment, _, pk = rest.partition("~")
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            return None
        try:
            return cls(datetime.date.fromisoformat(day) if day else None, _read_moment(moment), int(pk))
        except ValueError:
            return None

    def __str__(self) -> str:
        moment = self.moment.astimezone(datetime.UTC).strftime(_MOMENT) if self.moment else ""
        return f"{self.day or ''}~{moment}~{self.pk}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some articles of a list. before, after: the marks that lead to its neighbours, None at an end of the list."""

    articles: Sequence[Article]
    before: Mark | None = None
    after: Mark | None = None


def stretch(articles: ArticleQuerySet, asked: Mapping[str, str], *, size: int = SIZE, oldest: bool = False) -> Stretch:
    """The stretch of the list that an address asks for by `after` or `before`; the first one for a mark that is none.

    Two or three queries, whatever stands before it: the keys in their order, then the articles.
    """
    after, before = Mark.read(asked.get("after", "")), Mark.read(asked.get("before", ""))
    if after is None and before is not None:
        found = _beside(articles, before, size + 1, newest=oldest, backwards=True)
        if len(found) > size:
            shown = _shown(found[size - 1 :: -1])
            return Stretch(shown, Mark.of(shown[0]), Mark.of(shown[-1]))
    found = _beside(articles, after, size + 1, newest=not oldest, backwards=False)
    shown = _shown(found[:size])
    return Stretch(
        shown, Mark.of(shown[0]) if shown and after else None, Mark.of(shown[-1]) if len(found) > size else None
    )


def _beside(articles: ArticleQuerySet, mark: Mark | None, count: int, *, newest: bool, backwards: bool) -> list[int]:
    """The keys of the articles next to the mark, in the order in which they are met; from the end without a mark.

    newest: whether later days are met last or first on the way that is gone. backwards: against the list's order,
    so that what has no date is met first.
    """
    parts = [_dated, _undated]
    if backwards:
        parts.reverse()
    found: list[int] = []
    for part in parts:
        if len(found) < count:
            found += part(articles, mark, newest, backwards).values_list("pk", flat=True)[: count - len(found)]
    return found


def _dated(articles: ArticleQuerySet, mark: Mark | None, newest: bool, backwards: bool) -> ArticleQuerySet:
    """What has a date, beyond the mark. Within a day, what has a time comes before what has none."""
    dated = articles.filter(published_on__isnull=False).order_by(*_order(newest, backwards))
    if mark is None or (mark.day is None and backwards):
        return dated
    if mark.day is None:
        return dated.none()
    beyond = "lt" if newest else "gt"
    same_day = Q(published_on=mark.day) & _later_that_day(mark, beyond, backwards)
    # The first condition follows from the second, and is what an index can be entered by.
    return dated.filter(
        Q(**{f"published_on__{beyond}e": mark.day}), Q(**{f"published_on__{beyond}": mark.day}) | same_day
    )


def _later_that_day(mark: Mark, beyond: str, backwards: bool) -> Q:
    timed = Q(published_at__isnull=False)
    further = Q(**{f"pk__{beyond}": mark.pk})
    if mark.moment is None:
        untimed = Q(published_at__isnull=True) & further
        return untimed | timed if backwards else untimed
    same_day = Q(**{f"published_at__{beyond}": mark.moment}) | Q(published_at=mark.moment) & further
    return same_day if backwards else same_day | ~timed


def _undated(articles: ArticleQuerySet, mark: Mark | None, newest: bool, backwards: bool) -> ArticleQuerySet:
    undated = articles.filter(published_on__isnull=True).order_by(*_order(newest, backwards)[1:])
    if mark is None or (mark.day is not None and not backwards):
        return undated
    if mark.day is not None:
        return undated.none()
    return undated.filter(_later_that_day(mark, "lt" if newest else "gt", backwards))


def _order(newest: bool, backwards: bool) -> Sequence[OrderBy | str]:
    moment = F("published_at")
    if newest:
        return "-published_on", moment.desc(nulls_last=not backwards or None, nulls_first=backwards or None), "-pk"
    return "published_on", moment.asc(nulls_last=not backwards or None, nulls_first=backwards or None), "pk"


def _shown(keys: Sequence[int]) -> list[Article]:
    """The public articles of these keys in this order, each with its outlet."""
    rows = Article.objects.public().select_related(*_SHOWN).in_bulk(list(keys))
    return [rows[key] for key in keys if key in rows]


def _read_moment(text: str) -> datetime.datetime | None:
    """Raises ValueError for what is no moment."""
    return datetime.datetime.strptime(text, _MOMENT).replace(tzinfo=datetime.UTC) if text else None
