"""Locks a name to an address after wrong passwords or codes, by django-axes, whose rows are kept for an hour."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from archive.models import Event


class Locks(AxesDatabaseHandler):  # type: ignore[misc]
    """Failures add up while none comes more than the window after the one before; then the lock holds its full time.

    The window is settings.BAOKU_FAILURE_WINDOW, the lock settings.AXES_COOLOFF_TIME, the number
    settings.AXES_FAILURE_LIMIT. A lock is not prolonged by further attempts.
    """

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count the failure; the one that locks somebody's account is told in the log."""
        if request is not None:
            request.axes_user_agent = ""  # type: ignore[attr-defined]  # one row for a name and address, not per browser
        super().user_login_failed(sender, credentials, request, **kwargs)
        if getattr(request, "axes_failures_since_start", None) == settings.AXES_FAILURE_LIMIT:
            person = User.objects.filter(username=credentials.get("username")).first()
            if person:
                Event.objects.record("login locked", person)

    def get_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        """The failures of this name from this address that still count."""
        return [attempts.filter(_counts()) for attempts in super().get_user_attempts(request, credentials)]

    def clean_expired_user_attempts(
        self, request: HttpRequest | None = None, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget everybody's failures that no longer count. Returns how many rows that were."""
        return int(AccessAttempt.objects.exclude(_counts()).delete()[0])


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether this name is locked to the address that asks."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def count_failure(request: HttpRequest, username: str) -> None:
    """Count a wrong code as a wrong password is counted."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def minutes_left(request: HttpRequest, username: str | None) -> int:
    """How many minutes the lock of this name still holds for this address, at least 1."""
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(request, {"username": username})
    last = max((attempt.attempt_time for rows in attempts for attempt in rows), default=timezone.now())
    seconds = (last + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds()
    return max(1, math.ceil(seconds / 60))


def unlock(username: str, *, by: User | None) -> int:
    """Forget this name's failures, from wherever they came. by: None for a command. Returns from how many addresses."""
    with transaction.atomic():
        forgotten = int(AccessAttempt.objects.filter(username=username).delete()[0])
        person = User.objects.filter(username=username).first()
        if forgotten and person:
            Event.objects.record("login unlocked", person, actor=by)
    return forgotten


def _counts() -> Q:
    now, window = timezone.now(), timedelta(minutes=settings.BAOKU_FAILURE_WINDOW)
    locking = Q(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    return Q(attempt_time__gt=now - window) | locking & Q(attempt_time__gt=now - settings.AXES_COOLOFF_TIME)
