"""The event log: append-only, each row carrying the hash of the one before, so that tampering shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import witness

GENESIS = "0" * 64
_TOGETHER = 500  # rows in one statement


class EventQuerySet(models.QuerySet["Event"]):
    def record(self, action: str, subject: models.Model, *, actor: Any = None, **data: Any) -> Event:
        """Append one event. Call it inside the transaction of the change it tells of.

        action: a verb in the past tense ("published"). data: JSON values, no text of the article.
        """
        return self.record_each(action, [(subject, data)], actor=actor)[0]

    def record_each(
        self, action: str, told: Iterable[tuple[models.Model, Mapping[str, Any]]], *, actor: Any = None
    ) -> list[Event]:
        """Append one event for each (subject, data), as `record` does with one. Thousands take about a second."""
        with transaction.atomic():
            # Locking the newest row serialises writers on PostgreSQL; SQLite's IMMEDIATE transactions already do.
            last = self.select_for_update().order_by("-pk").first()
            previous, events = last.hash if last else GENESIS, []
            for subject, data in told:
                events.append(_following(previous, action, subject, actor, data))
                previous = events[-1].hash
            self.bulk_create(events, batch_size=_TOGETHER)
            # The change stands by then: a full disk must not turn it into an error. verify_events adds what is missing.
            noted = [(event.pk, event.hash) for event in events]
            transaction.on_commit(partial(witness.note, noted), robust=True)
        return events

    def broken(self) -> list[Event]:
        """Return the events whose hash or link to the one before does not hold; empty when the chain is whole.

        The chain alone cannot tell that its newest events are gone: archive.audit.verification looks further.
        """
        previous, wrong = GENESIS, []
        for event in self.order_by("pk").iterator():
            if event.previous != previous or not event.is_unaltered:
                wrong.append(event)
            previous = event.hash
        return wrong


def _following(previous: str, action: str, subject: models.Model, actor: Any, data: Mapping[str, Any]) -> Event:
    event = Event(
        action=action,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        actor=actor,
        actor_name=actor.get_username() if actor else "",
        data=dict(data),
        at=timezone.now(),
        previous=previous,
    )
    event.hash = event.digest()
    return event


class Event(models.Model):
    at = models.DateTimeField(_("time"))
    action = models.CharField(_("action"), max_length=40)
    subject_type = models.CharField(_("kind of subject"), max_length=40)
    subject_id = models.CharField(_("subject"), max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    data = models.JSONField(_("details"), default=dict)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="event_by_subject"),
            models.Index(fields=["action"], name="event_by_action"),
            models.Index(fields=["at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"

    @property
    def is_unaltered(self) -> bool:
        """Whether the row is what was written. Events from before accounts were counted in keep their hash."""
        return self.hash in (self.digest(), _sha256(self._told()))

    def digest(self) -> str:
        """SHA-256 over the row and the hash of the one before, as canonical JSON (sorted keys, no blanks)."""
        return _sha256([*self._told(), self.actor_id])

    def _told(self) -> list[Any]:
        return [
            self.previous,
            self.at.isoformat(timespec="microseconds"),
            self.action,
            self.subject_type,
            self.subject_id,
            self.actor_name,
            self.data,
        ]


def _sha256(told: list[Any]) -> str:
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
