"""The parent's end of an engine's process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.search.mix import Query
from benchmarks.search.rows import Row
from config.environment import PROJECT

PEERS = PROJECT / ".venv-search"


class Fault(Exception):
    """What went wrong in an engine's process, in its own words."""


class Client:
    """An engine in a process of its own, from `with` to the end of it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "benchmarks.search.serving", self.name, str(self.folder)]
        ours = self.name.startswith("ours")
        path = {} if ours else {"PYTHONPATH": str(PEERS)}
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=PROJECT, env=os.environ | path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let it finish by itself: the end of its input ends it."""
        with suppress(BrokenPipeError):
            self._process.communicate()

    def build(self, file: Path, count: int) -> dict[str, float]:
        return dict(self._do("build", file=str(file), count=count))

    def open(self) -> float:
        """Open the index and return the milliseconds that took."""
        return float(self._do("open"))

    def ask(self, query: Query, facets: bool) -> dict[str, Any]:
        return dict(self._do("ask", query=asdict(query), facets=facets))

    def holding(self, words: str) -> dict[str, Any]:
        return dict(self._do("holding", words=words))

    def best(self, question: str, count: int) -> list[int]:
        return list(self._do("best", question=question, count=count))

    def add(self, rows: Sequence[Row], query: Query) -> dict[str, float]:
        return dict(self._do("add", rows=[asdict(row) for row in rows], query=asdict(query)))

    def take_back(self, count: int) -> None:
        self._do("take_back", count=count)

    def anonymous(self) -> int:
        return int(self._do("anonymous"))

    def _do(self, command: str, **given: Any) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        try:
            stdin.write(json.dumps({"do": command, **given}, ensure_ascii=True) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Fault(f"{self.name} ended with exit code {self._process.wait()}")
        answer = json.loads(line)
        if "fault" in answer:
            raise Fault(answer["fault"])
        return answer["is"]
