"""A command on a new data folder makes the database by itself, as `serve` does."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

#: Apps whose commands work on the database.
_OURS = {"archive", "config", "search"}
#: Of these the ones that need none, and the one that prepares more than the database.
_ALONE = {"extract", "serve"}


def prepare_database(arguments: Sequence[str]) -> None:
    """Make the tables and load the starter agencies, if a command of ours meets a database without any table.

    arguments: as in sys.argv. A database that an older version made is left alone: that is an upgrade, which an
    operator starts after a backup. A first use that was interrupted is taken up again, as its mark tells.
    """
    command = arguments[1] if len(arguments) > 1 else ""
    if get_commands().get(command) not in _OURS or command in _ALONE:
        return
    mark = settings.BAOKU_DATA / "first-use"
    if connection.introspection.table_names() and not mark.exists():
        return
    mark.touch()
    call_command("migrate", verbosity=0)
    call_command("load_agencies", stdout=io.StringIO())
    mark.unlink(missing_ok=True)
