"""The desk with ten thousand drafts in the queue: queries and milliseconds of every page, and of work on a thousand.

python -m benchmarks.newsroom [--items 10000] [--rounds 20] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import importlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.search.figures import percentile

#: The queue as people narrow it.
NARROWED = (
    "page=200",
    "order=newest",
    "order=oldest&page=100",
    "state=returned",
    "state=discarded",
    "flag=clean",
    "flag=blocked",
    "flag=no-date",
    "outlet=3",
    "batch=7",
    "assignee=0",
    "uploader=5",
    "since=2024-01-01&until=2024-06-30",
    "dated=uploaded&since=2020-01-01",
    "words=警方",
    "words=海堤 2024",
    "flag=clean&assignee=0&words=新闻&order=newest",
)
QUEUE = "admin:archive_article_queue"


@dataclass(slots=True)
class Page:
    """What asking for one page took. ms: by the clock, warm, one a round; cpu: of the processor alone, which does not
    change when others work on the same machine. kb: of the answer."""

    queries: int
    kb: int
    ms: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="a folder for the desk, used again if it is filled already")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="baoku-newsroom-"))
    client = _desk(folder, asked.items)
    pages = {label: _timed(client, address, asked.rounds) for label, address in _addresses()}
    width = max(len(label) for label in pages)
    print(f"\n{'page':<{width}}  queries   p50 ms   p95 ms   max ms  p95 cpu   KB")
    for label, page in sorted(pages.items(), key=lambda one: -percentile(one[1].cpu, 0.95)):
        shares = "".join(f"{percentile(page.ms, share):9.1f}" for share in (0.5, 0.95, 1.0))
        print(f"{label:<{width}}  {page.queries:7}{shares}{percentile(page.cpu, 0.95):9.1f}{page.kb:5}")
    print(f"\nmost queries: {max(page.queries for page in pages.values())}\n\nwork on many, seconds")
    for label, seconds in _work(client):
        print(f"{label:<40} {seconds:6.2f}")


def _desk(folder: Path, items: int) -> Any:
    """Fill a desk in this folder, unless it is filled, and return a browser in which a manager is logged in."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"BAOKU_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    importlib.import_module("django").setup()
    filling = importlib.import_module("benchmarks.newsroom_filling")  # needs Django's apps
    began = time.perf_counter()
    client = filling.desk(items)
    print(f"{filling.told()}, filled or found in {time.perf_counter() - began:.0f} s")
    return client


def _addresses() -> Iterator[tuple[str, str]]:
    """Every page of the desk that opens without a key or with one that is there, and the queue as people narrow it."""
    filling = importlib.import_module("benchmarks.newsroom_filling")
    yield from filling.addresses()
    urls = importlib.import_module("django.urls")
    yield from ((f"queue?{query}", f"{urls.reverse(QUEUE)}?{query}") for query in NARROWED)


def _timed(client: Any, address: str, rounds: int) -> Page:
    """Ask once for the queries, then for the time."""
    db, test = importlib.import_module("django.db"), importlib.import_module("django.test.utils")
    with test.CaptureQueriesContext(db.connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    page = Page(len(captured), len(answer.content) // 1024)
    for _round in range(rounds):
        began, worked = time.perf_counter(), time.process_time()
        client.get(address)
        page.ms.append((time.perf_counter() - began) * 1000)
        page.cpu.append((time.process_time() - worked) * 1000)
    return page


def _work(client: Any) -> Iterator[tuple[str, float]]:
    """Assign, edit, undo and publish the first thousand drafts of the queue."""
    urls, models = importlib.import_module("django.urls"), importlib.import_module("archive.models")
    ticked = {"all": "1", "line": "flag=clean"}
    assign, edit, publish = (
        urls.reverse(f"admin:archive_article_bulk_{name}") for name in ("assign", "edit", "publish")
    )
    yield "assign", _seconds(lambda: client.post(assign, {**ticked, "to": client.session["_auth_user_id"]}))
    wanted = {**ticked, "source_name": "雲渡日報", "published": "2024-05"}
    seen: list[Any] = []
    yield "edit: preview", _seconds(lambda: seen.append(client.post(edit, {**wanted, "step": "preview"})))
    shown = seen[0].context_data
    drafts = [f"{key}:{version}" for key, version in shown["versions"].items()]
    sent = {**wanted, "draft": drafts, "seen": shown["seal"], "step": "save"}
    yield f"edit: save {len(drafts)}", _seconds(lambda: client.post(edit, sent))
    done = urls.reverse("admin:archive_bulkedit_page", args=[models.BulkEdit.objects.latest("pk").pk])
    yield "edit: undo", _seconds(lambda: client.post(done, {"verb": "undo"}))
    yield "publish: preview", _seconds(lambda: seen.append(client.post(publish, ticked)))
    fit = [f"{key}:{version}" for key, version in seen[-1].context_data["versions"].items()]
    yield f"publish {len(fit)}", _seconds(lambda: client.post(publish, {"draft": fit, "step": "save"}))


def _seconds(do: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    do()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
