"""Imports clean articles from elsewhere: one JSON object a line, plain or as .gz or .xz."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.ingest.importing import BadLine, ImportReport, import_file
from archive.management.arguments import user_named
from archive.management.reporting import bring_index_up_to_date, reason, table


class Command(BaseCommand):
    help = (
        "Import articles from a file with one JSON object a line: id, title, body (text or list of paragraphs), date, "
        "source, url, authors; all but body may be missing. Run twice, nothing doubles."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON lines, plain or compressed as .gz or .xz.")
        parser.add_argument("--publish", action="store_true", help="Publish what holds no personal data, and index it.")
        parser.add_argument("--user", metavar="NAME", help="Whose import it is.")

    def handle(self, *args: Any, file: Path, publish: bool, user: str | None, **options: Any) -> None:
        by = user_named(user)
        try:
            with tqdm(total=file.stat().st_size, unit="B", unit_scale=True, desc=file.name, disable=None) as bar:
                report = import_file(file, by=by, publish=publish, on_bytes=bar.update, on_bad=self._tell)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}") from error
        self._summarise(report)
        if report.stopped:
            self.stderr.write(_("The batch was undone meanwhile: nothing more of the file was taken."))
        if publish:
            bring_index_up_to_date(self.stdout)

    def _tell(self, bad: BadLine) -> None:
        with tqdm.external_write_mode():
            self.stderr.write(_("Line %(number)s: %(reason)s") % {"number": bad.number, "reason": reason(bad.problem)})

    def _summarise(self, report: ImportReport) -> None:
        rows = [
            (_("Lines read"), report.read),
            (_("New"), report.added),
            (_("Updated"), report.updated),
            (_("Unchanged"), report.unchanged),
            (_("Bad lines"), report.bad),
            (_("Published"), report.published),
            (_("Held back: personal data"), report.held),
            (_("Date in an unknown form"), report.unknown_dates),
            (_("Sources to be confirmed"), len(report.candidates)),
        ]
        self.stdout.write(table(rows))
