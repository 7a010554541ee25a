"""Child processes that know Django, read the database that their parent reads, and die with it.

They are started afresh and not forked: a fork would share the parent's database connections, which SQLite forbids,
and would go on holding its lock on the index.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import Any

import django
from django.db import connection


class GivenUp(Exception):
    """The parent needs no result any more."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What parent and children share: how many articles were read, and whether there is still a point to it."""

    read: Synchronized[int]
    given_up: Event

    def count(self, articles: int) -> None:
        """Tell the parent of so many more articles. Raises GivenUp."""
        if self.given_up.is_set():
            raise GivenUp
        with self.read.get_lock():
            self.read.value += articles


#: Set in a child at its start.
_shared: Shared | None = None


@contextmanager
def children(processes: int) -> Iterator[tuple[ProcessPoolExecutor, Shared]]:
    """Start so many children with the first tasks; yield the pool and what they share. After an error they give up."""
    context = multiprocessing.get_context("spawn")
    shared = Shared(context.Value("Q", 0), context.Event())
    database = dict(connection.settings_dict)
    pool = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(database, shared))
    try:
        yield pool, shared
    except BaseException:
        shared.given_up.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def count(articles: int) -> None:
    """In a child: tell the parent of so many more articles. Raises GivenUp."""
    if _shared is not None:
        _shared.count(articles)


def _begin(database: dict[str, Any], shared: Shared) -> None:
    global _shared
    for number in (signal.SIGINT, signal.SIGTERM):  # sent to the whole group; the parent says what to do
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    django.setup()
    connection.settings_dict.update(database)  # a test's database is not the one that the settings name
    _shared = shared


def _die_with_parent() -> None:
    """A child waits for tasks on a pipe that it holds open itself, so it would outlive a killed parent for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
