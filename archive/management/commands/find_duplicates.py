"""Finds duplicates, reprints and excerpts among articles that have not been compared yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.duplicates.rebuilding import compare_waiting, count_waiting, let_all_wait
from archive.management.reporting import table
from archive.models import Likeness


class Command(BaseCommand):
    help = (
        "Compare the articles that have not been compared yet with the whole archive and link the alike. Uploads and "
        "imports do this by themselves. Stopped at any point, the next run goes on there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="Compare every article anew.")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        if rebuild:
            let_all_wait()
        with tqdm(total=count_waiting(), unit=" articles", disable=None) as bar:
            done = compare_waiting(bar.update)
        kinds = [(kind.label, Likeness.objects.filter(kind=kind).count()) for kind in Likeness.Kind]
        self.stdout.write(table([(_("Articles compared"), done), *kinds]))
