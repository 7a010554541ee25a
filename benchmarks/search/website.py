"""The whole way of a search: GET /api/v1/search with facets and 20 snippets, from a published archive by gunicorn."""

from __future__ import annotations

import http.client
import itertools
import json
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.published import count_of, iso, published, served
from benchmarks.search.engines.engine import PAGE, memory
from benchmarks.search.figures import Asked, percentile
from benchmarks.search.mix import Query
from benchmarks.search.rows import Corpus


def measure_website(corpus: Corpus, queries: Sequence[Query], cache: Path, passes: int) -> str:
    """Publish the corpus, unless it is published from an earlier run, ask the mix over HTTP and return the lines."""
    data = published(corpus, cache)
    with served(data) as (server, port):
        found = _ask_all(port, queries, passes)
        anonymous = max(memory("RssAnon", worker) for worker in _web_workers(server))
    lines = [f"\nGET /api/v1/search, {PAGE} snippets, {count_of(data):,} articles published, ms"]
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
        asked |= {"from": iso(query.days[0]), "to": iso(query.days[1])}
    return asked | {"facets": "1"} if facets else asked


def _percentiles(asked: Asked) -> str:
    shares = " ".join(f"p{share * 100:.0f} {percentile(asked.warm, share):7.1f}" for share in (0.5, 0.95, 0.99))
    first = percentile(asked.first, 0.95)
    return f"{shares}  max {max(asked.warm):7.1f}  first pass p95 {first:7.1f}  hits {sum(asked.counts):,}"


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
