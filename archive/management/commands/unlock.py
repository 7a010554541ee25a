"""Lets somebody in again who cannot get in: lifts the lock of a login, and with --second-step forgets a lost phone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.accounts import locks, second_step, sessions


class Command(BaseCommand):
    help = "Lift the lock of a login; --second-step: switch its second step off, too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--second-step", dest="forget", action="store_true", help="Phone and recovery codes are lost."
        )

    def handle(self, *args: Any, username: str, forget: bool, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no account %(name)s.") % {"name": username})
        lifted = locks.unlock(username, by=None)
        self.stdout.write(_("The lock is lifted.") if lifted else _("There was no lock."))
        if forget:
            self._forget(user)

    def _forget(self, user: User) -> None:
        was_on = second_step.switch_off(user, by=None)
        sessions.end_others(user, None)
        self.stdout.write(_("The second step is off.") if was_on else _("There was no second step."))
