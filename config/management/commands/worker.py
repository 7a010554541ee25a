"""The background process: works off uploaded files and keeps the index in step with the database."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from archive import storage
from archive.ingest.processing import authority_from_database, process_next
from archive.ingest.sandbox import Sandbox
from archive.models import UploadItem
from search import indexer
from search.index_state import needs_rebuild

log = logging.getLogger("baoku.worker")

IDLE_SECONDS = 0.25  # how long a withdrawn article may stay in the index while nothing else happens
REST_AFTER_ERROR_SECONDS = 5.0


class Command(BaseCommand):
    help = "Process uploaded files and drain the index outbox until stopped; --once: until nothing is left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Work everything off, then exit.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        storage.sweep_incoming()
        with Sandbox(authority_from_database()) as sandbox:
            if once:
                while not stop.is_set() and work(sandbox):
                    pass
            else:
                serve(sandbox, stop)


def serve(sandbox: Sandbox, stop: threading.Event) -> None:
    """Work until told to stop. A fault (a full disk, a locked database) is logged and tried again, never fatal."""
    while not stop.is_set():
        try:
            busy = work(sandbox)
        except Exception:
            log.exception("The worker met a fault and will try again.")
            stop.wait(REST_AFTER_ERROR_SECONDS)
            continue
        finally:
            close_old_connections()
        if not busy:
            stop.wait(IDLE_SECONDS)


def work(sandbox: Sandbox) -> bool:
    """Do one round: the index first, so that a withdrawal never waits behind a large upload. False when idle."""
    indexed = index()
    if not UploadItem.objects.waiting().exists():
        return indexed
    sandbox.learn(authority_from_database())  # people may have confirmed an outlet since
    return process_next(sandbox) is not None or indexed


def index() -> bool:
    """Bring the index one step nearer to the database; rebuild it if it is missing or stale."""
    try:
        if reason := needs_rebuild():
            log.warning("Rebuilding the index: %s", reason)
            indexer.rebuild()
            return True
        return indexer.drain() > 0
    except indexer.IndexLocked:
        return False  # another process is at it; the outbox keeps what is left
