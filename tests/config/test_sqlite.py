"""Which SQLite versions may run in WAL mode, and what each connection is told."""

import sqlite3

import pytest
from django.db import connection

from config.sqlite import journal_pragmas, wal_is_safe


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (3, 50, 7), (3, 44, 6), (3, 44, 9), (4, 0, 0)])
def test_fixed_versions_may_use_wal(version):
    assert wal_is_safe(version)
    assert "journal_mode=WAL" in journal_pragmas(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 50, 6), (3, 44, 5), (3, 45, 0)])
def test_versions_with_the_lost_commit_fault_fall_back_to_a_rollback_journal(version):
    assert not wal_is_safe(version)
    assert "journal_mode=TRUNCATE" in journal_pragmas(version)


def test_no_version_trades_durability_for_speed():
    assert "synchronous=FULL" in journal_pragmas((3, 53, 0))
    assert "synchronous=EXTRA" in journal_pragmas((3, 40, 1))


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.skipif(not wal_is_safe(sqlite3.sqlite_version_info), reason="this machine's SQLite may not use WAL")
def test_a_connection_is_durable_waits_and_checks_foreign_keys():
    assert connection.vendor == "sqlite"
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 20_000  # milliseconds
