"""Reprint families: the public articles with the same text, known by the oldest of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from archive.models import Article, Likeness

#: Likenesses that make two articles one text. That one holds the other does not: it may be much longer.
SAME_TEXT = (Likeness.Kind.EXACT_TEXT, Likeness.Kind.NEAR)
_AT_ONCE = 500  # keys in one query


def representative() -> Coalesce:
    """For an annotation of articles: the smallest key among the article's own and those of public ones of its text."""
    older = _likenesses().filter(article=OuterRef("pk")).order_by("other_id").values("other_id")
    return Coalesce(Subquery(older[:1]), F("pk"), output_field=BigIntegerField())


def relatives(key: int) -> set[int]:
    """Return the keys of the public articles with the text of the one of this key. Costs one query."""
    public = Article.objects.public()
    older = Q(article=key) & Exists(public.filter(pk=OuterRef("other")))
    newer = Q(other=key) & Exists(public.filter(pk=OuterRef("article")))
    pairs = Likeness.objects.filter(older | newer, kind__in=SAME_TEXT).values_list("article_id", "other_id")
    return {one for pair in pairs for one in pair} - {key}


def with_another_representative(keys: Collection[int]) -> set[int]:
    """Return the public articles beside these whose representative changed when these became public or ceased to be.

    Those are the newer articles of the same text to which no other public article is as old as one of these. Costs
    one query for every 500 keys, and another only where there are such articles.
    """
    closest: dict[int, int] = {}
    for newer, older in _newer_neighbours(keys):
        closest[newer] = min(older, closest.get(newer, older))
    others = _oldest_others(closest, set(keys)) if closest else {}
    return {newer for newer, older in closest.items() if older < others.get(newer, newer)}


def _likenesses() -> QuerySet[Likeness]:
    """Those with an older public article of the same text. `other` is always the older one."""
    return Likeness.objects.filter(kind__in=SAME_TEXT, other__in=Article.objects.public())


def _newer_neighbours(keys: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield (newer public article, one of these that it has the text of)."""
    public = Likeness.objects.filter(kind__in=SAME_TEXT, article__in=Article.objects.public())
    for some in _portions(keys):
        for newer, older in public.filter(other__in=some).values_list("article_id", "other_id"):
            if newer not in keys:
                yield newer, older


def _oldest_others(articles: Collection[int], without: Collection[int]) -> dict[int, int]:
    """For each of the articles the oldest public one with its text that is not among those `without`."""
    oldest: dict[int, int] = defaultdict(lambda: 2**63)
    for some in _portions(articles):
        for newer, older in _likenesses().filter(article__in=some).values_list("article_id", "other_id"):
            if older not in without:
                oldest[newer] = min(older, oldest[newer])
    return dict(oldest)


def _portions(keys: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
