"""How far a batch is: files read and left, how fast, and how long the rest will take. Two counting queries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from archive.ledger.fates import counts_of
from archive.models import UploadBatch, UploadItem

#: The pace is that of the files read in this time: a batch may have rested over night.
RECENT = datetime.timedelta(seconds=60)
#: Fewer files tell no pace.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """done, left: files. a_second: files read each second of late, 0.0 where that is not known."""

    done: int
    left: int
    a_second: float = 0.0

    @property
    def total(self) -> int:
        return self.done + self.left

    @property
    def words(self) -> str:
        return gettext("%(done)d of %(total)d files read") % {"done": self.done, "total": self.total}

    @property
    def pace(self) -> str:
        """The pace and what is left of the time, "" once all is read or while nothing can be said."""
        if not self.left or not self.a_second:
            return ""
        told = {"pace": f"{self.a_second:.1f}", "time": _time(self.left / self.a_second)}
        return gettext("%(pace)s files a second, about %(time)s left") % told


def progress_of(batch: UploadBatch, *, found: Mapping[str, int] | None = None) -> Progress:
    """Return how far the batch is now. found: what `counts_of` gave, where that is known."""
    found = counts_of(batch) if found is None else found
    left = found.get(UploadItem.State.WAITING, 0)
    done = sum(found.values()) - left
    return Progress(done, left, _pace(batch) if left and done else 0.0)


def _pace(batch: UploadBatch) -> float:
    now = timezone.now()
    recent = batch.items.order_by().filter(finished_at__gte=now - RECENT)
    seen = recent.aggregate(files=Count("pk"), since=Min("finished_at"))
    if seen["files"] < FEWEST:
        return 0.0
    seconds: float = (now - seen["since"]).total_seconds()
    return float(seen["files"]) / max(seconds, 1.0)


def _time(seconds: float) -> str:
    if seconds < 90:
        return ngettext("%(count)d second", "%(count)d seconds", round(seconds)) % {"count": round(seconds)}
    minutes = round(seconds / 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
