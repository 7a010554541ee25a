"""Records: the public articles by the moment of their last change, and the ones that were public by that of their end.

An article that never was public is no record. Of one that is public no longer there is its name and the moment, and no
word of it is read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from archive.models import Article, Review, UploadItem
from archive.models.articles import ArticleQuerySet
from archive.oai import sets
from archive.oai.asking import Span
from archive.oai.tokens import Position

#: Records on a page of a list.
PAGE = 100
#: What is read of each record to put it in its place, in this order.
_KEY = ("at", "number", "shown", "name")


@dataclass(frozen=True, slots=True)
class Record:
    """article: None where it is no longer public."""

    public_id: str
    at: datetime.datetime
    article: Article | None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list. following: where it goes on, None at its end."""

    records: Sequence[Record]
    size: int
    before: int
    following: Position | None


def record(public_id: str) -> Record | None:
    """The record of this article; None for a draft just as for an id that never was. Costs at most three queries."""
    article = _whole(Article.objects.public()).filter(public_id=public_id).first()
    if article:
        return Record(public_id, article.updated_at, article)
    ends = [gone.filter(name=public_id).values_list("at", flat=True).first() for gone in _gone()]
    moments = [at for at in ends if at is not None]
    return Record(public_id, max(moments), None) if moments else None


def earliest() -> datetime.datetime:
    """The moment before which no record has a datestamp; now, while there is no record. Costs three queries."""
    moments = [Article.objects.public().aggregate(at=Min("updated_at"))["at"]]
    moments += [gone.aggregate(first=Min("at"))["first"] for gone in _gone()]
    return min((at for at in moments if at is not None), default=timezone.now())


def first_page(span: Span, set_name: str = "") -> Page | None:
    """The beginning of a list, the oldest change first; None where there is no such set."""
    return _page(Position(span, set_name, datetime.datetime.min.replace(tzinfo=datetime.UTC), 0, 0, 0), is_first=True)


def next_page(position: Position) -> Page | None:
    """The list from this place on. What changed meanwhile comes again at its end, so that nothing is missed."""
    return _page(position, is_first=False)


def _page(position: Position, *, is_first: bool) -> Page | None:
    public = sets.within(Article.objects.public(), position.set_name) if position.set_name else Article.objects.public()
    if public is None:
        return None
    told = [public.annotate(at=F("updated_at"), number=F("pk"), name=F("public_id"), shown=Value(True)), *_gone()]
    lists = [_within(rows.order_by(), position.span) for rows in told]
    size = sum(rows.count() for rows in lists) if is_first else position.size
    rest = lists if is_first else [_after(rows, position) for rows in lists]
    keys = sorted(key for rows in rest for key in rows.order_by("at", "number").values_list(*_KEY)[: PAGE + 1])
    here, before = keys[:PAGE], position.before
    following = None
    if len(keys) > PAGE:
        following = replace(position, at=here[-1][0], number=here[-1][1], size=size, before=before + PAGE)
    return Page(_read(here), size, before, following)


def _gone() -> list[QuerySet[Any]]:
    """What was public and is so no longer: withdrawn by a person, or undone together with its batch."""
    later = Review.objects.filter(article=OuterRef("article"), decision=Review.Decision.WITHDRAW, pk__gt=OuterRef("pk"))
    withdrawn = Review.objects.filter(decision=Review.Decision.WITHDRAW, article__state=Article.State.WITHDRAWN)
    last = withdrawn.filter(~Exists(later)).annotate(at=F("decided_at"), number=F("article_id"))
    seen = [Article.State.PUBLISHED, Article.State.WITHDRAWN]
    public_once = UploadItem.objects.filter(article=OuterRef("pk"), undone_from__in=seen)
    undone = Article.objects.filter(Exists(public_once), state=Article.State.DISCARDED)
    return [
        last.annotate(name=F("article__public_id"), shown=Value(False)).order_by(),
        undone.annotate(at=F("updated_at"), number=F("pk"), name=F("public_id"), shown=Value(False)).order_by(),
    ]


def _within(rows: QuerySet[Any], span: Span) -> QuerySet[Any]:
    if span.first:
        rows = rows.filter(at__gte=span.first)
    return rows.filter(at__lt=span.last) if span.last else rows


def _after(rows: QuerySet[Any], position: Position) -> QuerySet[Any]:
    behind = Q(at__gt=position.at) | Q(at=position.at, number__gt=position.number)
    return rows.filter(behind, at__gte=position.at)  # the second is what an index is walked by


def _read(keys: Iterable[tuple[datetime.datetime, int, bool, str]]) -> list[Record]:
    """The records of these keys. What was withdrawn since they were read is left out: it comes with its own moment."""
    keys = list(keys)
    articles = _whole(Article.objects.public()).in_bulk([number for _at, number, shown, _name in keys if shown])
    return [
        Record(name, at, articles.get(number)) for at, number, shown, name in keys if not shown or number in articles
    ]


def _whole(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.select_related("source", "site", "capture").defer("evidence").order_by()
