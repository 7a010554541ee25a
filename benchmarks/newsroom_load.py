"""Eight people upload 25 files each at the same time while readers read: what is kept, and how long everybody waits.

python -m benchmarks.newsroom_load [--uploaders 8] [--files 25] [--a-request 1] [--readers 8]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import quote

from benchmarks.batch import own, pages
from benchmarks.visitors import Answer, Tally, Visitor, read_on, together
from config.environment import PROJECT

PASSWORD = "eight at a time"  # noqa: S105 - of people in a folder that is thrown away
QUIET_SECONDS = 10.0  # of reading before and after, to compare with
READ = ["/", f"/search/?q={quote('诈骗')}", "/dates/", "/agencies/", f"/api/v1/search?q={quote('警方')}", "/feed/"]
HIRE = """
import sys
from django.contrib.auth.models import Group, User
for number in range(int({count})):
    user = User.objects.create_user(f"uploader{{number}}", password={password!r}, is_staff=True)
    user.groups.set(Group.objects.filter(name="Uploaders"))
"""
LOOK = """
import hashlib, json
from collections import Counter
from django.contrib.auth.models import User
from archive import storage
from archive.models import Article, Event, UploadItem
ours = UploadItem.objects.filter(batch__uploaded_by__username__startswith="uploader", parent=None)
kept = sum(
    hashlib.sha256(storage.read(item.capture.sha256)).hexdigest() == item.capture.sha256
    for item in ours.exclude(capture=None)
)
print(json.dumps({
    "rows": ours.count(),
    "whole on disk": kept,
    "fates": Counter(ours.values_list("state", flat=True)),
    "waiting": UploadItem.objects.waiting().count(),
    "broken events": len(Event.objects.broken()),
}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uploaders", type=int, default=8)
    parser.add_argument("--files", type=int, default=25, help="by each uploader")
    parser.add_argument("--a-request", type=int, default=1, help="files sent in one request")
    parser.add_argument("--readers", type=int, default=8)
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="baoku-load-"))
    run(folder, "serve", "--prepare-only")
    run(folder, "shell", "--no-imports", "-c", HIRE.format(count=wanted.uploaders, password=PASSWORD))
    with (folder / "log").open("w") as log:
        port = free_port()
        server = manage(folder, "serve", "--port", str(port), log=log)
        try:
            measure(f"http://127.0.0.1:{port}", wanted)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
    said = (folder / "log").read_text()
    print(f"in the log: {said.count('database is locked')} × database is locked, {said.count('Traceback')} tracebacks")
    print(f"kept       {json.loads(run(folder, 'shell', '--no-imports', '-c', LOOK))}")


def measure(site: str, wanted: argparse.Namespace) -> None:
    """Print how long readers wait in peace, during the uploads, and while the files are read."""
    wait_until_it_answers(site)
    paths = READ + articles_of(site)
    uploaders = [Visitor(site) for _ in range(wanted.uploaders)]
    for number, uploader in enumerate(uploaders):
        uploader.log_in(f"uploader{number}", PASSWORD)
    files = portions(wanted)
    each = f"{wanted.files} files, {wanted.a_request} a request"
    print(f"{wanted.uploaders} uploaders × {each}; {wanted.readers} readers")

    peace = Readers(site, paths, wanted.readers)
    time.sleep(QUIET_SECONDS)
    print(f"reads, in peace         {peace.stop()}")

    readers, begin = Readers(site, paths, wanted.readers), time.perf_counter()
    uploads, ledgers = Tally(302), []
    sending = [partial(send, *pair) for pair in zip(uploaders, files, strict=True)]
    for uploader, answers in zip(uploaders, together(sending), strict=True):
        ledgers.append((uploader, answers[-1].location))
        for answer in answers:
            uploads.add(answer)
    print(f"uploads                 {uploads}  in {time.perf_counter() - begin:.1f} s")
    print(f"reads, during uploads   {readers.stop()}")

    readers = Readers(site, paths, wanted.readers)
    wait_until_all_is_read(ledgers)
    print(f"reads, while it ingests {readers.stop()}")
    print(f"all files read          {time.perf_counter() - begin:.1f} s after the start")


def send(uploader: Visitor, requests: Sequence[Sequence[tuple[str, bytes]]]) -> list[Answer]:
    return [uploader.upload(files) for files in requests]


def portions(wanted: argparse.Namespace) -> list[list[list[tuple[str, bytes]]]]:
    """What each uploader sends: requests of files. No two files are equal."""
    numbers, source = itertools.count(1), itertools.cycle(pages())
    made = []
    for _ in range(wanted.uploaders):
        mine = []
        for number, (suffix, page) in zip(itertools.islice(numbers, wanted.files), source, strict=False):
            mine.append((f"{number:04}{suffix}", own(page, number)))
        made.append([list(part) for part in batched(mine, wanted.a_request)])
    return made


def batched(files: Sequence[tuple[str, bytes]], size: int) -> list[Sequence[tuple[str, bytes]]]:
    return [files[start : start + size] for start in range(0, len(files), size)]


class Readers:
    """Some readers at once, from now until stopped."""

    def __init__(self, site: str, paths: Sequence[str], count: int) -> None:
        self._until = threading.Event()
        self._pool = ThreadPoolExecutor(max(count, 1))
        self._reading = [self._pool.submit(read_on, site, paths, self._until, first) for first in range(count)]

    def stop(self) -> Tally:
        """Send them home and return what they met, all together."""
        self._until.set()
        tally = Tally(200)
        for reader in self._reading:
            met = reader.result()
            tally.seconds += met.seconds
            tally.others += met.others
        self._pool.shutdown()
        return tally


def articles_of(site: str) -> list[str]:
    """Addresses of some articles, as the API lists them."""
    found = json.loads(Visitor(site).get(READ[4]).body)
    return [hit["url"].removeprefix(site) for hit in found["results"]][:8]


def wait_until_it_answers(site: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if Visitor(site).get("/").status == 200:
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def wait_until_all_is_read(ledgers: Sequence[tuple[Visitor, str]]) -> None:
    """Ask each uploader's last batch how far it is, now and then; the worker takes files in the order of uploading."""
    deadline = time.monotonic() + 600
    for uploader, ledger in ledgers:
        while json.loads(uploader.get(ledger.replace("/ledger/", "/progress/")).body)["left"]:
            if time.monotonic() > deadline:
                raise SystemExit("the worker does not come to an end")
            time.sleep(1)


def manage(data: Path, *words: str, log: object = subprocess.PIPE) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("BAOKU_", "DJANGO_"))}
    environment |= {"BAOKU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.production", "BAOKU_TLS": "0"}
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(  # noqa: S603 - our own words
        command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True
    )


def run(data: Path, *words: str) -> str:
    process = manage(data, *words)
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(said)
    return said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
