"""The articles that name an agency, asked for in the way by which the database reads the fewest rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db.models import Exists, OuterRef

from archive import holdings
from archive.models import Agency, Article
from archive.models.articles import ArticleQuerySet
from archive.paging import SIZE


def articles_naming(
    agency: Agency, *, count: int, by_year: Mapping[int, int], role: str = "", year: int | None = None
) -> ArticleQuerySet:
    """The public articles that name the agency: in any role or one of ArticleAgency.Role, in all years or in one.

    count, by_year: how many there are in that role, as archive.holdings tells.
    What few articles name is looked up by the links and put in order; what many name is met soon enough on the way
    along the days, which are in order already. Either way a stretch costs at most about as many looks as the root of
    all articles times SIZE, however far down it stands.
    """
    links = agency.article_links.filter(**({"role": role} if role else {}))
    public = Article.objects.public()
    if year is not None:
        public = public.filter(published_on__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)))
    if count <= _looks_by_days(by_year, year):
        return public.filter(pk__in=links.values("article"))
    return public.filter(Exists(links.filter(article=OuterRef("pk"))))


def _looks_by_days(by_year: Mapping[int, int], year: int | None) -> float:
    """How many articles stand between as many of the agency's as make a stretch, on the average of its years, and how
    many may stand before the first of them, in years without any."""
    everything = holdings.span().by_year
    years = [year] if year is not None else [*by_year]
    around = sum(everything.get(one, 0) for one in years)
    apart = 0 if year is not None else sum(everything[one] for one in everything if one not in by_year)
    return SIZE * around / max(sum(by_year.get(one, 0) for one in years), 1) + apart
