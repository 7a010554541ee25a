"""How the index does, for the desk: what it has still to learn, what it could not learn, what it proved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils import timezone

from archive.models import Article
from search.backends import IndexUnavailable
from search.backends.whoosh import indexed
from search.index_state import needs_rebuild
from search.models import IndexChange, IndexPurge

#: A change that waits longer than this says that nobody works on the index.
SLOW = datetime.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """The index at one moment.

    articles: in the index; None where it cannot be read. public: articles that readers may see.
    waiting, since: changes that it has yet to learn, and how long the oldest has waited. failed: those that it could
    not learn. unpurged: changes whose old words may still lie in its files. purge: the last proof that such words are
    gone. rebuild: why it has to be built anew, in the language now active, "" where it need not.
    """

    articles: int | None
    public: int
    waiting: int
    since: datetime.timedelta
    failed: int
    unpurged: int
    purge: IndexPurge | None
    rebuild: str

    @property
    def differs(self) -> bool:
        """Whether index and database hold different numbers of articles, though nothing is on its way."""
        return self.articles is not None and not self.waiting and self.articles != self.public

    @property
    def look(self) -> str:
        """The colour of it: "bad" where a person has to act, "mind" where something is late, else "good"."""
        if self.failed or self.articles is None or (self.purge and self.purge.remains):
            return "bad"
        return "mind" if self.rebuild or self.differs or self.since > SLOW else "good"


def index_health() -> IndexHealth:
    """Look at the index now. Three small queries, and two files are read."""
    unsettled = IndexChange.objects.filter(purged_at__isnull=True)
    is_failed, is_pending = ~Q(error=""), Q(done_at__isnull=True)
    counted = unsettled.aggregate(
        waiting=Count("pk", filter=is_pending & ~is_failed),
        failed=Count("pk", filter=is_pending & is_failed),
        unpurged=Count("pk", filter=~is_pending),
        oldest=Min("created_at", filter=is_pending),
    )
    oldest = counted.pop("oldest")
    return IndexHealth(
        **counted,
        articles=_articles(),
        public=Article.objects.public().count(),
        since=timezone.now() - oldest if oldest else datetime.timedelta(),
        purge=IndexPurge.objects.first(),
        rebuild=needs_rebuild() or "",
    )


def _articles() -> int | None:
    try:
        return indexed()
    except IndexUnavailable:
        return None
