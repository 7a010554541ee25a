"""Sessions of people at the desk: Django's, with whose they are, so that a person can list and end their own."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

_HANDLE = 16  # characters


class LoginSession(AbstractBaseSession):
    """A session and what its person should know of it. `user` is empty between the password and the second step."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="login_sessions"
    )
    address = models.GenericIPAddressField(_("address"), null=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("since"), null=True)
    seen_at = models.DateTimeField(_("last used at"), null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        ordering = ["-seen_at"]
        verbose_name = _("session")  # type: ignore[assignment]  # Django takes lazy words
        verbose_name_plural = _("sessions")  # type: ignore[assignment]

    @property
    def handle(self) -> str:
        """What a page calls it. The key itself opens the door and appears on no page."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:_HANDLE]
