"""The log as a table for other programs: one row an event, every column as text or number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from archive.audit import details
from archive.audit.reasons import reasons, to_cover
from archive.audit.wording import ACTIONS, SUBJECTS
from archive.models import Event
from archive.review import collation

_AT_ONCE = 500  # events whose reasons are looked up together


def headings() -> list[str]:
    """What the columns are called."""
    return [
        *(gettext("Number"), gettext("Time"), gettext("Who")),
        *(gettext("Action"), gettext("Key of the action"), gettext("Subject"), gettext("Key of the subject")),
        *(gettext("Why"), gettext("Before"), gettext("After"), gettext("Details")),
        *(gettext("Hash of the one before"), gettext("Hash")),
    ]


def rows(events: QuerySet[Event]) -> Iterator[list[Any]]:
    """Yield the headings, then a row for each event, in the order of the query. Never holds more than some hundred."""
    yield headings()
    stored = events.iterator(chunk_size=_AT_ONCE)
    while chunk := list(islice(stored, _AT_ONCE)):
        why, hide = reasons(chunk), to_cover(chunk)
        for event in chunk:
            yield _row(event, why.get(event.pk, ""), hide.get(event.pk, set()))


def _row(event: Event, why: str, hide: set[str]) -> list[Any]:
    told = details.told(event, hide=hide)
    return [
        *(event.pk, timezone.localtime(event.at).isoformat(timespec="seconds"), event.actor_name),
        *(ACTIONS.get(event.action, event.action), event.action),
        *(SUBJECTS.get(event.subject_type, event.subject_type), event.subject_id),
        *(told.why or why, told.before, told.after),
        collation.veil(json.dumps(event.data, ensure_ascii=False, sort_keys=True), hide),
        *(event.previous, event.hash),
    ]
