"""Puts a sound SQLite under Django, before Django imports the one of the standard library.

SQLite 3.7.0 to 3.51.2 can lose acknowledged commits in WAL mode when two connections checkpoint while a third
commits (fixed in 3.51.3, back-ported to 3.50.7 and 3.44.6). Debian 12 ships 3.40.1, so the wheel `pysqlite3`,
which bundles a newer one, takes the place of the standard module where it is installed.
"""

from __future__ import annotations

import sqlite3
import sys

FIXED = (3, 51, 3)
BACKPORTS = ((3, 50, 7), (3, 44, 6))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Tell whether this SQLite version keeps every acknowledged commit in WAL mode."""
    return version >= FIXED or any(version[:2] == fixed[:2] and version >= fixed for fixed in BACKPORTS)


def use_sound_sqlite() -> None:
    """Swap pysqlite3 in for sqlite3 if the standard one is unsafe and the wheel is installed."""
    if wal_is_safe(sqlite3.sqlite_version_info):
        return
    try:
        import pysqlite3
    except ImportError:
        return  # settings fall back to a rollback journal, see journal_pragmas()
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def journal_pragmas(version: tuple[int, ...]) -> str:
    """Return the PRAGMAs of each new connection: WAL where it is safe, else a rollback journal; always durable."""
    if wal_is_safe(version):
        return "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
    return "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA;"
