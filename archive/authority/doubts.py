"""The findings that call a name an unknown outlet: settled when a person decides about the name, asked again on undo.

Kept is where they stood and not what they say: the words are the article's, which holds them masked if they must be.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.models import Article, Finding
from archive.models.findings import FindingQuerySet
from archive.text.folding import fold

#: Key of the article, number of the block, first and last character, whether readers see it.
Doubt = tuple[int, int | None, int, int, bool]


def of(names: Iterable[str]) -> list[Doubt]:
    """Where one of these names is called an unknown outlet now."""
    keys = {fold(name) for name in names}
    rows = _open().values_list("article", "block", "start", "end", "in_body", "text")
    return [(article, block, start, end, seen) for article, block, start, end, seen, text in rows if fold(text) in keys]


def ask_again(doubts: Iterable[Doubt], names: Iterable[str]) -> None:
    """Bring the findings back for articles that still print one of the names and are not doubted yet."""
    keys, rows = {fold(name) for name in names}, {row[0]: row for row in doubts}
    for article in Article.objects.filter(pk__in=list(rows)).only("pk", "source_name", "site_name"):
        printed = next((name for name in (article.source_name, article.site_name) if fold(name) in keys), "")
        _key, block, start, end, seen = rows[article.pk]
        if printed and not _open().filter(article=article, text=printed).exists():
            article.findings.create(
                kind=Finding.Kind.UNKNOWN_OUTLET, text=printed, block=block, start=start, end=end, in_body=seen
            )


def _open() -> FindingQuerySet:
    return Finding.objects.open().filter(kind=Finding.Kind.UNKNOWN_OUTLET)
