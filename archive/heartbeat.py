"""The worker's sign of life: a small file beside the database, written anew every few seconds while it lives."""

from __future__ import annotations

import datetime
import json
import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

log = logging.getLogger("baoku.worker")

FILE = "worker.json"
EVERY = 5.0  # seconds between two signs
#: A sign that is older says that the worker is gone: killed, or the machine was switched off.
SILENT = datetime.timedelta(seconds=30)
#: A step takes seconds; one that takes so long may never end. Building the index anew is one step too.
LONG = datetime.timedelta(minutes=10)


class Condition(models.TextChoices):
    """What is known of the worker."""

    WELL = "well", _("The worker is at work.")
    SLOW = "slow", _("The worker has been at one and the same step for long.")
    AWAY = "away", _("The worker is not running: files are not read, and the search learns nothing.")


@dataclass(frozen=True, slots=True)
class Sign:
    """What a worker said of itself. heard_at: when last. stepped_at: when it last finished a step of its work."""

    heard_at: datetime.datetime
    stepped_at: datetime.datetime

    def condition(self, now: datetime.datetime) -> Condition:
        """Return how the worker does, judged at this moment."""
        if now - self.heard_at > SILENT:
            return Condition.AWAY
        return Condition.SLOW if now - self.stepped_at > LONG else Condition.WELL


class Heart:
    """Beats in a thread of its own from the beginning of a `with` to its end, which takes the file away."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._stepped_at = timezone.now()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Heart:
        _write(self._stepped_at)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join()
        path().unlink(missing_ok=True)

    def step(self) -> None:
        """Say that a step of the work is done. Costs nothing: the thread writes it down in its time."""
        self._stepped_at = timezone.now()

    def _beat(self) -> None:
        while not self._stopped.wait(EVERY):
            _write(self._stepped_at)


def last_sign() -> Sign | None:
    """Return the last sign of a worker; None where none is running, or what it wrote cannot be read."""
    try:
        told = json.loads(path().read_text(encoding="utf-8"))
        return Sign(_moment(told["heard_at"]), _moment(told["stepped_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def condition() -> Condition:
    """Return how the worker does now."""
    sign = last_sign()
    return sign.condition(timezone.now()) if sign else Condition.AWAY


def path() -> Path:
    """Where the file lies."""
    folder: Path = settings.BAOKU_DATA
    return folder / FILE


def _write(stepped_at: datetime.datetime) -> None:
    """Put a new sign in the old one's place at once. A full disk is told in the log: it must not end the worker."""
    told = {"pid": os.getpid(), "heard_at": timezone.now().isoformat(), "stepped_at": stepped_at.isoformat()}
    draft = path().with_name(f"{FILE}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(path())
    except OSError:
        log.exception("The worker's sign of life cannot be written.")


def _moment(text: Any) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if timezone.is_naive(moment):
        raise ValueError(f"a moment without a time zone: {text!r}")
    return moment
