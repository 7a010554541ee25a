"""Articles of an undone batch that a list gives again: they wait among the drafts anew, as part of the new batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from archive import duplicates
from archive.models import Article, Event, UploadItem

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def given_again(known: Iterable[Article], *, by: User | None) -> list[Article]:
    """Make drafts of those of these articles that went with their batch, and return them; call it in a transaction.

    What a person refused stays refused.
    """
    gone = {article.pk: article for article in known if article.state == Article.State.DISCARDED}
    back = [gone[key] for key in sorted(_undone(gone))]
    if not back:
        return []
    since = min(article.updated_at for article in back)
    for article in back:
        article.state, article.updated_by, article.version = Article.State.DRAFT, by, article.version + 1
        article.updated_at = timezone.now()
    Article.objects.bulk_update(back, ["state", "updated_by", "version", "updated_at"], batch_size=100)
    told = {"before": Article.State.DISCARDED, "after": Article.State.DRAFT}
    Event.objects.record_each("brought back", ((article, told) for article in back), actor=by)
    duplicates.take_up([article.pk for article in back], since=since)
    return back


def _undone(keys: Iterable[int]) -> set[int]:
    """The articles that an undo took along: the file that each was made of still says from which state."""
    made = UploadItem.objects.filter(article__in=list(keys), state=UploadItem.State.DRAFT)
    taken = made.exclude(undone_from="").filter(batch__undone_at__isnull=False)
    return set(taken.values_list("article", flat=True))
