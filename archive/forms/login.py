"""Logging in to the desk."""

from __future__ import annotations

from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AdminAuthenticationForm):
    """Django's, with words that fit the page. They never tell which of the two was wrong."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("No account of the desk has this name and password. Capitals count."),
    }
