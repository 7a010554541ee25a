"""A new password: with it, all of the person's other sessions are over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy

from archive.accounts import sessions
from archive.admin.account.person import person
from archive.models import Event


class PasswordPage(PasswordChangeView):
    """Django's page. This session goes on under a new key."""

    success_url = reverse_lazy("admin:password_change_done")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = person(self.request)
        sessions.end_others(user, self.request.session.session_key)
        Event.objects.record("password changed", user, actor=user)
        return response
