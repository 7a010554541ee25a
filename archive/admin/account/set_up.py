"""Setting up the second step: a key for the app, a first code to prove it, recovery codes to keep."""

from __future__ import annotations

from base64 import b32encode

import segno
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django_otp import login as vouch
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts import second_step
from archive.admin.account.person import person
from archive.forms.account import SetUpForm


def page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the key that waits to be confirmed; a POST makes one, or confirms it with a first code."""
    if request.method != "POST":
        return _page(request, site, SetUpForm(request=request))
    if request.POST.get("verb") == "start":
        second_step.start(person(request))
        return redirect(_here(request))
    form = SetUpForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, site, form)
    device = second_step.started(person(request))
    codes = second_step.confirm(person(request), form.cleaned_data["code"], session_key=request.session.session_key)
    if not isinstance(codes, list):
        form.add_error("code", str(codes.label))
        return _page(request, site, form)
    vouch(request, device)
    request.session.cycle_key()
    context = site.each_context(request) | {"title": _("Recovery codes"), "codes": codes, "onward": _onward(request)}
    return TemplateResponse(request, "admin/account/recovery_codes.html", context)


def _page(request: HttpRequest, site: AdminSite, form: SetUpForm) -> HttpResponse:
    device = second_step.started(person(request))
    context = site.each_context(request) | {
        "title": _("Set up the second step"),
        "form": form,
        "device": device,
        "moving": second_step.is_on(person(request)),
        "required": settings.BAOKU_REQUIRE_2FA,
        "key": _in_groups(b32encode(device.bin_key).decode()) if device else "",
        "picture": _picture(device) if device else "",
        "address": _here(request),
    }
    return TemplateResponse(request, "admin/account/set_up.html", context, status=422 if form.errors else 200)


def _picture(device: TOTPDevice) -> str:
    """The key as a QR code, in the page itself: nobody else is asked to draw it."""
    code = segno.make(device.config_url, error="m", micro=False)
    return str(code.svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))


def _in_groups(key: str) -> str:
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def _onward(request: HttpRequest) -> str:
    """Where the person was going when the desk asked for a second step, if that is a page of ours."""
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else ""


def _here(request: HttpRequest) -> str:
    onward = _onward(request)
    return reverse("admin:account_set_up") + (f"?{urlencode({'next': onward})}" if onward else "")
