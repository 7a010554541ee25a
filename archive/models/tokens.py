"""Tokens with which a program of a staff member uploads. Only a digest is kept: the token is shown once."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: Begins every token, so that one that was pasted into a repository is found by scanners.
PREFIX = "baoku_"
_BYTES = 32
_SHOWN = len(PREFIX) + 4  # characters by which a person recognises a token


class UploadTokenQuerySet(models.QuerySet["UploadToken"]):
    def valid(self) -> UploadTokenQuerySet:
        """Tokens that still open the door: not revoked, of a person who is active staff."""
        return self.filter(revoked_at=None, user__is_active=True, user__is_staff=True)

    def issue(self, user: User, name: str) -> tuple[UploadToken, str]:
        """Make a token for the person. Returns its row and the token itself, which is kept nowhere."""
        plain = PREFIX + secrets.token_urlsafe(_BYTES)
        row = self.create(user=user, name=name, beginning=plain[:_SHOWN], digest=digest_of(plain))
        return row, plain

    def of(self, plain: str) -> UploadToken | None:
        """The valid token that reads so, with its person; None where there is none."""
        return self.valid().select_related("user").filter(digest=digest_of(plain)).first()


class UploadToken(models.Model):
    """A token's digest and whose it is. `beginning`: its first characters, for the list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="upload_tokens")
    name = models.CharField(_("name"), max_length=80)
    beginning = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = UploadTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("upload token")
        verbose_name_plural = _("upload tokens")

    def __str__(self) -> str:
        return self.name

    def used(self) -> None:
        """Note that it has just opened the door."""
        self.last_used_at = timezone.now()
        self.save(update_fields=["last_used_at"])

    def revoke(self) -> None:
        """Shut the door to it for good."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])


def digest_of(plain: str) -> str:
    """SHA-256: the token is 256 random bits, so that a slow hash would protect nothing more."""
    return hashlib.sha256(plain.encode()).hexdigest()
