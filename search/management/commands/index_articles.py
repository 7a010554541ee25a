"""Brings the index in step with the database, or builds it anew."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from search import indexer
from search.index_state import needs_rebuild

#: Changes in one commit when somebody waits for it: larger commits are fewer.
BATCH = 1_000


class Command(BaseCommand):
    help = "Index what has changed. --rebuild: build the index anew; --if-needed: do so only if it is missing or stale."
    requires_system_checks = []  # the check that would warn is about what this command mends

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--rebuild", action="store_true", help="Build a new index beside the live one, then swap.")
        choice.add_argument("--if-needed", action="store_true", help="Rebuild only if missing or stale, else drain.")

    def handle(self, *, rebuild: bool, if_needed: bool, **options: Any) -> None:
        started = time.monotonic()
        reason = needs_rebuild()
        try:
            if rebuild or (reason and if_needed):
                self.rebuild(reason)
            else:
                self.drain()
        except indexer.IndexLocked as error:
            raise CommandError(_("Another process is writing to the index. Try again when it has finished.")) from error
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    def rebuild(self, reason: str | None) -> None:
        if reason:
            self.stdout.write(reason)
        counted = [0]
        with tqdm(unit=" articles", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - counted[0])
                counted[0] = done

            indexer.rebuild(show)
        words = ngettext("%(count)d article indexed.", "%(count)d articles indexed.", counted[0])
        self.stdout.write(words % {"count": counted[0]})

    def drain(self) -> None:
        total = 0
        with tqdm(unit=" changes", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            while done := indexer.drain(BATCH):
                total += done
                bar.update(done)
        words = ngettext("%(count)d change indexed.", "%(count)d changes indexed.", total)
        self.stdout.write(words % {"count": total})
