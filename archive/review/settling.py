"""What people decide about a finding of personal data: kept with a reason, no personal data, or open again.

Masking, the third answer, is in `archive.review.masking`. Whatever is decided here can be decided anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.models import Article, Event, Finding
from archive.review import changes
from archive.review.outcomes import Objection

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Finding.State


@transaction.atomic
def keep_finding(finding: Finding, *, by: User | None, reason: str) -> Objection | None:
    """Leave the words for readers to see although they concern a person. The reason is required and kept."""
    changes.lock(finding.article)
    finding.refresh_from_db(fields=["state"])
    if finding.state != State.OPEN:
        return Objection.SETTLED
    if not reason.strip():
        return Objection.NO_REASON
    _decide(finding, State.KEPT, "finding kept", by=by, note=reason)
    return None


@transaction.atomic
def clear_finding(finding: Finding, *, by: User | None) -> Objection | None:
    """Say that the words are nobody's: a reference number, the hotline of an office."""
    changes.lock(finding.article)
    finding.refresh_from_db(fields=["state"])
    if finding.state != State.OPEN:
        return Objection.SETTLED
    _decide(finding, State.HARMLESS, "finding cleared", by=by)
    return None


@transaction.atomic
def reopen_finding(finding: Finding, *, by: User | None) -> Objection | None:
    """Take back that the words were let be: they are covered again, and nothing is published until they are settled.

    A public article would stand with an open finding: there they can only be masked.
    """
    changes.lock(finding.article)
    finding.refresh_from_db(fields=["state"])
    if finding.state not in Finding.LET_BE:
        return Objection.NOT_LET_BE
    if finding.article.state == Article.State.PUBLISHED:
        return Objection.PUBLIC
    _decide(finding, State.OPEN, "finding reopened", by=by)
    return None


def settle(finding: Finding, state: str, *, by: User | None, note: str = "") -> None:
    """Write down what was decided about a finding. Call it inside a transaction."""
    finding.state, finding.note = state, note.strip()[:200]
    finding.settled_by, finding.settled_at = (None, None) if state == State.OPEN else (by, timezone.now())
    finding.save()


def _decide(finding: Finding, state: str, action: str, *, by: User | None, note: str = "") -> None:
    """Settle every finding of the same words in the article alike: one line of the page, one decision."""
    article = finding.article
    same = article.findings.filter(kind=finding.kind, text=finding.text, state=finding.state) if finding.text else ()
    for other in same:
        settle(other, state, by=by, note=note)
    settle(finding, state, by=by, note=note)
    changes.count_up(article, by=by)
    Event.objects.record(action, article, actor=by, finding=finding.pk, kind=finding.kind)
