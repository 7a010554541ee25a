"""What several commands ask of their caller."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def user_named(name: str | None) -> User | None:
    """Return the person to whom a command's work is attributed; None without a name. Raises CommandError."""
    if not name:
        return None
    user: User | None = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(_("There is no user “%(name)s”.") % {"name": name})
    return user
