"""Every row beside the article that holds words of it, so that a mask reaches them all.

Two places keep the words on purpose: the original file, which is sealed from then on, and the finding, by which a
leak is looked for. Neither is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model, Q

from archive.models import Agency, Article, Finding
from archive.review.hiding import scrub


def scrub_rows(article: Article, words: str) -> None:
    """Replace the words by the mask in all rows that belong to the article. Call it inside a transaction."""
    for row, names in _rows(article):
        before = [getattr(row, name) for name in names]
        after = [scrub(value, words) for value in before]
        if after != before:
            for name, value in zip(names, after, strict=True):
                setattr(row, name, value)
            row.save(update_fields=names)


def forget_candidates(words: str) -> None:
    """Drop names with these words that were proposed as agencies and that no article bears any more."""
    unborne = Agency.objects.filter(confirmed=False, name__contains=words, article_links=None)
    unborne.filter(Q(sourced=None) & Q(republished=None)).delete()


def _rows(article: Article) -> Iterator[tuple[Model, tuple[str, ...]]]:
    """Each row with the names of its columns that may hold words of the article."""
    for link in article.agency_links.all():
        yield link, ("evidence",)
    # Revisions are never altered but for this: what readers must not see is in none of them.
    for revision in article.revisions.all():
        yield revision, ("title", "body", "fields", "note")
    for review in article.reviews.all():
        yield review, ("reason",)
    for finding in article.findings.all():
        yield finding, ("note",) if finding.kind in Finding.PERSONAL_DATA else ("note", "text")
    for item in article.upload_items.all():
        yield item, ("name", "given", "params")
    if article.capture:
        yield article.capture, ("file_name",)
    # Neither may an undone bulk edit bring the words back.
    for line in article.bulk_edit_lines.select_related("edit"):
        yield line, ("before", "after")
        yield line.edit, ("wanted",)
