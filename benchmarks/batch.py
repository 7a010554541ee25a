"""A thousand pages in one zip, ten of them damaged: files a second, memory, and what a kill -9 in the middle costs.

python -m benchmarks.batch [--pages 1000]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import SHARED
from config.environment import PROJECT

DAMAGED = {
    "empty.html": b"",
    "blank.txt": b" \n\n ",
    "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "program.txt": b"MZ\x90\x00" + os.urandom(4000),
    "archive.zip": b"PK\x05\x06" + bytes(18),
    "letter.docx": b"PK\x03\x04" + os.urandom(500),
    "scan.pdf": b"%PDF-1.7\n" + os.urandom(500),
    "nothing.html": b"<html><body><script>void 0</script></body></html>",
    "marks.md": b"---\n---\n",
    "noise.html": os.urandom(3000),
}
LOOK = """
import json, hashlib
from collections import Counter
from archive.models import Article, Event, TextBlock, UploadItem
texts = sorted((a.title, a.text, a.blocks.count()) for a in Article.objects.all())
print(json.dumps({
    "fates": Counter(UploadItem.objects.values_list("state", flat=True)),
    "refused": sorted(UploadItem.objects.filter(state="refused").values_list("name", flat=True)),
    "articles": len(texts),
    "captures": Article.objects.values("capture").distinct().count(),
    "drafted": Event.objects.filter(action="drafted").count(),
    "broken": len(Event.objects.broken()),
    "texts": hashlib.sha256(repr(texts).encode()).hexdigest(),
}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """seconds: wall clock. peak: MB of all processes together; parent: of the one that keeps the drafts."""

    seconds: float
    peak: float
    parent: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    count = parser.parse_args().pages
    folder = Path(tempfile.mkdtemp(prefix="baoku-batch-"))
    archive = folder / "pages.zip"
    size = pack(archive, count)
    print(f"{count} pages, {len(DAMAGED)} of them damaged, {size / 1e6:.0f} MB, on {os.cpu_count()} cores")

    run = measured(folder / "whole", ["ingest", str(archive)])
    whole = look(folder / "whole")
    print(f"whole   {run.seconds:6.1f} s   {count / run.seconds:5.1f} files/s   fates {whole['fates']}")
    print(f"memory  {run.peak:.0f} MB at the most for all processes together, {run.parent:.0f} MB for the parent alone")
    missed = sorted(set(DAMAGED) - {Path(name).name for name in whole["refused"]})
    print(f"damaged {len(DAMAGED) - len(missed)} of {len(DAMAGED)} refused with a reason; not refused: {missed}")

    killed_at = kill_in_the_middle(folder / "killed", archive, count // 2)
    resumed = measured(folder / "killed", ["worker", "--once"])
    after = look(folder / "killed")
    same = {key: after[key] == whole[key] for key in ("fates", "articles", "captures", "drafted", "broken", "texts")}
    print(f"killed  with -9 after {killed_at} files, resumed in {resumed.seconds:.1f} s; same as the whole run: {same}")


def pack(path: Path, count: int) -> int:
    """Write the zip and return the bytes of its pages. Every page has a sentence of its own."""
    total = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (suffix, page) in zip(range(count - len(DAMAGED)), itertools.cycle(pages()), strict=False):
            page = own(page, number)
            total += len(page)
            archive.writestr(f"{number // 100:02}/{number:04}{suffix}", page)
            if number % 97 == 0 and number // 97 < len(DAMAGED):
                name = list(DAMAGED)[number // 97]
                archive.writestr(f"damaged/{name}", DAMAGED[name])
        missing = [name for name in DAMAGED if f"damaged/{name}" not in archive.namelist()]
        for name in missing:
            archive.writestr(f"damaged/{name}", DAMAGED[name])
    return total


def pages() -> list[tuple[str, bytes]]:
    """Real saved pages where they lie beside the project, else the samples: (suffix, bytes)."""
    real = sorted(path for path in (SHARED.parent / "pages").rglob("*.htm*") if path.is_file())
    files = real or sorted((PROJECT / "samples").glob("[0-3]*-*.[htm]*"))
    return [(path.suffix, path.read_bytes()) for path in files]


def own(page: bytes, number: int) -> bytes:
    """Make the page another one by a number behind its first full stop, in whatever charset it is."""
    for charset in ("utf-8", "gb18030", "big5hkscs"):
        stop = "。".encode(charset)
        if stop in page:
            return page.replace(stop, f"第{number}。".encode(charset), 1)
    return re.sub(rb"</body>", f"<p>{number}</p></body>".encode(), page, count=1) + b"\n" * (number % 50)


def manage(data: Path, words: list[str]) -> subprocess.Popen[bytes]:
    data.mkdir(mode=0o700, exist_ok=True)
    environment = os.environ | {
        "BAOKU_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "BAOKU_TLS": "0",
    }
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE)  # noqa: S603 - our own words


def measured(data: Path, words: list[str]) -> Run:
    begin, peaks = time.perf_counter(), [(0.0, 0.0)]
    process = manage(data, words)
    while process.poll() is None:
        peaks.append(memory(process.pid))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"{words} ended with {process.returncode}")
    together, parent = zip(*peaks, strict=True)
    return Run(time.perf_counter() - begin, max(together), max(parent))


def memory(pid: int) -> tuple[float, float]:
    """Return the resident MB of a process with its children, and of itself."""
    parent = resident(pid)
    return parent + sum(resident(child) for child in children(pid)), parent


def children(pid: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from (int(child) for child in quietly(tasks.read_text).split())


def resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", quietly(Path(f"/proc/{pid}/status").read_text))
    return int(found[1]) / 1024 if found else 0.0


def quietly(read: Callable[[], str]) -> str:
    """Read what may be gone: a process that has just ended."""
    try:
        return read()
    except OSError:
        return ""


def kill_in_the_middle(data: Path, archive: Path, after: int) -> int:
    process = manage(data, ["ingest", str(archive)])
    while finished(data) < after:
        if process.poll() is not None:
            raise SystemExit("the ingest ended before it could be killed")
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return finished(data)


def finished(data: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{data / 'baoku.sqlite3'}?mode=ro", uri=True)) as database:
            sql = "SELECT count(*) FROM archive_uploaditem WHERE state NOT IN ('waiting', 'unpacked')"
            return int(database.execute(sql).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def look(data: Path) -> dict[str, object]:
    process = manage(data, ["shell", "--no-imports", "-c", LOOK])
    told = json.loads(process.communicate()[0])
    told["fates"] = dict(Counter(told["fates"]))
    return told


if __name__ == "__main__":
    main()
