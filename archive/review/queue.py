"""What waits for a decision, and where one article stands in that line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from archive.models import Article, Finding
from archive.models.articles import ArticleQuerySet
from archive.review import roles

if TYPE_CHECKING:
    from archive.review.roles import AnyUser

OPEN = Q(findings__state=Finding.State.OPEN)
BLOCKING = OPEN & Q(findings__kind__in=Finding.PERSONAL_DATA, findings__in_body=True)
#: Pinyin that was moved aside is told, but it is nothing to look into first.
FLAG = OPEN & ~Q(findings__kind=Finding.Kind.PINYIN)


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


def waiting(user: AnyUser, *, batch: int | None = None) -> ArticleQuerySet:
    """Drafts in the order of work: those that cannot be published as they stand, then the most flagged and oldest."""
    return _in_order(visible_to(user).filter(state=Article.State.DRAFT), batch)


def returned(user: AnyUser, *, batch: int | None = None) -> ArticleQuerySet:
    """Drafts that went back to their uploaders, in the same order."""
    return _in_order(visible_to(user).filter(state=Article.State.RETURNED), batch)


def place_of(article: Article, line: ArticleQuerySet) -> Place | None:
    """Return where `article` stands in `line`, or None if it is not in it."""
    keys = list(line.values_list("pk", flat=True))
    if article.pk not in keys:
        return None
    at = keys.index(article.pk)
    return Place(
        number=at + 1,
        total=len(keys),
        previous=keys[at - 1] if at else None,
        following=keys[at + 1] if at + 1 < len(keys) else None,
    )


def _in_order(articles: ArticleQuerySet, batch: int | None) -> ArticleQuerySet:
    if batch is not None:
        articles = articles.filter(pk__in=Article.objects.filter(upload_items__batch=batch).values("pk"))
    return (
        articles.annotate(
            blocking=Count("findings", filter=BLOCKING, distinct=True),
            flags=Count("findings", filter=FLAG, distinct=True),
        )
        .order_by("-blocking", "-flags", "created_at", "pk")
        .prefetch_related("findings")
    )
