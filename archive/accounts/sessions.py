"""Sessions in the database with whose they are (this is SESSION_ENGINE), how long they last, and how they end.

A session ends after two hours without a page, and twelve hours after the login. Only pages that a person opened count
as use: what a script polls in an open tab would keep a deserted desk unlocked.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.http import HttpRequest

from archive.accounts.addresses import address_of
from archive.models import Event, LoginSession

#: A session in use is written again no more often than this, so that reading a page seldom writes.
RENEW_SECONDS = 60
_AGENT_LENGTH = 200


class SessionStore(DatabaseStore):
    """Django's store, with the columns by which a person recognises their sessions."""

    @classmethod
    def get_model_class(cls) -> type[LoginSession]:
        return LoginSession

    def create_model_instance(self, data: dict[str, Any]) -> LoginSession:
        row = cast(LoginSession, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.address, row.agent = data.get("address"), data.get("agent", "")
        row.started_at, row.seen_at = _moment(data.get("started")), _moment(data.get("seen"))
        return row


def keep_alive(request: HttpRequest) -> None:
    """Renew the session of a person who opens a page of the desk; end it when the login is too long ago."""
    session, now = request.session, time.time()
    if SESSION_KEY not in session:
        return
    if now - session.get("started", now) > settings.BAOKU_SESSION_LIMIT:
        logout(request)
    elif "started" not in session or (_is_opened(request) and now - session["seen"] >= RENEW_SECONDS):
        session["started"], session["seen"] = session.get("started", now), now
        session["address"], session["agent"] = (
            address_of(request),
            request.headers.get("User-Agent", "")[:_AGENT_LENGTH],
        )


def of(user: User) -> Iterable[LoginSession]:
    """The person's living sessions, those used last first."""
    return LoginSession.objects.filter(user=user, expire_date__gt=datetime.datetime.now(datetime.UTC))


def end(user: User, handle: str) -> bool:
    """End one of the person's sessions, named as LoginSession.handle does. False where there is none."""
    for session in of(user):
        if session.handle == handle:
            session.delete()
            Event.objects.record("session ended", user, actor=user)
            return True
    return False


def end_all_others(user: User, session_key: str | None) -> int:
    """What `end_others` does, when the person asks for nothing else. Returns how many."""
    with transaction.atomic():
        ended = end_others(user, session_key)
        if ended:
            Event.objects.record("session ended", user, actor=user, sessions=ended)
    return ended


def end_others(user: User, session_key: str | None) -> int:
    """End the person's sessions except the one with this key. Returns how many."""
    return LoginSession.objects.filter(user=user).exclude(session_key=session_key or "").delete()[0]


def forget_expired() -> None:
    """Delete the rows of sessions that are over."""
    SessionStore.clear_expired()


def _is_opened(request: HttpRequest) -> bool:
    """Whether a person opened the page or pressed a button. What a script fetches for itself is no document."""
    fetched = request.headers.get("Sec-Fetch-Dest") == "empty"  # browsers say so over TLS and on loopback only
    return not fetched and "text/html" in request.headers.get("Accept", "text/html")


def _moment(seconds: float | None) -> datetime.datetime | None:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC) if seconds else None
