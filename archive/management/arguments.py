"""What several commands ask of their caller."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from archive import authority
from archive.models import Agency


def user_named(name: str | None) -> User | None:
    """Return the person to whom a command's work is attributed; None without a name. Raises CommandError."""
    if not name:
        return None
    user: User | None = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(_("There is no user “%(name)s”.") % {"name": name})
    return user


def agency_named(name: str) -> Agency | None:
    """Return the confirmed agency that is known by this name; None without a name. Raises CommandError."""
    agency = authority.find(name) if name else None
    if name and not (agency and agency.confirmed):
        raise CommandError(_("No confirmed agency is known by the name “%(name)s”.") % {"name": name})
    return agency
