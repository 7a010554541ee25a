"""Logging in: the password, then the code where there is a second step. Nobody is logged in between the two."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.crypto import constant_time_compare
from django_otp.models import Device

from archive.accounts import locks, second_step, sessions
from archive.admin.account import locked
from archive.forms import LoginForm
from archive.forms.account import CodeForm

#: Where the session keeps who has typed their password, until the code is typed too.
HALF_IN = "half_in"
#: Seconds for finding the phone.
PATIENCE = 10 * 60
_BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


class LoginPage(LoginView):
    """The password's page, Django's but for the second step."""

    authentication_form = LoginForm
    template_name = "admin/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the person in, or ask for the code first."""
        user, onward = form.get_user(), self.get_success_url()
        if not second_step.is_on(user):
            return _enter(self.request, user, onward)
        self.request.session.flush()
        self.request.session[HALF_IN] = {
            "user": user.pk,
            "password": user.get_session_auth_hash(),
            "at": time.time(),
            "onward": onward,
        }
        return redirect("admin:second_step")


def ask_for_code(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The page between the password and the desk."""
    user = _half_in(request)
    if user is None:
        return redirect("admin:login")
    if locks.is_locked(request, user.username):
        return locked.answer(request, credentials={"username": user.username})
    form = CodeForm(request.POST or None)
    if form.is_valid():
        answer = second_step.check(user, form.cleaned_data["code"])
        if isinstance(answer, Device):
            return _enter(request, user, request.session[HALF_IN]["onward"], device=answer)
        if answer is second_step.Mistake.WRONG:
            locks.count_failure(request, user.username)
        form.add_error("code", answer.label)
    context = site.each_context(request) | {"form": form, "recovery": "recovery" in request.GET}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/account/second_step.html", context, status=status)


def _enter(request: HttpRequest, user: User, onward: str, *, device: Device | None = None) -> HttpResponse:
    """Log the person in; django-otp notes in the session which device has vouched for them."""
    if device is not None:
        user.otp_device = device  # type: ignore[attr-defined]
    login(request, user, backend=_BACKEND)
    request.session.pop(HALF_IN, None)
    sessions.keep_alive(request)
    sessions.forget_expired()
    return redirect(onward)


def _half_in(request: HttpRequest) -> User | None:
    """Who has typed their password a short while ago, unless the account was closed or the password changed since."""
    noted = request.session.get(HALF_IN)
    if noted is None or time.time() - noted["at"] > PATIENCE:
        return None
    user = User.objects.filter(pk=noted["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(noted["password"], user.get_session_auth_hash()):
        return None
    return user
