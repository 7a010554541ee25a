"""What stands beside an article in time: the ones before and after it in its outlet, and others of its day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, Subquery

from archive.models import Article
from archive.models.articles import ArticleQuerySet

#: So many others of a day are listed.
OF_A_DAY = 4
_TO_THE_DAY = (Article.Precision.MINUTE, Article.Precision.DAY)


@dataclass(frozen=True, slots=True)
class InOutlet:
    """The articles of the same outlet next to one, by the day they appeared on; those of no known day are left out."""

    before: Article | None = None
    after: Article | None = None

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


@dataclass(frozen=True, slots=True)
class OfDay:
    """Others of the same day. count: of all articles of the day, this one included."""

    articles: tuple[Article, ...]
    count: int


def in_outlet(article: Article) -> InOutlet:
    """Return the articles before and after this one in its outlet. One query, two steps in an index; or none."""
    day = article.published_on
    if day is None or article.source_id is None or article.date_precision not in _TO_THE_DAY:
        return InOutlet()
    own = Article.objects.public().filter(source=article.source_id, date_precision__in=_TO_THE_DAY)
    # The first condition of each is the one that an index can begin at.
    earlier = own.filter(Q(published_on__lt=day) | Q(pk__lt=article.pk), published_on__lte=day)
    later = own.filter(Q(published_on__gt=day) | Q(pk__gt=article.pk), published_on__gte=day)
    before, after = earlier.order_by("-published_on", "-pk"), later.order_by("published_on", "pk")
    nearest = Q(pk=Subquery(before.values("pk")[:1])) | Q(pk=Subquery(after.values("pk")[:1]))
    found = {(one.published_on, one.pk) < (day, article.pk): one for one in _lean().filter(nearest)}
    return InOutlet(found.get(True), found.get(False))


def of_day(article: Article, *, without: Collection[int] = ()) -> OfDay | None:
    """Return some others of the article's day; None where its day is not known or it stands alone.

    without: keys of articles that the page shows already. One query, or none.
    """
    if article.published_on is None or article.date_precision not in _TO_THE_DAY:
        return None
    day: ArticleQuerySet = Article.objects.public().on(article.published_on)
    all_of_it = day.order_by().values("published_on").annotate(all=Count("pk")).values("all")
    others = _lean().on(article.published_on).exclude(pk__in=[article.pk, *without])
    found = tuple(others.annotate(of_day=Subquery(all_of_it)).order_by("-pk")[:OF_A_DAY])
    return OfDay(found, found[0].of_day) if found else None  # type: ignore[attr-defined]


def _lean() -> ArticleQuerySet:
    """Public articles as a line of a list needs them."""
    return Article.objects.public().select_related("source", "site").defer("evidence")
