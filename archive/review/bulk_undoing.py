"""Take an edit of many drafts back in one step, and do it again: fields, assignments and decisions.

What somebody changed meanwhile stays as they left it.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive import authority
from archive.models import Agency, Article, BulkEdit, BulkEditLine, Event
from archive.review import assigning, bulk_decisions, changes, roles
from archive.review.bulk_decisions import STATE
from archive.review.bulk_edits import ASSIGNED, Done, set_values, values_of
from archive.review.changes import Detector
from archive.review.turns import in_turns


def undo(edit: BulkEdit, *, by: User, detect: Detector) -> Done:
    """Give every article of the edit the values back that it had before."""
    return _turn(edit, by=by, detect=detect, back=True)


def redo(edit: BulkEdit, *, by: User, detect: Detector) -> Done:
    """Do an undone edit again."""
    return _turn(edit, by=by, detect=detect, back=False)


def _turn(edit: BulkEdit, *, by: User, detect: Detector, back: bool) -> Done:
    changed = lines = 0
    if not _switch(edit, by, back):
        return Done(edit, 0, 0)
    for keys in in_turns(edit.lines.values_list("pk", flat=True)):
        lines += len(keys)
        with transaction.atomic():
            some = edit.lines.filter(pk__in=keys).select_related("article")
            changed += sum(_turn_line(line, by, detect, back) for line in some)
    action = "bulk edit undone" if back else "bulk edit done again"
    Event.objects.record(action, edit, actor=by, articles=changed)
    return Done(edit, changed, lines - changed)


@transaction.atomic
def _switch(edit: BulkEdit, by: User, back: bool) -> bool:
    """Mark the edit as undone or not; False if somebody else just did."""
    moment = {"undone_at": timezone.now() if back else None, "undone_by": by if back else None}
    switched = BulkEdit.objects.filter(pk=edit.pk, undone_at__isnull=back).update(**moment)
    edit.refresh_from_db()
    return bool(switched)


def _turn_line(line: BulkEditLine, by: User, detect: Detector, back: bool) -> bool:
    """Set one article to its values before the edit, or after it, unless it has neither state nor values for that."""
    if STATE in line.after:
        return bulk_decisions.turn(line, by=by, back=back)
    article, names = line.article, line.after.keys()
    changes.lock(article)
    here, there = (line.after, line.before) if back else (line.before, line.after)
    unchanged = values_of(article, names) == {name: here[name] for name in names}
    if not unchanged or article.state not in roles.IN_THE_MAKING or not roles.may_amend(by, article):
        return False
    if ASSIGNED in names:
        return _assign(article, there[ASSIGNED], by)
    if set_values(article, {name: there[name] for name in names}, by, detect):
        return False
    if back:
        _as_before(article, line)
    return True


def _assign(article: Article, key: int | None, by: User) -> bool:
    """Give an article to this person, unless they are no reviewer any more."""
    to = User.objects.filter(pk=key).first() if key else None
    if to is not None and not roles.may_review(to):
        return False
    return bool(assigning.assign([article.pk], to, by=by))


def _as_before(article: Article, line: BulkEditLine) -> None:
    """Evidence and links as they were: which of several namesakes was meant cannot be read from a name."""
    for key, flags in line.used.items():
        for words, flag in zip(article.evidence.get(key, []), flags, strict=False):
            words.pop("used", None) if flag is None else words.update(used=flag)
    article.save(update_fields=["evidence"])
    agencies = Agency.objects.in_bulk([key for key in line.before["links"].values() if key])
    source, site = (agencies.get(line.before["links"][role]) for role in ("source", "site"))
    if (article.source, article.site) != (source, site):
        article.source, article.site = source, site
        article.save(update_fields=["source", "site"])
        authority.link_agencies(article)
