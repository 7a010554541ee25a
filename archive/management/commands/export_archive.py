"""Writes the whole public archive as a BagIt bag of JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override
from tqdm import tqdm

from archive.management.reporting import table
from archive.models import Article
from archive.takeaway.exporting import Exported, export


class Command(BaseCommand):
    help = (
        "Write all public articles into FOLDER, which must not be there yet, as a BagIt bag (RFC 8493) of JSON lines: "
        "one object an article, the topics, and a list of what was withdrawn. The folder appears when it is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The bag to be made.")
        parser.add_argument("--site", default="", metavar="URL", help="Stands before the articles' addresses.")

    def handle(self, *args: Any, folder: Path, site: str, **options: Any) -> None:
        folder = folder.absolute()
        try:
            with tqdm(total=Article.objects.public().count(), unit=" articles", disable=None) as bar:
                exported = _export(folder, site, bar)
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror or error}") from error
        rows = [
            (_("Articles"), exported.articles),
            (_("Withdrawn"), exported.withdrawn),
            (_("Topics"), exported.topics),
            (_("Files"), exported.files),
            (_("Bytes"), exported.size),
        ]
        self.stdout.write(table(rows))


def _export(folder: Path, site: str, bar: tqdm[Any]) -> Exported:
    with override(settings.LANGUAGE_CODE):  # addresses without a language in them, whatever the terminal speaks
        return export(folder, site=site, on_article=bar.update)
