"""The page of a person's own account: second step, sessions, and the tokens of their programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp import DEVICE_ID_SESSION_KEY

from archive.accounts import agents, second_step, sessions, tokens
from archive.admin.account.person import person
from archive.forms.account import PasswordForm, TokenForm
from archive.models import LoginSession
from archive.review import roles


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list. browser: empty where it does not say. current: the one that this page was opened in."""

    session: LoginSession
    browser: str
    current: bool


def page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the person's own account; a POST presses one of the page's buttons. Nobody sees anybody else's."""
    if request.method != "POST":
        return _page(request, site)
    name, _colon, which = request.POST.get("verb", "").partition(":")
    verb = VERBS.get(name)
    if verb is None:
        return HttpResponseBadRequest(_("There is no such button."))
    return verb(request, site, which)


def _end_session(request: HttpRequest, site: AdminSite, handle: str) -> HttpResponse:
    if sessions.end(person(request), handle):
        messages.success(request, _("The session is over."))
    return redirect("admin:account")


def _end_others(request: HttpRequest, site: AdminSite, which: str) -> HttpResponse:
    ended = sessions.end_all_others(person(request), request.session.session_key)
    words = ngettext("%(count)d other session ended.", "%(count)d other sessions ended.", ended)
    messages.success(request, words % {"count": ended})
    return redirect("admin:account")


def _issue(request: HttpRequest, site: AdminSite, which: str) -> HttpResponse:
    """The new token stands on the answer to this request and nowhere else, so there is no redirect."""
    if not roles.may_upload(request.user):
        return _refused(request)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, site, token_form=form, status=422)
    token = tokens.issue(person(request), form.cleaned_data["name"])
    if isinstance(token, tokens.Mistake):
        form.add_error("name", str(token.label))
        return _page(request, site, token_form=form, status=422)
    return _page(request, site, new_token=token)


def _revoke(request: HttpRequest, site: AdminSite, which: str) -> HttpResponse:
    if which.isdecimal() and len(which) < 16 and tokens.revoke(person(request), int(which)):
        messages.success(request, _("The token is revoked. Programs that use it are turned away."))
    return redirect("admin:account")


def _renew_codes(request: HttpRequest, site: AdminSite, which: str) -> HttpResponse:
    """New recovery codes, which also stand on this one answer only."""
    if not second_step.is_on(person(request)):
        return redirect("admin:account")
    form = PasswordForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, site, codes_form=form, status=422)
    codes = second_step.renew_codes(person(request))
    context = site.each_context(request) | {"title": _("Recovery codes"), "codes": codes}
    return TemplateResponse(request, "admin/account/recovery_codes.html", context)


def _switch_off(request: HttpRequest, site: AdminSite, which: str) -> HttpResponse:
    if settings.BAOKU_REQUIRE_2FA:
        messages.error(request, _("The second step is required here. You can move it to another phone."))
        return redirect("admin:account")
    form = PasswordForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, site, off_form=form, status=422)
    second_step.switch_off(person(request), by=person(request))
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    messages.success(request, _("The second step is off. The password alone opens the desk."))
    return redirect("admin:account")


VERBS: dict[str, Callable[[HttpRequest, AdminSite, str], HttpResponse]] = {
    "end": _end_session,
    "end-others": _end_others,
    "issue": _issue,
    "revoke": _revoke,
    "new-codes": _renew_codes,
    "switch-off": _switch_off,
}


def _page(request: HttpRequest, site: AdminSite, *, status: int = 200, **shown: Any) -> HttpResponse:
    """shown: a form with its mistakes, or a new token."""
    user = person(request)
    context = {
        "title": _("My account"),
        "second_step": second_step.standing(user),
        "required": settings.BAOKU_REQUIRE_2FA,
        "sessions": list(_lines(request)),
        "tokens": tokens.of(user),
        "may_upload": roles.may_upload(user),
        "token_form": TokenForm(),
        "idle_hours": settings.SESSION_COOKIE_AGE // 3600,
        "longest_hours": settings.BAOKU_SESSION_LIMIT // 3600,
    }
    whole = site.each_context(request) | context | shown
    return TemplateResponse(request, "admin/account/own.html", whole, status=status)


def _lines(request: HttpRequest) -> Iterator[SessionLine]:
    current = request.session.session_key
    for session in sessions.of(person(request)):
        yield SessionLine(session, agents.name_of(session.agent), session.session_key == current)


def _refused(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Only who may upload has tokens."))
    return redirect("admin:account")
