"""What the pages of bulk work show: titles and values before and after, personal data covered."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from archive.admin import queue
from archive.forms import BulkEditForm
from archive.models import Article
from archive.review import bulk_edits, collation
from archive.review.bulk_decisions import STATE
from archive.review.bulk_edits import ASSIGNED, DATE
from archive.review.bulk_publishing import Hindrance

#: The states of drafts, as the queue calls them.
STATES: Mapping[str, Promise] = dict(queue.STATES)
#: Articles shown of a preview or a list; the others are counted.
SHOWN = 50
Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Titled:
    """An article with its title, personal data covered."""

    article: Article
    title: str


@dataclass(frozen=True, slots=True)
class Value:
    """One field before and after, as people write it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One article and what changes in it."""

    titled: Titled
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """changes: the first SHOWN; count: of how many. same: articles that would stay as they are."""

    changes: list[Changed]
    count: int
    same: int

    @property
    def more(self) -> int:
        return self.count - len(self.changes)


def preview_of(versions: Mapping[int, int], form: BulkEditForm) -> Preview:
    """What the form would change in these drafts."""
    articles = Article.objects.filter(pk__in=versions).order_by("pk").prefetch_related("findings")
    found = bulk_edits.preview(articles, form.wanted, only_empty=form.cleaned_data["only_empty"])
    shown = [Changed(titled_one(one.article), values(one.article, one.before, one.after, {})) for one in found[:SHOWN]]
    return Preview(shown, len(found), len(versions) - len(found))


def titled(articles: Iterable[Article]) -> list[Titled]:
    return [titled_one(article) for article in articles]


def by_hindrance(unfit: Iterable[tuple[Article, Hindrance]]) -> list[tuple[Hindrance, list[Titled]]]:
    """The articles that cannot be published together, by what stands in the way."""
    pairs = list(unfit)
    groups = [(hindrance, titled(article for article, why in pairs if why == hindrance)) for hindrance in Hindrance]
    return [(hindrance, group) for hindrance, group in groups if group]


def titled_one(article: Article) -> Titled:
    return Titled(article, collation.covered_title(article) or "—")


def labels(wanted: Kept) -> str:
    """What an edit sets: its fields in words, or the decision that it is."""
    if STATE in wanted:
        return str(STATES[wanted[STATE]])
    return "、".join(dict.fromkeys(_label(name) for name in wanted))


def values(article: Article, before: Kept, after: Kept, people: Mapping[int, str]) -> tuple[Value, ...]:
    """What changes, field by field, the three columns of the date as one. people: names of those assigned, by key."""
    hide = collation.words_to_hide(article)

    def covered(values: Kept, name: str) -> str:
        return collation.veil(_as_text(values, name, people), hide)

    names = [name for name in after if name not in DATE[1:]]
    return tuple(Value(_label(name), covered(before, name), covered(after, name)) for name in names)


def _label(name: str) -> str:
    known = {ASSIGNED: _("Assigned to"), STATE: _("State"), **dict.fromkeys(DATE, _("Date"))}
    return known.get(name) or str(BulkEditForm.base_fields[name].label)


def _as_text(values: Kept, name: str, people: Mapping[int, str]) -> str:
    value = values[name]
    if name in DATE:
        return _date_as_text(values)
    if name == ASSIGNED:
        return people.get(value, "—")
    if name == STATE:
        return str(STATES[value])
    return "、".join(value) if isinstance(value, list) else value or "—"


def _date_as_text(values: Kept) -> str:
    """No more exact than it is known."""
    if values["published_at"]:
        at = datetime.datetime.fromisoformat(values["published_at"])
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    length = {Article.Precision.YEAR: 4, Article.Precision.MONTH: 7}.get(values["date_precision"], 10)
    return (values["published_on"] or "—")[:length]
