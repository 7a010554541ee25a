"""Brings the index in step with the database, builds it anew, purges or checks it."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from search.index_state import needs_rebuild
from search.indexing import indexer
from search.indexing.drift import Drift
from search.models import IndexChange

#: Changes in one commit when somebody waits for it: larger commits are fewer.
BATCH = 1_000
#: Keys that are named of each kind of difference.
NAMED = 20


class Command(BaseCommand):
    help = "Index what has changed. --rebuild: build the index anew; --if-needed: do so only if it is missing or stale."
    requires_system_checks = []  # the check that would warn is about what this command mends

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--rebuild", action="store_true", help="Build a new index beside the live one, then swap.")
        choice.add_argument("--if-needed", action="store_true", help="Rebuild only if missing or stale, else drain.")
        choice.add_argument("--purge", action="store_true", help="Take withdrawn words out of the files now; prove it.")
        choice.add_argument("--check", action="store_true", help="Compare index and database; mend what differs.")
        parser.add_argument("--processes", type=int, help="Build with so many processes; by default one a core.")

    def handle(self, *, processes: int | None = None, **options: Any) -> None:
        started = time.monotonic()
        reason = needs_rebuild()
        try:
            is_new = bool(options["rebuild"] or (reason and options["if_needed"]))
            if is_new:
                self.rebuild(reason, processes)
            if options["check"]:
                self.compare()
            self.drain(quiet=is_new)
            if options["purge"]:
                self.stdout.write(str(indexer.purge()))
            else:
                indexer.tend()
        except indexer.IndexLocked as error:
            raise CommandError(_("Another process is writing to the index. Try again when it has finished.")) from error
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    def rebuild(self, reason: str | None, processes: int | None) -> None:
        if reason:
            self.stdout.write(reason)
        counted = [0]
        with tqdm(unit=" articles", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - counted[0])
                counted[0] = done

            indexer.rebuild(show, processes=processes)
        words = ngettext("%(count)d article indexed.", "%(count)d articles indexed.", counted[0])
        self.stdout.write(words % {"count": counted[0]})

    def drain(self, *, quiet: bool) -> None:
        """Index what waits. Quiet after a rebuild, during which little if anything has changed."""
        total = 0
        with tqdm(unit=" changes", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            while done := indexer.drain(BATCH):
                total += done
                bar.update(done)
        if total or not quiet:
            words = ngettext("%(count)d change indexed.", "%(count)d changes indexed.", total)
            self.stdout.write(words % {"count": total})
        for change in IndexChange.objects.set_aside():
            told = {"article": change.article_pk, "error": change.error}
            self.stdout.write(_("Article %(article)d could not be indexed: %(error)s") % told)

    def compare(self) -> None:
        found = indexer.check()
        for words, keys in _named(found):
            self.stdout.write(f"{words} {', '.join(map(str, keys[:NAMED]))}{' …' if len(keys) > NAMED else ''}")
        if not found:
            self.stdout.write(_("The index is whole and agrees with the database."))


def _named(found: Drift) -> list[tuple[str, tuple[int, ...]]]:
    kinds = [
        (_("Missing from the index:"), found.missing),
        (_("In the index, but not public:"), found.surplus),
        (_("In the index in another version:"), found.outdated),
        (_("Several times in the index:"), found.repeated),
    ]
    return [(words, keys) for words, keys in kinds if keys]
