"""The background process: works off uploaded files and keeps the index in step with the database."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.translation import gettext as _

from archive import storage
from archive.heartbeat import Heart
from archive.ingest.inbox import Inbox
from archive.ingest.pool import Pool
from archive.ingest.processing import authority_from_database, process_waiting
from archive.reports import DailySweep, sweep
from search.indexing.keeper import Keeper

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
        keeper, inbox = Keeper(stop), Inbox(settings.BAOKU_INBOX)
        with Heart() as heart, Pool(authority_from_database()) as pool:
            if once:
                sweep()
                while not stop.is_set() and work(pool, keeper, inbox, stop, heart):
                    pass
                keeper.finish()
            else:
                self.stdout.write(_("The worker is at work."))
                self.stdout.flush()
                serve(pool, keeper, inbox, stop, heart)


def serve(pool: Pool, keeper: Keeper, inbox: Inbox, stop: threading.Event, heart: Heart) -> None:
    """Work until told to stop. A fault (a full disk, a locked database) is logged and tried again, never fatal."""
    daily = DailySweep()
    while not stop.is_set():
        try:
            daily.step()
            busy = work(pool, keeper, inbox, stop, heart)
        except Exception:
            log.exception("The worker met a fault and will try again.")
            stop.wait(REST_AFTER_ERROR_SECONDS)
            continue
        finally:
            close_old_connections()
        if not busy:
            stop.wait(IDLE_SECONDS)


def work(pool: Pool, keeper: Keeper, inbox: Inbox, stop: threading.Event, heart: Heart) -> bool:
    """Work off what waits; return False when there was nothing to do.

    The index comes before each file, so that a withdrawal never waits behind a large upload.
    """
    busy = keeper.step()
    busy = inbox.step() or busy
    heart.step()
    for _item in process_waiting(pool):
        busy = True
        keeper.step()
        inbox.step()
        heart.step()
        if stop.is_set():
            break
    return busy
