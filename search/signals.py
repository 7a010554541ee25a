"""Receives what the archive tells and writes it to the outbox, in the transaction of the change.

Articles of the same text are known by the oldest public one of them. Where that becomes another one, the others have
to be indexed anew as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.dispatch import receiver

from archive.models import Article
from archive.signals import (
    Remains,
    article_published,
    article_withdrawn,
    articles_changed,
    articles_published,
    articles_withdrawn,
    likenesses_changed,
    remains_sought,
)
from search import leaks
from search.families import with_another_representative
from search.models import IndexChange

_AT_ONCE = 500  # keys in one query


@receiver(article_published, dispatch_uid="search.queue_indexing")
def queue_indexing(article: Article, *, newly: bool = False, **_: Any) -> None:
    """The words of the others' likeness to a changed article are told by likenesses_changed, so only a new one asks."""
    _queue([article.pk], IndexChange.Action.INDEX)
    if newly:
        _queue(with_another_representative({article.pk}), IndexChange.Action.INDEX)


@receiver(articles_published, dispatch_uid="search.queue_indexing_of_many")
def queue_indexing_of_many(articles: Sequence[Article], **_: Any) -> None:
    keys = [article.pk for article in articles]
    _queue([*keys, *sorted(with_another_representative(set(keys)))], IndexChange.Action.INDEX)


@receiver(article_withdrawn, dispatch_uid="search.queue_removal")
def queue_removal(article: Article, **_: Any) -> None:
    _queue([article.pk], IndexChange.Action.REMOVE)
    _queue(with_another_representative({article.pk}), IndexChange.Action.INDEX)


@receiver(articles_withdrawn, dispatch_uid="search.queue_removal_of_many")
def queue_removal_of_many(keys: Collection[int], **_: Any) -> None:
    _queue(sorted(keys), IndexChange.Action.REMOVE)
    _queue(sorted(with_another_representative(keys)), IndexChange.Action.INDEX)


@receiver([likenesses_changed, articles_changed], dispatch_uid="search.queue_the_public_ones")
def queue_the_public_ones(keys: Collection[int], **_: Any) -> None:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        public = Article.objects.public().filter(pk__in=ordered[start : start + _AT_ONCE])
        _queue(public.values_list("pk", flat=True), IndexChange.Action.INDEX)


@receiver(remains_sought, dispatch_uid="search.tell_remains")
def tell_remains(article: Article, words: Sequence[str], **_: Any) -> list[Remains]:
    return leaks.remains_of(article, words)


def _queue(keys: Iterable[int], action: IndexChange.Action) -> None:
    IndexChange.objects.bulk_create(IndexChange(article_pk=key, action=action) for key in keys)
