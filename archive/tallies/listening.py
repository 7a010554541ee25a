"""Receives what the archive tells and settles the tallies, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.dispatch import receiver

from archive.models import Article
from archive.signals import (
    article_published,
    article_withdrawn,
    articles_changed,
    articles_published,
    articles_withdrawn,
)
from archive.tallies.keeping import settle


@receiver([article_published, article_withdrawn], dispatch_uid="archive.settle_tallies")
def settle_one(article: Article, **_: Any) -> None:
    settle([article.pk])


@receiver(articles_published, dispatch_uid="archive.settle_tallies_of_many")
def settle_many(articles: Sequence[Article], **_: Any) -> None:
    settle([article.pk for article in articles])


@receiver([articles_withdrawn, articles_changed], dispatch_uid="archive.settle_tallies_of_keys")
def settle_keys(keys: Collection[int], **_: Any) -> None:
    settle(keys)
