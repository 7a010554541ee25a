"""Set fields of many drafts at once: what it would change, and done; `bulk_undoing` takes it back in one step.

Every article is amended as by hand, so findings, agencies, evidence and events follow. What somebody changed meanwhile
stays as they left it, at the edit as at its undoing.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive.models import Article, BulkEdit, BulkEditLine, Event
from archive.review import assigning, decisions, roles
from archive.review.changes import Detector
from archive.review.turns import in_turns

#: What can be set in many articles at once; the three columns of the date are set together.
DATE = ("published_on", "published_at", "date_precision")
FIELDS = ("source_name", "site_name", *DATE, "authors", "editors", "desk_note")
#: The column that says whose work an article is: no part of its words, so nothing is amended.
ASSIGNED = "assigned_to_id"
#: The most articles of one edit.
MOST = 1000
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What would change in one article: {name: value} before and after."""

    article: Article
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an edit or its undoing. left: articles that somebody has changed or published meanwhile."""

    edit: BulkEdit | None
    changed: int
    left: int


def preview(articles: Iterable[Article], wanted: Values, *, only_empty: bool = False) -> list[Change]:
    """Return what setting `wanted` would change, article by article; those that have these values already are left out.

    only_empty: what an article knows already stays. Changes nothing.
    """
    return [change for article in articles if (change := _change(article, wanted, only_empty)).after]


def make(versions: Mapping[int, int], wanted: Values, *, by: User, detect: Detector, only_empty: bool = False) -> Done:
    """Set `wanted` in these drafts and keep how they were.

    versions: {article's key: its version in the preview}. detect: finds personal data in what was typed.
    """
    edit = BulkEdit.objects.create(wanted={name: _written(value) for name, value in wanted.items()}, made_by=by)
    changed = 0
    for keys in in_turns(sorted(versions)):
        with transaction.atomic():
            drafts = Article.objects.filter(pk__in=keys, state__in=roles.IN_THE_MAKING).order_by("pk")
            seen = [draft for draft in drafts if versions[draft.pk] == draft.version and roles.may_amend(by, draft)]
            changed += sum(_edit(edit, change, by, detect) for change in preview(seen, wanted, only_empty=only_empty))
    if not changed:
        edit.delete()
        return Done(None, 0, len(versions))
    Event.objects.record("edited together", edit, actor=by, fields=sorted(wanted), articles=changed)
    return Done(edit, changed, len(versions) - changed)


@transaction.atomic
def give(keys: Collection[int], to: User | None, *, by: User) -> Done:
    """Assign drafts to a person, or to nobody, so that one step takes it back.

    Raises ValueError for a person who may not review.
    """
    before = assigning.assign(keys, to, by=by)
    if not before:
        return Done(None, 0, len(keys))
    after = {ASSIGNED: to.pk if to else None}
    edit = BulkEdit.objects.create(wanted=after, made_by=by)
    BulkEditLine.objects.bulk_create(
        BulkEditLine(edit=edit, article_id=key, before={ASSIGNED: whose}, after=after) for key, whose in before.items()
    )
    return Done(edit, len(before), len(keys) - len(before))


def values_of(article: Article, names: Iterable[str]) -> dict[str, Any]:
    """The article's fields as they are kept in an edit."""
    return {name: _written(getattr(article, name)) for name in names}


def set_values(article: Article, values: Values, by: User, detect: Detector) -> object:
    """Amend an article by values as they are kept; None if it was done."""
    columns = {field.name: field for field in Article._meta.fields}
    wanted = {name: columns[name].to_python(value) for name, value in values.items()}
    return decisions.amend(article, wanted, by=by, version=article.version, detect=detect)


def _change(article: Article, wanted: Values, only_empty: bool) -> Change:
    before = values_of(article, wanted)
    free = [name for name in wanted if not (only_empty and _is_known(article, name))]
    differ = {name for name in free if before[name] != _written(wanted[name])}
    differ |= set(DATE) if differ.intersection(DATE) else set()  # three columns, one value
    names = [name for name in free if name in differ]
    return Change(article, {name: before[name] for name in names}, {name: _written(wanted[name]) for name in names})


def _is_known(article: Article, name: str) -> bool:
    return bool(article.published_on if name in DATE else getattr(article, name))


def _edit(edit: BulkEdit, change: Change, by: User, detect: Detector) -> bool:
    """Amend one article and keep how it was; tell whether it was done."""
    article = change.article
    used = {key: [words.get("used") for words in article.evidence.get(key, [])] for key in _evidence_of(change.after)}
    links = {"source": article.source_id, "site": article.site_id}
    if set_values(article, change.after, by, detect):
        return False
    before = {**change.before, "links": links}
    BulkEditLine.objects.create(edit=edit, article=article, before=before, after=change.after, used=used)
    return True


def _evidence_of(names: Iterable[str]) -> set[str]:
    return {decisions.EVIDENCE_OF.get(name, name) for name in names}


def _written(value: Any) -> Any:
    """A value as JSON keeps it; a moment in UTC."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else value
