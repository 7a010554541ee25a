"""What waits for a decision, and where one article stands in that line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from archive.models import Article, Finding
from archive.models.articles import ArticleQuerySet
from archive.review import roles
from archive.review.narrowing import Narrowing

if TYPE_CHECKING:
    from archive.review.roles import AnyUser

WAITING, RETURNED = Narrowing(), Narrowing(state=Article.State.RETURNED.value)
#: What the line is sorted by; all that is before an article has more of the first, else less of the second and third.
ORDERS = {"": ("-urgency", "created_at", "pk"), "oldest": ("created_at", "pk"), "newest": ("-created_at", "-pk")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in the queue. number counts from 1; previous and following are primary keys."""

    number: int
    total: int
    previous: int | None
    following: int | None


def visible_to(user: AnyUser) -> ArticleQuerySet:
    """The articles that this person may open on the desk."""
    everything = Article.objects.all()
    return everything if roles.may_review(user) else everything.filter(created_by=user.pk)


def counts(user: AnyUser) -> dict[str, int]:
    """How many articles that this person may open are in the making, by their state."""
    visible = visible_to(user).filter(state__in=roles.IN_THE_MAKING)
    return dict(visible.order_by().values_list("state").annotate(Count("pk")))


def line(user: AnyUser, narrowing: Narrowing) -> ArticleQuerySet:
    """The articles that this person asked for in the order of work, each with the numbers `blocking` and `flags`.

    First those that could not be published as they came, then the most flagged and the oldest. What happens to an
    article on the desk leaves its place as it is.
    """
    found = narrowing.of(visible_to(user)).order_by(*ORDERS[narrowing.order])
    open_ones = Finding.objects.open().filter(article=OuterRef("pk"))
    return found.annotate(
        blocking=_how_many(open_ones.blocking()),
        flags=_how_many(open_ones.exclude(kind=Finding.Kind.PINYIN)),
    ).prefetch_related("findings")


def waiting(user: AnyUser, *, batch: int | None = None) -> ArticleQuerySet:
    """Drafts in the order of work."""
    return line(user, replace(WAITING, batch=batch))


def returned(user: AnyUser, *, batch: int | None = None) -> ArticleQuerySet:
    """Drafts that went back to their uploaders, in the same order."""
    return line(user, replace(RETURNED, batch=batch))


def place_of(article: Article, line: ArticleQuerySet) -> Place | None:
    """Return where `article` stands in `line`, or None if it is not in it."""
    place = place_beside(article, line)
    return place if line.filter(pk=article.pk).exists() else None


def place_beside(article: Article, line: ArticleQuerySet) -> Place:
    """Return where `article` stands in `line`, or would: what is worked on may leave a line of flagged ones."""
    ahead, behind = _ahead_of(article, line), ~_ahead_of(article, line) & ~Q(pk=article.pk)
    counted = line.order_by().aggregate(total=Count("pk"), ahead=Count("pk", filter=ahead))
    return Place(
        number=counted["ahead"] + 1,
        total=max(counted["total"], counted["ahead"] + 1),
        previous=line.filter(ahead).reverse().values_list("pk", flat=True).first(),
        following=line.filter(behind).values_list("pk", flat=True).first(),
    )


def _ahead_of(article: Article, line: ArticleQuerySet) -> Q:
    """The condition that an article comes before this one in the order of the line."""
    ahead, equal = Q(), Q()
    for name in line.query.order_by:
        field = str(name).removeprefix("-")
        side = "gt" if str(name).startswith("-") else "lt"
        ahead |= equal & Q(**{f"{field}__{side}": getattr(article, field)})
        equal &= Q(**{field: getattr(article, field)})
    return ahead


def _how_many(findings: QuerySet[Finding]) -> Coalesce:
    """A number beside each article; counted for the lines that are shown alone."""
    counted = findings.order_by().values("article").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
