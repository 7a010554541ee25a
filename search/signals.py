"""Receives what the archive tells and writes it to the outbox, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from archive.models import Article
from archive.signals import article_published, article_withdrawn, articles_published
from search.models import IndexChange


@receiver(article_published, dispatch_uid="search.queue_indexing")
def queue_indexing(article: Article, **_: Any) -> None:
    IndexChange.objects.create(article_pk=article.pk, action=IndexChange.Action.INDEX)


@receiver(articles_published, dispatch_uid="search.queue_indexing_of_many")
def queue_indexing_of_many(articles: Sequence[Article], **_: Any) -> None:
    IndexChange.objects.bulk_create(
        IndexChange(article_pk=article.pk, action=IndexChange.Action.INDEX) for article in articles
    )


@receiver(article_withdrawn, dispatch_uid="search.queue_removal")
def queue_removal(article: Article, **_: Any) -> None:
    IndexChange.objects.create(article_pk=article.pk, action=IndexChange.Action.REMOVE)
