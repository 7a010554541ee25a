"""Articles with all that goes out with them, read for many at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, prefetch_related_objects

from archive.models import Article, Revision, TextBlock
from archive.reading import Passage, number_paragraphs


@dataclass(frozen=True, slots=True)
class Shown:
    """A public article as readers see it now. version: the number of its newest revision, 0 where it has none."""

    article: Article
    version: int
    passages: list[Passage]

    @property
    def text_sha256(self) -> str:
        """The checksum of the paragraphs and sub-headings, one a line, in UTF-8: what was cited can be proved by it."""
        return hashlib.sha256(self.article.text.encode("utf-8", "surrogatepass")).hexdigest()


def shown(articles: Sequence[Article]) -> list[Shown]:
    """Return what goes out with these public articles, in their order. Costs a handful of queries for all together."""
    prefetch_related_objects(articles, "source", "site", "capture", "agency_links__agency")
    keys = [article.pk for article in articles]
    versions, headings = _versions(keys), _headings(keys)
    return [
        Shown(one, versions.get(one.pk, 0), number_paragraphs(one.body, headings.get(one.pk, []))) for one in articles
    ]


def _versions(keys: list[int]) -> dict[int, int]:
    counted = Revision.objects.filter(article__in=keys).values_list("article").annotate(Max("number"))
    return dict(counted.order_by())


def _headings(keys: list[int]) -> dict[int, list[str]]:
    rows = TextBlock.objects.filter(article__in=keys, role=TextBlock.Role.HEADING).order_by("article", "position")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for article, words in rows.values_list("article", "cleaned"):
        found[article].append(words)
    return found
