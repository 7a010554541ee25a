"""What readers may see of topics: those in state SHOWN with a public article, and of their articles the public ones.

A topic without a public article has no page: its very title would tell of what is not published.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce, ExtractYear, Greatest

from archive.models import Article, Topic, TopicArticle
from archive.models.articles import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """A topic that has a page, with figures of its public articles alone.

    first, last: days between which they appeared, None where no date is known. fresh: when one of them last came into
    the readers' sight, by being added here or by being published.
    """

    topic: Topic
    count: int
    first: datetime.date | None
    last: datetime.date | None
    fresh: datetime.datetime


def shown_topics(*, newest: bool = False) -> list[ShownTopic]:
    """All topics that have a page, as a Chinese index orders their titles, or by the day of their newest article.

    Costs two queries. For lists, sitemaps and the API: nothing of what is in preparation is in it.
    """
    figures = _figures()
    topics = Topic.objects.shown().in_bulk(list(figures))
    found = [ShownTopic(topics[key], *row) for key, row in figures.items() if key in topics]
    return sorted(found, key=_by_newest, reverse=True) if newest else sorted(found, key=_by_title)


def newest_topics(most: int) -> list[ShownTopic]:
    """The topics into which an article came last, at most so many. Costs two queries."""
    ranked = sorted(_figures().items(), key=lambda item: item[1][-1], reverse=True)[:most]
    topics = Topic.objects.shown().defer("introduction").in_bulk([key for key, _row in ranked])
    return [ShownTopic(topics[key], *row) for key, row in ranked if key in topics]


def shown_topic(slug: str) -> ShownTopic | None:
    """The topic with this address as readers may see it; None for one that has no page. Costs two queries."""
    topic = Topic.objects.shown().filter(slug=slug).first()
    row = _figures(topic).get(topic.pk) if topic else None
    return ShownTopic(topic, *row) if topic and row else None


def articles_of(topic: Topic) -> ArticleQuerySet:
    """The public articles of a topic. Whether readers may know of the topic is for the caller to ask first."""
    return Article.objects.public().filter(topic_entries__topic=topic)


def count_by_year(topic: Topic) -> dict[int, int]:
    """The topic's public articles a year, the oldest first, of those whose year is known. Costs one query."""
    known = topic.entries.of_public_articles().exclude(article__published_on=None).order_by()
    return dict(sorted(known.values_list(ExtractYear("article__published_on")).annotate(n=Count("pk"))))


def topics_of(article: Article) -> list[Topic]:
    """The topics with a page in which this public article stands, as an index orders them. Costs one query."""
    within = TopicArticle.objects.of_public_articles().filter(article=article)
    return list(Topic.objects.shown().filter(pk__in=within.values("topic")).defer("introduction"))


def notes_of(topic: Topic, articles: Iterable[Article]) -> dict[int, str]:
    """Why each of these articles stands in the topic, by its key, where somebody said so. Costs one query."""
    entries = topic.entries.filter(article__in=[article.pk for article in articles]).exclude(note="")
    return dict(entries.values_list("article", "note"))


def _figures(topic: Topic | None = None) -> dict[int, tuple[Any, ...]]:
    """{key of the topic: (count, first, last, fresh)}, of shown topics with a public article. Costs one query."""
    entries = topic.entries.all() if topic else TopicArticle.objects.all()
    seen = entries.of_public_articles().filter(topic__state=Topic.State.SHOWN).order_by()
    day, came = "article__published_on", Greatest("added_at", Coalesce("article__released_at", "added_at"))
    figures = {"n": Count("pk"), "first": Min(day), "last": Max(day), "fresh": Max(came)}
    return {row[0]: row[1:] for row in seen.values_list("topic").annotate(**figures)}


def _by_title(shown: ShownTopic) -> Any:
    return (shown.topic.sort_key, shown.topic.title)


def _by_newest(shown: ShownTopic) -> Any:
    return (shown.last or datetime.date.min, shown.fresh)
