"""How many reports of readers wait for an answer, as the bar and the home of the desk tell it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest

from archive.models import ProblemReport

_KEPT = "_open_reports"


@dataclass(frozen=True, slots=True)
class OpenReports:
    """personal: of them about somebody's personal data."""

    count: int
    personal: int


def open_reports(request: HttpRequest) -> OpenReports | None:
    """Return how many are open; None for who may not see them. One query in a request, however often it is asked."""
    if not request.user.has_perm("archive.view_problemreport"):
        return None
    known: OpenReports | None = getattr(request, _KEPT, None)
    if known is None:
        personal = Count("pk", filter=Q(kind=ProblemReport.Kind.PERSONAL))
        known = OpenReports(**ProblemReport.objects.open().order_by().aggregate(count=Count("pk"), personal=personal))
        setattr(request, _KEPT, known)
    return known
