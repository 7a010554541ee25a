"""Asks all engines the same, in turns, so that a busy moment of the machine strikes all of them alike."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.search.building import folder_of, tell
from benchmarks.search.client import Client, Fault
from benchmarks.search.engines import ENGINES
from benchmarks.search.figures import Asked, Figures
from benchmarks.search.mix import Query
from benchmarks.search.rows import HELD_BACK, Corpus, read
from benchmarks.search.truth import Scan

#: How many articles are added at once, and how often that is tried; the median counts.
ADDED = {1: 5, 500: 3}
_PATIENCE = 60_000  # milliseconds
#: So many queries are asked of one engine before it is the next one's turn.
TURN = 20
assert sum(size * times for size, times in ADDED.items()) <= HELD_BACK


def ask_all(
    engines: Sequence[Figures], corpus: Corpus, count: int, queries: Sequence[Query], words: Sequence[str], passes: int
) -> list[int]:
    """Ask the mix without and with facets, then the copied words. Returns the true counts of the mix."""
    scan = Scan(corpus.rows(True, count))
    truth = scan.counts(queries)
    with ExitStack() as stack:
        clients = {
            one.name: stack.enter_context(Client(one.name, folder_of(one.name, corpus, count))) for one in engines
        }
        running = [one for one in engines if _open(one, clients[one.name])]
        for facets in (False, True):
            for number in range(passes + 1):
                _pass([one for one in running if _asked_on(one, facets, number)], clients, queries, facets, number)
        for one in running:
            one.anonymous = _tried(one, clients[one.name].anonymous) or 0
        tell("asked the mix")
        for word in words:
            for one in running:
                if answer := _tried(one, lambda one=one, word=word: clients[one.name].holding(word)):
                    one.found.weigh(set(answer["pks"]), scan.holding(word))
    return truth


def add_all(engines: Sequence[Figures], corpus: Corpus, count: int) -> None:
    """Add held-back articles to a copy of each index: milliseconds until a search finds them."""
    for one in engines:
        folder = folder_of(one.name, corpus, count)
        copy = folder.with_name(f"copy-{one.name}")
        shutil.rmtree(copy, ignore_errors=True)
        in_server = one.name == "postgres"  # the rows are taken back from there
        place = folder if in_server else shutil.copytree(folder, copy)
        _tried(one, lambda one=one, place=place: _add(one, place, corpus, count))
        shutil.rmtree(copy, ignore_errors=True)


def _add(one: Figures, folder: Path, corpus: Corpus, count: int) -> None:
    waiting = list(read(corpus.file(ENGINES[one.name].folded)))[-HELD_BACK:]
    with Client(one.name, folder) as client:
        client.open()
        client.ask(Query("word", every=("新闻",)), False)
        for size, times in ADDED.items():
            taken = []
            for _ in range(times):
                rows, waiting = waiting[:size], waiting[size:]
                taken.append(client.add(rows, Query("word", every=(rows[-1].title[:4],)))["ms"])
            one.added[size] = statistics.median(taken)
        client.take_back(count)


def _open(one: Figures, client: Client) -> bool:
    opened = _tried(one, client.open)
    one.open = opened or 0.0
    return opened is not None


def _asked_on(one: Figures, facets: bool, number: int) -> bool:
    """Who took longer than a minute for the first pass is asked once more only."""
    return number < 2 or sum((one.facets if facets else one.plain).first) < _PATIENCE


def _pass(
    engines: Sequence[Figures], clients: dict[str, Client], queries: Sequence[Query], facets: bool, number: int
) -> None:
    """Ask the whole mix once; the first pass is kept apart, and its counts."""
    taken: dict[str, list[float]] = {one.name: [] for one in engines}
    counts: dict[str, list[int]] = {one.name: [] for one in engines}
    for one, query in _in_turns(engines, queries):
        answer = _tried(one, lambda one=one, query=query: clients[one.name].ask(query, facets))
        taken[one.name].append(answer["ms"] if answer else float("nan"))
        counts[one.name].append(answer["count"] if answer else -1)
    for one in engines:
        asked: Asked = one.facets if facets else one.plain
        if number:
            asked.passes.append(taken[one.name])
        else:
            asked.first, asked.counts = taken[one.name], counts[one.name]


def _in_turns(engines: Sequence[Figures], queries: Sequence[Query]) -> Iterator[tuple[Figures, Query]]:
    """Yield a few queries for one engine, the same for the next: after each the processor's caches are another's."""
    for start in range(0, len(queries), TURN):
        for one in engines:
            for query in queries[start : start + TURN]:
                yield one, query


def _tried(one: Figures, work: Callable[[], Any]) -> Any:
    """Do it; a fault of the engine is told once and noted."""
    try:
        return work()
    except Fault as fault:
        if not one.faults:
            tell(f"{one.title}: {fault}")
        one.faults.append(str(fault).strip().splitlines()[-1])
        return None
