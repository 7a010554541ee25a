"""Loads an authority list of news outlets and government bodies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.authority import load_agencies
from archive.ingest.authority import STARTER_FILE
from archive.management.reporting import table


class Command(BaseCommand):
    help = "Load agencies and their aliases from a JSON list; what is there already is kept as people have left it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=STARTER_FILE, help="Default: the starter list.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = load_agencies(json.loads(file.read_text(encoding="utf-8")))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(f"{file}: {'; '.join(error.messages)}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            told = {"file": file, "error": repr(error)}
            raise CommandError(_("%(file)s: not a list of agencies (%(error)s)") % told) from error
        rows = [
            (_("New agencies"), loaded.added),
            (_("Known agencies"), loaded.known),
            (_("New names"), loaded.aliases),
            (_("Articles linked"), loaded.linked),
        ]
        self.stdout.write(table(rows))
