"""The second step of a login, by django-otp: six digits from an app, or a recovery code where the app is out of reach.

Recovery codes are kept as digests only, cut to what django-otp's column holds: 80 random bits need no slow hash.
The key of the app has to be kept readable, since the server counts with it too.
"""

from __future__ import annotations

import hashlib
import math
import re
import secrets
import unicodedata
from base64 import b32encode
from dataclasses import dataclass

import django_otp
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts import sessions
from archive.models import Event

RECOVERY_CODES = 10
_BYTES = 10  # 80 bits, 16 letters and digits
_APP_CODE = re.compile(r"\d{6}")


class Mistake(models.TextChoices):
    """Why a code did not open the door."""

    WRONG = "wrong", _("This code does not fit. Codes hold for half a minute and open the door once.")
    NOT_STARTED = "not-started", _("Start again: there is no key to confirm.")


@dataclass(frozen=True, slots=True)
class TooSoon:
    """A wrong code was typed a moment ago; until then no code is looked at. seconds: how long that is."""

    seconds: int

    @property
    def label(self) -> str:
        return str(_("Wait %(seconds)d seconds, then type the code that the app shows then.")) % {
            "seconds": self.seconds
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person's second step stands. left: recovery codes that were not used yet."""

    device: TOTPDevice | None
    left: int


def is_on(user: User) -> bool:
    """Whether this person's login has a second step."""
    return _devices(user).exists()


def with_second_step(users: models.QuerySet[User]) -> models.QuerySet[User]:
    """Annotate people with `second_step`: whether their login has one."""
    devices = TOTPDevice.objects.filter(user=models.OuterRef("pk"), confirmed=True)
    return users.annotate(second_step=models.Exists(devices))


def standing(user: User) -> Standing:
    """What the person's own page tells of it."""
    return Standing(_devices(user).first(), StaticToken.objects.filter(device__user=user).count())


def start(user: User) -> TOTPDevice:
    """Make a key that waits to be confirmed, in place of an earlier one that was not."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=False).delete()
        return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def started(user: User) -> TOTPDevice | None:
    """The key that waits to be confirmed."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def confirm(user: User, code: str, *, session_key: str | None) -> list[str] | Mistake | TooSoon:
    """Switch the second step on, or over to another app, with a first code. Ends the person's other sessions.

    Returns new recovery codes, which are kept nowhere, or why nothing was switched.
    """
    device = started(user)
    if device is None:
        return Mistake.NOT_STARTED
    refused = _verify(user, device, _plain(code))
    if refused:
        return refused
    with transaction.atomic():
        _devices(user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        codes = _new_codes(user)
        sessions.end_others(user, session_key)
        Event.objects.record("second step switched on", user, actor=user)
    return codes


def check(user: User, code: str) -> Device | Mistake | TooSoon:
    """Look at the code that somebody types after their password. Returns the device that it fits."""
    plain = _plain(code)
    device: Device | None
    if _APP_CODE.fullmatch(plain):
        device = _devices(user).first()
    else:
        device, plain = StaticDevice.objects.filter(user=user).first(), _digest(user, plain)
    if device is None:
        return Mistake.WRONG
    refused = _verify(user, device, plain)
    if refused is None and isinstance(device, StaticDevice):
        Event.objects.record("recovery code used", user, actor=user)
    return refused or device


def renew_codes(user: User) -> list[str]:
    """Make new recovery codes; the old ones open nothing any more."""
    with transaction.atomic():
        codes = _new_codes(user)
        Event.objects.record("recovery codes made", user, actor=user)
    return codes


def switch_off(user: User, *, by: User | None) -> bool:
    """Take the second step from a login, with its codes. by: who did it, None for a command. False if it was off."""
    with transaction.atomic():
        was_on = is_on(user)
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        if was_on:
            Event.objects.record("second step switched off", user, actor=by)
    return was_on


def _devices(user: User) -> models.QuerySet[TOTPDevice]:
    devices: models.QuerySet[TOTPDevice] = TOTPDevice.objects.filter(user=user, confirmed=True)
    return devices


def _verify(user: User, device: Device, plain: str) -> Mistake | TooSoon | None:
    """Ask django-otp, which locks the row, counts failures and takes each code once only."""
    allowed, told = device.verify_is_allowed()
    if not allowed:
        return TooSoon(math.ceil((told["locked_until"] - timezone.now()).total_seconds()) or 1)
    return None if django_otp.verify_token(user, device.persistent_id, plain) else Mistake.WRONG


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [b32encode(secrets.token_bytes(_BYTES)).decode().lower() for _count in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(user, code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def _digest(user: User, code: str) -> str:
    digest = hashlib.sha256(f"{user.pk}:{code}".encode()).digest()
    return b32encode(digest[:_BYTES]).decode().lower()


def _plain(code: str) -> str:
    """A code as it counts: blanks and hyphens are for the eye, capitals and full-width digits do not matter."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", code).lower() if letter.isalnum())
