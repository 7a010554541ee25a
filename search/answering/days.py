"""Hits under the days on which they appeared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.models import Article
from search.answering.hits import Hit


@dataclass(frozen=True, slots=True)
class Day:
    """Hits that stand side by side and appeared on one day, in one month or in one year, as exactly as it is known.

    first: tells that date, with its precision.
    """

    hits: Sequence[Hit]

    @property
    def first(self) -> Article:
        return self.hits[0].article

    @property
    def is_exact(self) -> bool:
        """Whether the very day is known, so that there is a page of it."""
        return self.first.date_precision in (Article.Precision.DAY, Article.Precision.MINUTE)


def by_day(hits: Sequence[Hit]) -> list[Day]:
    """Return the hits in their order, those of the same date together. A day may go on on the next page."""
    return [Day(list(some)) for _date, some in groupby(hits, key=_date)]


def _date(hit: Hit) -> tuple[object, str]:
    article = hit.article
    precision = article.date_precision
    return article.published_on, Article.Precision.DAY if precision == Article.Precision.MINUTE else precision
