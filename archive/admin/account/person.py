"""Who asks. The desk's views are reached by staff alone; this says so to the type checker, too."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def person(request: HttpRequest) -> User:
    """The person who is logged in. Raises PermissionDenied where nobody is."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user
