"""Each field of an article with the words that it was read from, and the competing values that were not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from archive.models import Article
from archive.review.collation import veil


class Certainty(models.TextChoices):
    CLEAR = "clear", pgettext_lazy("certainty", "Clear")
    DISPUTED = "disputed", pgettext_lazy("certainty", "Disputed")
    BY_HAND = "by-hand", pgettext_lazy("certainty", "By hand")
    MISSING = "missing", pgettext_lazy("certainty", "Not found")


@dataclass(frozen=True, slots=True)
class Words:
    """Where a value was read. block: its number from 1, None for `where` outside the visible text.

    rank: how far such a place is trusted for the field, 1 the most; 0 where places are not ranked.
    """

    quote: str
    where: str
    block: int | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The evidence of one field. used: what the value was read from. other: seen and not taken."""

    used: tuple[Words, ...]
    other: tuple[Words, ...]
    certainty: Certainty


def readings(article: Article, *, hide: set[str]) -> dict[str, Reading]:
    """Return the evidence of each field of the review page, by the field's name, personal data hidden."""
    values: dict[str, Any] = {
        "title": article.title,
        "original_title": article.original_title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "dateline": article.dateline,
        "source": article.source_name,
        "site": article.site_name,
        "published": article.published_on,
        "authors": article.authors,
        "editors": article.editors,
        "url": article.url,
    }
    return {name: _reading(article.evidence.get(name, []), value, hide) for name, value in values.items()}


def _reading(evidence: list[dict[str, Any]], value: Any, hide: set[str]) -> Reading:
    used = tuple(_words(entry, hide) for entry in _by_rank(evidence) if entry.get("used", True))
    other = tuple(_words(entry, hide) for entry in _by_rank(evidence) if not entry.get("used", True))
    return Reading(used, other, _certainty(bool(value), used, other))


def _by_rank(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The most trusted places first, those without a rank last."""
    return sorted(evidence, key=lambda entry: entry.get("rank", 0) or float("inf"))


def _words(entry: dict[str, Any], hide: set[str]) -> Words:
    block, quote = entry.get("block"), veil(entry.get("quote", ""), hide)
    return Words(quote, entry.get("where", ""), None if block is None else block + 1, entry.get("rank", 0))


def _certainty(known: bool, used: tuple[Words, ...], other: tuple[Words, ...]) -> Certainty:
    if not known:
        return Certainty.MISSING
    if not used:
        return Certainty.BY_HAND
    return Certainty.DISPUTED if other else Certainty.CLEAR
