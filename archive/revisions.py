"""Writes down an article's words each time they change, with what is needed to go back to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from archive.models import Article, Revision, TextBlock

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: Under which key a revision keeps a field of the article that has another name there.
KEYS = {"source_name": "source", "site_name": "site"}
#: The fields that a revision keeps beside title and body, by the article's names.
FIELDS = (
    *("original_title", "kicker", "subtitle", "dateline"),
    *("published_on", "published_at", "date_precision"),
    *("source_name", "site_name", "authors", "editors", "url"),
)
_LONGEST_NOTE = 200  # characters, the width of the column

Places = list[list[Any]]


def keep_revision(
    article: Article,
    *,
    by: User | None,
    kind: str = Revision.Kind.EDIT,
    note: str = "",
    again: int | None = None,
) -> Revision:
    """Write the article's words as they stand now as its next revision. Call it inside a transaction.

    The note is public, as the revision is. again: the number of the earlier revision whose words these are.
    """
    revision = _revision(article, _last_numbers([article.pk]).get(article.pk, 0) + 1, by, kind)
    revision.places = _places([article.pk])[article.pk]
    revision.note, revision.again = note.strip()[:_LONGEST_NOTE], again
    revision.save(force_insert=True)
    return revision


def keep_revisions(articles: Sequence[Article], *, by: User | None, kind: str) -> None:
    """Write a revision of each article, as `keep_revision` does with one, in three statements."""
    keys = [article.pk for article in articles]
    last, places = _last_numbers(keys), _places(keys)
    revisions = [_revision(article, last.get(article.pk, 0) + 1, by, kind) for article in articles]
    for revision in revisions:
        revision.places = places[revision.article_id]
    Revision.objects.bulk_create(revisions)


def _revision(article: Article, number: int, by: User | None, kind: str) -> Revision:
    fields = {KEYS.get(name, name): _plain(getattr(article, name)) for name in FIELDS}
    words = {"title": article.title, "body": article.body, "fields": fields}
    return Revision(article_id=article.pk, number=number, made_by_id=by.pk if by else None, kind=kind, **words)


def _plain(value: Any) -> Any:
    """The value as JSON has it: days and moments as ISO 8601."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _last_numbers(keys: Collection[int]) -> dict[int, int]:
    counted = Revision.objects.filter(article__in=keys).values_list("article").annotate(Max("number"))
    return dict(counted.order_by())


def _places(keys: Collection[int]) -> defaultdict[int, Places]:
    """For each article the blocks that its body is made of, in their order."""
    in_body = TextBlock.objects.filter(article__in=keys, role__in=TextBlock.BODY_ROLES)
    rows: Iterable[tuple[int, int, str]] = in_body.order_by("position").values_list("article", "position", "role")
    found: defaultdict[int, Places] = defaultdict(list)
    for article, position, role in rows:
        found[article].append([position, role])
    return found
