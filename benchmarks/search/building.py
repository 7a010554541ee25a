"""Builds the index of every engine, each in a fresh process, in turns where one is built more than once."""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.search.client import Client, Fault
from benchmarks.search.engines import ENGINES
from benchmarks.search.figures import Build, Figures
from benchmarks.search.rows import Corpus


def build_all(names: Sequence[str], corpus: Corpus, count: int, *, times: int, fresh: bool) -> list[Figures]:
    """Index the first `count` articles `times` times by each engine and return what is known of each then.

    A peer's index is kept with its figures and used again, unless `fresh`. Ours is built anew every time.
    """
    builds: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    kept = {} if fresh else {name: figures for name in names if (figures := _kept(name, corpus, count))}
    failed: set[str] = set()
    for _ in range(times):
        for name in names:
            if name in kept or name in failed:
                continue
            try:
                builds[name].append(_build(name, corpus, count))
            except Fault as fault:
                failed.add(name)
                tell(f"{name} is left out: {fault}")
    done = {name: Build.median(made) for name, made in builds.items() if name not in failed} | kept
    return [Figures(name, ENGINES[name].title, done[name]) for name in names if name in done]


def folder_of(name: str, corpus: Corpus, count: int) -> Path:
    return corpus.folder.parent / f"index-{name}-{count}-{corpus.folder.name}"


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _build(name: str, corpus: Corpus, count: int) -> dict[str, float]:
    folder = folder_of(name, corpus, count)
    shutil.rmtree(folder, ignore_errors=True)
    with Client(name, folder) as client:
        figures = client.build(corpus.file(ENGINES[name].folded), count)
    tell(f"{name:<13} built in {figures['wall']:.1f} s ({figures['cpu']:.1f} s of processor): {count:,} articles")
    _figures_file(folder).write_text(json.dumps(figures))
    return figures


def _kept(name: str, corpus: Corpus, count: int) -> Build | None:
    folder = folder_of(name, corpus, count)
    if name.startswith("ours") or not _figures_file(folder).exists():
        return None
    return Build(**json.loads(_figures_file(folder).read_text()), times=1, earlier=True)


def _figures_file(folder: Path) -> Path:
    return folder.with_suffix(".json")
