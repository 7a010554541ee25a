"""System checks of the machine that the archive runs on."""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from config.sqlite import wal_is_safe


@register()
def sqlite_version(**_: Any) -> list[CheckMessage]:
    """Say when the safe but slower journal is in force because SQLite is too old for WAL."""
    if wal_is_safe(sqlite3.sqlite_version_info):
        return []
    message = f"SQLite {sqlite3.sqlite_version} can lose commits in WAL mode; a rollback journal is used instead."
    return [Warning(message, hint="Install pysqlite3 (requirements.txt) or SQLite 3.51.3.", id="baoku.W001")]


@register()
def data_folder_is_private(**_: Any) -> list[CheckMessage]:
    """Warn when everybody on the machine can read the originals, the database and the secret key's folder."""
    if not settings.BAOKU_DATA.stat().st_mode & stat.S_IROTH:
        return []
    hint = f"chmod o-rwx {settings.BAOKU_DATA}"
    return [Warning("The data folder can be read by every user of this machine.", hint=hint, id="baoku.W002")]


@register()
def inbox_is_there(**_: Any) -> list[CheckMessage]:
    """Warn when the watched folder is missing, or when files could not be moved out of it."""
    inbox = settings.BAOKU_INBOX
    if inbox is None or (inbox.is_dir() and os.access(inbox, os.R_OK | os.W_OK | os.X_OK)):
        return []
    hint = "Make the folder and let the worker's user read and write it, or unset BAOKU_INBOX."
    return [Warning(f"The watched folder {inbox} cannot be used.", hint=hint, id="baoku.W003")]
