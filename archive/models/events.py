"""The event log: append-only, each row carrying the hash of the one before, so that tampering shows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

GENESIS = "0" * 64


class EventQuerySet(models.QuerySet["Event"]):
    def record(self, action: str, subject: models.Model, *, actor: Any = None, **data: Any) -> Event:
        """Append one event. Call it inside the transaction of the change it tells of.

        action: a verb in the past tense ("published"). data: JSON values, no text of the article.
        """
        with transaction.atomic():
            # Locking the newest row serialises writers on PostgreSQL; SQLite's IMMEDIATE transactions already do.
            last = self.select_for_update().order_by("-pk").first()
            event = Event(
                action=action,
                subject_type=subject._meta.model_name or "",
                subject_id=str(subject.pk),
                actor=actor,
                actor_name=actor.get_username() if actor else "",
                data=data,
                at=timezone.now(),
                previous=last.hash if last else GENESIS,
            )
            event.hash = event.digest()
            event.save(force_insert=True)
        return event

    def broken(self) -> list[Event]:
        """Return the events whose hash or link to the one before does not hold; empty when the log is whole."""
        previous, wrong = GENESIS, []
        for event in self.order_by("pk").iterator():
            if event.previous != previous or event.hash != event.digest():
                wrong.append(event)
            previous = event.hash
        return wrong


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
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"

    def digest(self) -> str:
        """SHA-256 over the row and the hash of the one before, as canonical JSON (sorted keys, no blanks)."""
        told = [
            self.previous,
            self.at.isoformat(timespec="microseconds"),
            self.action,
            self.subject_type,
            self.subject_id,
            self.actor_name,
            self.data,
        ]
        canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
