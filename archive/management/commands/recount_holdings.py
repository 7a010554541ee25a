"""Counts the public articles afresh, mends the kept counts that say otherwise, and names those."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive import tallies


class Command(BaseCommand):
    help = "Count the public articles afresh and mend the kept counts."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = tallies.recount()
        for difference in differences:
            subject, period = difference.place
            self.stdout.write(f"{subject or '*'} {period or '*'}: {difference.kept} → {difference.counted}")
        self.stdout.write(_("Counts mended: %(count)s") % {"count": len(differences)})
