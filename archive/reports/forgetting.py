"""What is forgotten of reports, and when: the sender after a day, the reader's words once they have served."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from archive.models import ProblemReport

#: After this the words and the e-mail of a report that was answered are gone; that there was one stays.
WORDS_KEPT = datetime.timedelta(days=90)
#: The digest of a sender counts for one day only.
SENDER_KEPT = datetime.timedelta(days=2)


def sweep() -> int:
    """Blank what has served its time; return of how many reports. Doing it again does nothing."""
    now = timezone.now()
    answered = ProblemReport.objects.exclude(state=ProblemReport.State.OPEN).filter(settled_at__lt=now - WORDS_KEPT)
    old = answered.exclude(words="", contact="", sender="").update(words="", contact="", sender="")
    senders = ProblemReport.objects.filter(~Q(sender=""), made_at__lt=now - SENDER_KEPT).update(sender="")
    return old + senders


class DailySweep:
    """Sweeps once a day, for a process that asks often."""

    def __init__(self) -> None:
        self._done: datetime.date | None = None

    def step(self) -> None:
        """Sweep unless that was done today. Costs nothing then."""
        today = timezone.localdate()
        if self._done != today:
            sweep()
            self._done = today
