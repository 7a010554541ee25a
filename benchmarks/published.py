"""Published archives to measure: a corpus imported as a newsroom would, kept for the next run, served by gunicorn."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.search.building import tell
from benchmarks.search.rows import Corpus, Row, agency_names
from config.environment import PROJECT

_READY = 120  # seconds that the server may take to answer first
_COUNT = "from archive.models import Article; print(Article.objects.public().count())"


def published(corpus: Corpus, cache: Path) -> Path:
    """Return the data folder of the published corpus, up to date. It takes minutes, unless it is there already."""
    data = cache / f"site-{corpus.count}-{corpus.folder.name}"
    if not (data / "published").exists():
        _publish(corpus, data)
    manage(data, "migrate", "--verbosity", "0")
    manage(data, "collectstatic", "--no-input", "--verbosity", "0")
    manage(data, "index_articles", "--if-needed")
    return data


def count_of(data: Path) -> int:
    """How many articles were published in the folder."""
    return int((data / "published").read_text())


def manage(data: Path, *words: str) -> str:
    """Run a command of the project on the data folder and return what it printed."""
    command = [sys.executable, "manage.py", *words]
    ways = {"cwd": PROJECT, "env": _environment(data), "stdout": subprocess.PIPE}
    done = subprocess.run(command, **ways, text=True, check=True)  # noqa: S603 - our own words
    return done.stdout


@contextmanager
def served(data: Path) -> Iterator[tuple[int, int]]:
    """Run the archive as `make run` does, on a port that is free; yields the process and the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    ways = {"cwd": PROJECT, "env": _environment(data), "stdout": subprocess.DEVNULL}
    server = subprocess.Popen(command, **ways)  # noqa: S603 - our own words
    try:
        _wait(port)
        yield server.pid, port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _publish(corpus: Corpus, data: Path) -> None:
    """Import the corpus with the agencies that it was read for."""
    data.mkdir(mode=0o750, parents=True, exist_ok=True)
    names, articles, agencies = agency_names(), data / "articles.jsonl", data / "agencies.json"
    agencies.write_text(json.dumps([{"name": name, "kind": "outlet"} for name in names]))
    with articles.open("w") as file:
        for row in corpus.rows(False, corpus.count):
            file.write(json.dumps(_article(row, names), ensure_ascii=False) + "\n")
    manage(data, "migrate")
    manage(data, "load_agencies", str(agencies))
    tell(f"publishing {corpus.count:,} articles …")
    manage(data, "import_articles", str(articles), "--publish")
    count = manage(data, "shell", "--no-imports", "-c", _COUNT).strip()
    (data / "published").write_text(count)


def _article(row: Row, names: Sequence[str]) -> dict[str, object]:
    source = names[row.outlet] if row.outlet >= 0 else None
    date = iso(row.day) if row.day > 0 else None
    return {"id": str(row.pk), "title": row.title, "body": row.body.split("\n"), "date": date, "source": source}


def iso(day: int) -> str:
    """A day that was written yyyymmdd as 2024-09-12."""
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _environment(data: Path) -> dict[str, str]:
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "BAOKU_TLS": "0", "BAOKU_SAMPLES": "0"}
    return os.environ | settings | {"BAOKU_DATA": str(data)}


def _wait(port: int) -> None:
    for _ in range(_READY * 5):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/api/v1/search?q=1")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")
