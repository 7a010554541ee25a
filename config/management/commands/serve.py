"""One command for one small machine: prepare the data folder, then run web server and worker together."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from archive import topics
from archive.admin.verbs import personal_data
from archive.models import Article, Event, Topic
from config.environment import PROJECT, flag
from config.staff import NewAccount, make_first_accounts

#: By default glibc keeps what threads freed, and lets its limits grow with what was once asked for: a fifth of a web
#: process's memory. Arrays of 256 kB and more go back at once; a setting of the operator's own holds.
ALLOCATION = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144"}
STOP_SECONDS = 20.0  # how long a child may take to finish its request or its file
SAMPLES = PROJECT / "samples"
NO_PAGES = {"README.md", "agencies.json", "topic.json"}


class Command(BaseCommand):
    help = "Migrate, load the sample archive on the first run, and serve the archive until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("BAOKU_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="Prepare the data folder and exit.")

    def handle(self, *args: Any, host: str, port: int, prepare_only: bool, **options: Any) -> None:
        accounts = self.prepare()
        if not prepare_only:
            children = Children()
            children.start("worker", [sys.executable, "manage.py", "worker"])
            children.start("web server", gunicorn(host, port))
            self.welcome(host, port, accounts)
            failed = children.wait()
            if failed:
                raise CommandError(
                    _("The %(process)s stopped by itself; the lines above say why.") % {"process": failed}
                )

    def prepare(self) -> list[NewAccount]:
        """Bring the data folder up to date. Everything here may run again and does nothing twice."""
        os.umask(0o027)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("load_agencies", stdout=io.StringIO())
        accounts = make_first_accounts()
        if flag("BAOKU_SAMPLES", default=True) and wants_samples():
            self.load_samples()
        call_command("index_articles", if_needed=True, stdout=io.StringIO())
        return accounts

    def load_samples(self) -> None:
        self.stdout.write(_("Loading the sample archive …"))
        owner = User.objects.earliest("pk")
        Event.objects.record("samples-started", owner)
        call_command("load_agencies", str(SAMPLES / "agencies.json"), stdout=io.StringIO())
        pages = sorted(path for path in SAMPLES.iterdir() if path.name not in NO_PAGES)
        call_command("ingest", *map(str, pages), publish=True, note=_("Sample archive"))
        make_sample_topic(owner)
        Event.objects.record("samples-loaded", owner)

    def welcome(self, host: str, port: int, accounts: list[NewAccount]) -> None:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/"
        self.stdout.write(
            "\n" + _("Baoku 报库 is at %(address)s, the desk at %(address)sadmin/") % {"address": address}
        )
        if accounts:
            self.stdout.write(_("Staff accounts, shown this once:"))
            for account in accounts:
                self.stdout.write(f"  {account.username:<10} {account.password}")
        self.stdout.write(_("Data: %(folder)s. Stop with Ctrl-C.") % {"folder": settings.BAOKU_DATA})
        self.stdout.flush()


def make_sample_topic(owner: User) -> None:
    """Put the sample articles whose titles hold one of its words into a topic, and show it; unless it is there."""
    told = json.loads((SAMPLES / "topic.json").read_text(encoding="utf-8"))
    topic = topics.make(told, by=owner, detect=personal_data)
    if isinstance(topic, Topic):
        holds_word = reduce(or_, (Q(title__contains=word) for word in told["words"]))
        topics.put(topic, Article.objects.public().filter(holds_word), by=owner)
        topics.show(topic, version=topic.version, by=owner)


def wants_samples() -> bool:
    """Samples go into an empty archive only, once; a load that was interrupted is completed."""
    told = set(Event.objects.filter(action__startswith="samples-").values_list("action", flat=True))
    return "samples-loaded" not in told and ("samples-started" in told or not Article.objects.exists())


def gunicorn(host: str, port: int) -> list[str]:
    options = ["--bind", f"{host}:{port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4"]
    limits = ["--timeout", "60", "--graceful-timeout", "15", "--max-requests", "5000", "--max-requests-jitter", "500"]
    limits += ["--limit-request-line", "8190"]  # bytes; a Chinese character in an address takes nine
    return [sys.executable, "-m", "gunicorn", "config.wsgi", *options, *limits, "--log-level", "warning"]


class Children:
    """The processes that run together: when one ends or a signal comes, all are stopped."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopping.set())

    def start(self, name: str, command: list[str]) -> None:
        # A session of its own: Ctrl-C reaches this process alone, which then stops the others in order.
        # The command is ours, word for word, and passes no shell.
        environment = ALLOCATION | os.environ
        self.processes[name] = subprocess.Popen(command, cwd=PROJECT, env=environment, start_new_session=True)  # noqa: S603

    def wait(self) -> str | None:
        """Wait for a signal or for the first child to end; stop all. Returns the name of one that ended by itself."""
        failed = None
        while not self.stopping.wait(0.2) and failed is None:
            failed = next((name for name, process in self.processes.items() if process.poll() is not None), None)
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        return failed
