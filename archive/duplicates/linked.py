"""Reads which articles are like a given one, seen from that one's side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive.models import Article, Likeness
from archive.models.likenesses import whole_percent

_SEEN_FROM_THE_OTHER = {
    Likeness.Kind.CONTAINED: Likeness.Kind.CONTAINS,
    Likeness.Kind.CONTAINS: Likeness.Kind.CONTAINED,
}


@dataclass(frozen=True, slots=True)
class LikeArticle:
    """Another article, and how it is like the one that was asked about.

    kind: seen from the one asked about, so `contained` says that it is part of `other`.
    share: how much of it stands in `other`, 0 to 1. other_share: how much of `other` stands in it.
    """

    other: Article
    kind: Likeness.Kind
    share: float
    other_share: float

    @property
    def containment(self) -> float:
        """How much of the shorter text stands in the longer one, 0 to 1."""
        return max(self.share, self.other_share)

    @property
    def percent(self) -> int:
        """The containment in whole per cent, rounded down: 100 only where all of it stands there."""
        return whole_percent(self.containment)


def likenesses_of(article: Article) -> list[LikeArticle]:
    """Return the articles that share half of the shorter text or more with this one, the most alike first.

    In whatever state they are but discarded, so it is for the desk only. One query; source and capture come with each
    article.
    """
    return _ordered(_seen_from(article, row) for row in _rows_of(article))


def public_likenesses_of(article: Article) -> list[LikeArticle]:
    """Return those of `likenesses_of` that readers may see."""
    public = Article.objects.public()
    rows = _rows_of(article).filter(Q(article=article, other__in=public) | Q(other=article, article__in=public))
    return _ordered(_seen_from(article, row) for row in rows)


def _rows_of(article: Article) -> QuerySet[Likeness]:
    gone = Article.State.DISCARDED
    sides = Q(article=article) & ~Q(other__state=gone) | Q(other=article) & ~Q(article__state=gone)
    rows = Likeness.objects.filter(sides)
    both = ("article", "other")
    return rows.select_related(*both, *(f"{side}__{part}" for side in both for part in ("source", "capture")))


def _seen_from(article: Article, row: Likeness) -> LikeArticle:
    kind = Likeness.Kind(row.kind)
    if row.article_id == article.pk:
        return LikeArticle(row.other, kind, row.share, row.other_share)
    return LikeArticle(row.article, _SEEN_FROM_THE_OTHER.get(kind, kind), row.other_share, row.share)


def _ordered(likes: Iterable[LikeArticle]) -> list[LikeArticle]:
    return sorted(likes, key=lambda like: (-like.containment, -min(like.share, like.other_share), like.other.pk))
