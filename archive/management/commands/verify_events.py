"""Proves that nobody has changed the event log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.audit import verification
from archive.audit.verification import Verdict
from archive.management.reporting import table

LINES = 50  # flaws that are told one by one


class Command(BaseCommand):
    help = (
        "Check that the log of events is as it was written: its chain of hashes, and the file event_hashes beside the "
        "database. Ends with an error where somebody changed, added or removed an event, the newest included."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", action="append", default=[], metavar="HASH", help="A hash noted elsewhere that must be there."
        )
        parser.add_argument(
            "--begin-anew",
            action="store_true",
            help="After a backup was restored: put the file aside and write it anew from the log, if its chain holds.",
        )

    def handle(self, *args: Any, expect: list[str], begin_anew: bool, **options: Any) -> None:
        try:
            verdict = verification.begin_anew() if begin_anew else verification.verify_and_note(expected=expect)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stdout.write(_told(verdict))
        if not verdict.whole:
            raise CommandError(_flaws(verdict))
        self.stdout.write(_("The log is whole."))
        if verdict.head:
            told = {"number": verdict.head[0], "hash": verdict.head[1]}
            self.stdout.write(_("Newest event: %(number)s, hash %(hash)s. Note it elsewhere for --expect.") % told)


def _told(verdict: Verdict) -> str:
    counts = [
        (_("Events"), verdict.events),
        (_("Confirmed by the file"), verdict.witnessed),
        (_("Added to the file"), verdict.added),
        (_("Unreadable lines in the file"), verdict.unreadable),
    ]
    return table(counts)


def _flaws(verdict: Verdict) -> str:
    """One line for each flaw, the first ones only where they are many."""
    lines = [_("The log is not as it was written.")]
    for found in verdict.tampering[:LINES]:
        where = _("Event %(number)s") % {"number": found.event} if found.event else _("Log")
        lines.append(f"{where}: {found.flaw.label}")
    if len(verdict.tampering) > LINES:
        lines.append(_("… and %(count)s more") % {"count": len(verdict.tampering) - LINES})
    return "\n".join(lines)
