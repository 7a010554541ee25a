"""What an event tells of a changed field: the value before and after, as far as it may stand there for good.

An event is chained and cannot be masked later. So a value that holds personal data, settled or not, is never told,
and words of the body are not told at all: the revisions have them, where a mask reaches.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from archive.models import Article, Finding

if TYPE_CHECKING:
    from archive.review.changes import Detector

#: Fields that readers see beside the text. A note of the desk is none of them.
TOLD = frozenset(
    [
        *("title", "original_title", "kicker", "subtitle", "dateline"),
        *("source_name", "site_name", "authors", "editors", "url"),
        *("published_on", "published_at", "date_precision"),
    ]
)
#: Stands for a value that is not told.
UNTOLD = "█"


def values_of(article: Article) -> dict[str, Any]:
    """Return the values of the fields that events tell, as they are now."""
    return {name: getattr(article, name) for name in TOLD}


def told(article: Article, before: Mapping[str, Any], *, detect: Detector) -> dict[str, Any]:
    """Return {"before": {field: value}, "after": {…}} for the fields that differ from `before`; {} where none does."""
    after = values_of(article)
    changed = sorted(name for name in TOLD if before[name] != after[name])
    if not changed:
        return {}
    found = [words for kind, words in article.findings.values_list("kind", "text") if kind in Finding.PERSONAL_DATA]
    return {
        "before": {name: _plain(before[name], found, detect) for name in changed},
        "after": {name: _plain(after[name], found, detect) for name in changed},
    }


def _plain(value: Any, found: Iterable[str], detect: Detector) -> Any:
    """The value as JSON takes it, or UNTOLD."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    text = "\n".join(value) if isinstance(value, list) else str(value or "")
    private = any(words and words in text for words in found) or any(True for _ in detect(text))
    return UNTOLD if private else value
