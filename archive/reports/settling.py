"""The desk's answer to a report: settled, or dismissed. The log tells that, and never a word of the report."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.models import Event, ProblemReport
from archive.reports.forgetting import sweep

State = ProblemReport.State


def settle(report: ProblemReport, *, by: User, answer: str = "") -> bool:
    """Say that what a report told was seen to. False where somebody has answered it already; then nothing changes.

    answer: what was done, at most 400 characters; for the desk alone.
    """
    return _close(report, State.SETTLED, "report settled", by, answer)


def dismiss(report: ProblemReport, *, by: User, answer: str = "") -> bool:
    """Say that a report needs nothing to be done. As `settle` otherwise."""
    return _close(report, State.DISMISSED, "report dismissed", by, answer)


def _close(report: ProblemReport, state: ProblemReport.State, action: str, by: User, answer: str) -> bool:
    with transaction.atomic():
        # The condition stands in the statement: of two people who press at once, one finds it answered.
        told = {"state": state, "settled_by": by, "settled_at": timezone.now(), "answer": answer}
        if not ProblemReport.objects.open().filter(pk=report.pk).update(**told):
            return False
        Event.objects.record(action, report, actor=by, article=report.article_id)
    sweep()
    return True
