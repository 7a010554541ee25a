"""The whole way of a search: GET /api/v1/search with facets and 20 snippets, from a published archive by gunicorn."""

from __future__ import annotations

import http.client
import itertools
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
from urllib.parse import urlencode

from benchmarks.search.building import tell
from benchmarks.search.engines.engine import PAGE, memory
from benchmarks.search.figures import Asked, percentile
from benchmarks.search.mix import Query
from benchmarks.search.rows import Corpus, Row, agency_names
from config.environment import PROJECT

_READY = 120  # seconds that the server may take to answer first


def measure_website(corpus: Corpus, queries: Sequence[Query], cache: Path, passes: int) -> str:
    """Publish the corpus, unless it is published from an earlier run, ask the mix over HTTP and return the lines."""
    data = cache / f"site-{corpus.count}-{corpus.folder.name}"
    if not (data / "published").exists():
        _publish(corpus, data)
    _manage(data, "migrate", "--verbosity", "0")
    _manage(data, "index_articles", "--if-needed")
    with _served(data) as (server, port):
        found = _ask_all(port, queries, passes)
        anonymous = max(memory("RssAnon", worker) for worker in _web_workers(server))
    lines = [f"\nGET /api/v1/search, {PAGE} snippets, {(data / 'published').read_text()} articles published, ms"]
    for facets, asked in found.items():
        lines.append(f"{'with facets' if facets else 'without':<12} {_percentiles(asked)}")
    return "\n".join([*lines, f"web process, anonymous memory: {anonymous / 1e6:.0f} MB"])


def parameters(query: Query, facets: bool) -> dict[str, str]:
    """Return a query of the mix as the parameters of a request, in the words of a reader."""
    parts = [f"“{word}”" if query.kind == "phrase" else word for word in query.every]
    parts += [" OR ".join(query.either)] if query.either else []
    parts += [f"{query.prefix}*"] if query.prefix else []
    parts += [f"-{word}" for word in query.none]
    asked = {"q": " ".join(parts), "size": str(PAGE)}
    if query.newest:
        asked["sort"] = "-date"
    if query.days:
        asked |= {"from": _iso(query.days[0]), "to": _iso(query.days[1])}
    return asked | {"facets": "1"} if facets else asked


def _percentiles(asked: Asked) -> str:
    shares = " ".join(f"p{share * 100:.0f} {percentile(asked.warm, share):7.1f}" for share in (0.5, 0.95, 0.99))
    first = percentile(asked.first, 0.95)
    return f"{shares}  max {max(asked.warm):7.1f}  first pass p95 {first:7.1f}  hits {sum(asked.counts):,}"


def _publish(corpus: Corpus, data: Path) -> None:
    """Import the corpus as a newsroom would, with the agencies that it was read for; it takes minutes."""
    data.mkdir(mode=0o750, parents=True, exist_ok=True)
    names, articles, agencies = agency_names(), data / "articles.jsonl", data / "agencies.json"
    agencies.write_text(json.dumps([{"name": name, "kind": "outlet"} for name in names]))
    with articles.open("w") as file:
        for row in corpus.rows(False, corpus.count):
            file.write(json.dumps(_article(row, names), ensure_ascii=False) + "\n")
    _manage(data, "migrate")
    _manage(data, "load_agencies", str(agencies))
    tell(f"publishing {corpus.count:,} articles …")
    _manage(data, "import_articles", str(articles), "--publish")
    count = _manage(data, "shell", "--no-imports", "-c", _COUNT).strip()
    (data / "published").write_text(count)


_COUNT = "from archive.models import Article; print(Article.objects.public().count())"


def _article(row: Row, names: Sequence[str]) -> dict[str, object]:
    source = names[row.outlet] if row.outlet >= 0 else None
    date = _iso(row.day) if row.day > 0 else None
    return {"id": str(row.pk), "title": row.title, "body": row.body.split("\n"), "date": date, "source": source}


def _iso(day: int) -> str:
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _environment(data: Path) -> dict[str, str]:
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "BAOKU_TLS": "0", "BAOKU_SAMPLES": "0"}
    return os.environ | settings | {"BAOKU_DATA": str(data)}


def _manage(data: Path, *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    ways = {"cwd": PROJECT, "env": _environment(data), "stdout": subprocess.PIPE}
    done = subprocess.run(command, **ways, text=True, check=True)  # noqa: S603 - our own words
    return done.stdout


@contextmanager
def _served(data: Path) -> Iterator[tuple[int, int]]:
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


def _wait(port: int) -> None:
    for _ in range(_READY * 5):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=10), {"q": "新闻"})
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def _ask_all(port: int, queries: Sequence[Query], passes: int) -> dict[bool, Asked]:
    """Ask the mix once at first and `passes` times more, each query without and with facets."""
    found = {False: Asked(), True: Asked()}
    for number in range(passes + 1):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for asked in found.values():
            asked.passes.append([])
        for query, facets in itertools.product(queries, found):
            begin = time.perf_counter()
            answer = _get(connection, parameters(query, facets))
            found[facets].passes[-1].append((time.perf_counter() - begin) * 1000)
            if not number:
                found[facets].counts.append(answer["count"])
    for asked in found.values():
        asked.first = asked.passes.pop(0)
    return found


def _get(connection: http.client.HTTPConnection, asked: dict[str, str]) -> dict[str, int]:
    connection.request("GET", f"/api/v1/search?{urlencode(asked)}")
    response = connection.getresponse()
    told = response.read()
    if response.status != 200:
        raise SystemExit(f"{asked}: {response.status} {told[:200]!r}")
    return dict(json.loads(told))


def _web_workers(server: int) -> list[int]:
    """The processes that gunicorn forked: children of a child of the server that have no others below them."""
    masters = [child for child in _children(server) if "gunicorn" in _command(child)]
    return [worker for master in masters for worker in _children(master)]


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().decode().replace("\0", " ")
