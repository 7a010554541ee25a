"""Tokens of a person's programs: issued and revoked by the person, each a line in the log."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from archive.models import Event, UploadToken

#: More at once is a list that nobody looks through.
MOST = 20


class Mistake(models.TextChoices):
    """Why no token was issued."""

    TOO_MANY = "too-many", _("You have 20 tokens. Revoke one that is not used any more.")


def of(user: User) -> models.QuerySet[UploadToken]:
    """The person's tokens that open the door, the newest first."""
    return UploadToken.objects.filter(user=user, revoked_at=None)


def issue(user: User, name: str) -> str | Mistake:
    """Make a token. Returns it in full, which happens this once."""
    with transaction.atomic():
        if of(user).count() >= MOST:
            return Mistake.TOO_MANY
        row, plain = UploadToken.objects.issue(user, name)
        Event.objects.record("token issued", user, actor=user, beginning=row.beginning)
    return plain


def revoke(user: User, pk: int) -> bool:
    """Revoke one of the person's tokens. False where the person has no such token."""
    with transaction.atomic():
        row = of(user).filter(pk=pk).first()
        if row is None:
            return False
        row.revoke()
        Event.objects.record("token revoked", user, actor=user, beginning=row.beginning)
    return True
