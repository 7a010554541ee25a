"""The process of one engine: reads a command a line, answers a line. Each engine has one, so that memory is its own.

python -m benchmarks.search.serving ENGINE FOLDER
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.search.engines import ENGINES
from benchmarks.search.engines.engine import Engine
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    os.environ["BAOKU_BENCH_FOLDER"] = str(folder)
    module, _, class_name = ENGINES[name].place.partition(":")
    engine = getattr(importlib.import_module(f"benchmarks.search.engines.{module}"), class_name)(folder)
    for line in sys.stdin:
        command = json.loads(line)
        answers.write(json.dumps(_answered(engine, **command)) + "\n")
        answers.flush()


def _answered(engine: Engine, do: str, **given: Any) -> dict[str, Any]:
    """Do a command; a fault of one engine is told and does not end the run of the others."""
    try:
        return {"is": _COMMANDS[do](engine, **given)}
    except Exception:  # whatever a peer may raise
        return {"fault": traceback.format_exc()}


def _build(engine: Engine, file: str, count: int) -> dict[str, float]:
    """Build and tell seconds of wall and processor, and bytes on disk and of memory at the most."""
    wall, cpu = time.perf_counter(), _cpu()
    engine.build(Path(file), count)
    uncounted = engine.uncounted
    seconds = time.perf_counter() - wall - uncounted[0]
    return {
        "wall": seconds,
        "cpu": _cpu() - cpu - uncounted[1],
        "bytes": engine.bytes(),
        "peak": engine.peak(),
    }


def _open(engine: Engine) -> float:
    return _milliseconds(engine.open)[1]


def _ask(engine: Engine, query: dict[str, Any], facets: bool) -> dict[str, Any]:
    asked = query_from(query)
    answer, taken = _milliseconds(lambda: engine.ask(asked, facets))
    return {"count": answer.count, "pks": list(answer.pks), "facets": answer.facets, "ms": taken}


def _holding(engine: Engine, words: str) -> dict[str, Any]:
    pks, taken = _milliseconds(lambda: engine.holding(words))
    return {"pks": list(map(int, pks)), "ms": taken}


def _best(engine: Engine, question: str, count: int) -> list[int]:
    return list(map(int, engine.best(question, count)))


def _add(engine: Engine, rows: list[dict[str, Any]], query: dict[str, Any]) -> dict[str, float]:
    """Add rows and ask for them: milliseconds until the answer is there, and its count."""
    added, asked = [Row(**{**row, "agencies": tuple(row["agencies"])}) for row in rows], query_from(query)
    _, adding = _milliseconds(lambda: engine.add(added))
    answer, asking = _milliseconds(lambda: engine.ask(asked, False))
    return {"ms": adding + asking, "count": answer.count}


def query_from(fields: dict[str, Any]) -> Query:
    """Return the query that was sent as JSON, its lists as tuples again."""
    return Query(**{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()})


def _milliseconds(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    made = work()
    return made, (time.perf_counter() - begin) * 1000


def _cpu() -> float:
    return sum(os.times()[:4])


_COMMANDS: dict[str, Callable[..., Any]] = {
    "build": _build,
    "open": _open,
    "ask": _ask,
    "holding": _holding,
    "best": _best,
    "add": _add,
    "take_back": lambda engine, count: engine.take_back(count),
    "anonymous": lambda engine: engine.anonymous(),
}

if __name__ == "__main__":
    main()
