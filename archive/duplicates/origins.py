"""Which of two articles with the same text the other was taken from: by what the pages name, then by their dates."""

from __future__ import annotations

import datetime

from django.utils import timezone

from archive.models import Agency, Article
from archive.text.folding import fold

_NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
_LAST_MINUTE = datetime.time(23, 59, 59)


def came_first(one: Article, other: Article) -> tuple[Article, Article, bool]:
    """Return two articles, the one that seems to be the origin before its reprint, and whether that is known."""
    if is_reprint_of(other, one) != is_reprint_of(one, other):
        return (one, other, True) if is_reprint_of(other, one) else (other, one, True)
    first, second = sorted((one, other), key=lambda each: (latest(each), -len(each.text), each.pk))
    return first, second, is_earlier(first, second)


def is_reprint_of(one: Article, other: Article) -> bool:
    """Whether a page names as its source the outlet whose own page the other is."""
    named = source_named(one)
    return bool(named) and not source_named(other) and same_letters(named, carrier_of(other))


def carrier_of(article: Article) -> str:
    """Who brought the page to its readers: the site; where none is known, the source."""
    return _name(article.site, article.site_name) or _name(article.source, article.source_name)


def source_named(article: Article) -> str:
    """The source that a page names beside the site that carries it."""
    source, site = _name(article.source, article.source_name), _name(article.site, article.site_name)
    return source if source and site and not same_letters(source, site) else ""


def _name(agency: Agency | None, printed: str) -> str:
    return agency.name if agency and agency.confirmed else printed


def same_letters(one: str, other: str) -> bool:
    """Whether two names or titles are the same but for script, width, marks and blanks."""
    return letters(one) == letters(other)


def letters(text: str) -> str:
    """Return a name or title without script, width, marks and blanks, to compare it by."""
    return "".join(filter(str.isalnum, fold(text)))


def latest(article: Article) -> datetime.datetime:
    """The last moment at which it can have appeared: what is vague is never called the first."""
    if article.published_at:
        return article.published_at
    first = article.published_on
    if first is None:
        return _NEVER
    last = {
        Article.Precision.MONTH: _next_month(first),
        Article.Precision.YEAR: datetime.date(first.year + 1, 1, 1) if first.year < datetime.MAXYEAR else first,
    }.get(Article.Precision(article.date_precision))
    day = last - datetime.timedelta(days=1) if last and last > first else first
    return timezone.make_aware(datetime.datetime.combine(day, _LAST_MINUTE))


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)


def is_earlier(one: Article, other: Article) -> bool:
    """Whether one appeared before the other for certain, by what is known of their dates."""
    begins = other.published_at or (
        timezone.make_aware(datetime.datetime.combine(other.published_on, datetime.time.min))
        if other.published_on
        else None
    )
    return begins is not None and latest(one) < begins
