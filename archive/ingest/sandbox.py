"""Runs the pipeline in a child process with limits, because a page may be hostile.

    with Sandbox(authority) as sandbox:
        result = sandbox.extract(SourceFile(name, data))   # Extraction | Problem

Parent and child exchange length-prefixed JSON and the page's raw bytes over pipes, never pickle. The child has no
more memory, files or time than set below; one that takes too long or dies is killed with its process group and the
next page gets a fresh one.
"""

from __future__ import annotations

import json
import math
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
import traceback
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from archive.ingest import codec, pipeline
from archive.ingest.authority import Agency, Authority
from archive.ingest.records import Extraction, OutletRule, Problem, SourceFile

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS_A_PAGE = 20  # of each page; a page that only waits is stopped by the clock
OPEN_FILES = 64
SECONDS_A_PAGE = 30.0
PAGES_A_CHILD = 500  # then a fresh one, so that memory cannot creep

_LENGTH = struct.Struct(">Q")
_ROOT = Path(__file__).resolve().parents[2]


class Sandbox:
    """A child process that extracts pages one after the other. Started with the first page; safe to share by threads.

    authority: sent to a child at its start. seconds: wall clock a page. cpu_seconds: of the child's CPU a page.
    """

    def __init__(
        self, authority: Authority, *, seconds: float = SECONDS_A_PAGE, cpu_seconds: int = CPU_SECONDS_A_PAGE
    ) -> None:
        self._authority = authority
        self._seconds = seconds
        self._cpu_seconds = cpu_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._pages = 0
        self._lock = threading.Lock()

    def extract(self, source: SourceFile, *, today: date | None = None) -> Extraction | Problem:
        """Return what the page says or why it cannot be read; "timeout" or "crashed" where the child gave up.

        today: as in pipeline.extract; by default the current day in China.
        """
        day = today or pipeline.today_in_china()
        request = {"source": _about(source), "today": day.isoformat(), "cpu_seconds": self._cpu_seconds}
        with self._lock:
            child = self._running_child()
            answer = self._ask(child, request, source.data)
        if isinstance(answer, Problem):
            return answer
        if "problem" in answer:
            return codec.decode(Problem, answer["problem"])
        return codec.decode(Extraction, answer["extraction"])

    def learn(self, authority: Authority) -> None:
        """Know these agencies and outlet rules from the next page on; a changed list gets a fresh child."""
        with self._lock:
            if authority != self._authority:
                self._authority = authority
                self._stop()

    def close(self) -> None:
        """End the child. The sandbox starts another one if it is used again."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._pages >= PAGES_A_CHILD:
            self._stop()
        if self._child is None or self._child.poll() is not None:
            self._child = self._start()
            self._pages = 0
        self._pages += 1
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        child = subprocess.Popen(
            [sys.executable, "-m", "archive.ingest.sandbox"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        return child

    def _ask(self, child: subprocess.Popen[bytes], request: dict[str, Any], data: bytes) -> dict[str, Any] | Problem:
        """Send one page and wait for the answer; a timer kills the child, which ends the waiting."""
        assert child.stdin and child.stdout  # noqa: S101 - both were opened as pipes; tells the type checker
        late = threading.Event()
        timer = threading.Timer(self._seconds, self._expire, (child, late))
        timer.start()
        try:
            if self._pages == 1:
                _send(child.stdin, json.dumps(_known(self._authority)).encode())
            _send(child.stdin, json.dumps(request).encode())
            _send(child.stdin, data)
            answer: dict[str, Any] = json.loads(_receive(child.stdout))
            return answer
        except (EOFError, OSError, ValueError):
            self._stop()
            return self._why_gone(child, late)
        finally:
            timer.cancel()

    def _why_gone(self, child: subprocess.Popen[bytes], late: threading.Event) -> Problem:
        """Tell a page that took too long, by the clock or by its CPU time, from a bug."""
        if late.is_set():
            return Problem("timeout", {"seconds": round(self._seconds)})
        if child.wait() == -signal.SIGXCPU:
            return Problem("timeout", {"seconds": self._cpu_seconds})
        return Problem("crashed")

    @staticmethod
    def _expire(child: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        _kill_group(child)

    def _stop(self) -> None:
        if self._child is None:
            return
        _kill_group(self._child)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                _close_quietly(pipe)
        self._child.wait()
        self._child = None


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it started; it leads its own process group."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _close_quietly(pipe: Any) -> None:
    """Close a pipe whose reader may be gone: the flush of a half-sent page then fails, and nobody waits for it."""
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _known(authority: Authority) -> dict[str, Any]:
    names = [[alias, agency.name, agency.kind] for alias, agency in authority.by_alias.items()]
    return {"names": names, "rules": codec.encode(authority.rules)}


def _authority_of(known: dict[str, Any]) -> Authority:
    rules = tuple(codec.decode(OutletRule, rule) for rule in known["rules"])
    return Authority({alias: Agency(name, kind) for alias, name, kind in known["names"]}, rules)


def _about(source: SourceFile) -> dict[str, Any]:
    """What is known of a page without its bytes, which follow in a frame of their own."""
    return {field.name: codec.encode(getattr(source, field.name)) for field in fields(source) if field.name != "data"}


def _send(pipe: Any, data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: Any) -> bytes:
    """Return the next frame. Raises EOFError where the other side is gone."""
    (size,) = _LENGTH.unpack(_read_exactly(pipe, _LENGTH.size))
    return _read_exactly(pipe, size)


def _read_exactly(pipe: Any, size: int) -> bytes:
    data: bytes = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


# --- the child's side ---


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer pages until the parent closes the pipe. A bug in one page's way is reported and the next page comes."""
    authority = _authority_of(json.loads(_receive(requests)))
    while True:
        try:
            request = json.loads(_receive(requests))
            data = _receive(requests)
        except EOFError:
            return
        _allow_cpu(request["cpu_seconds"])
        _send(answers, json.dumps(_answer(request, data, authority)).encode())


def _answer(request: dict[str, Any], data: bytes, authority: Authority) -> dict[str, Any]:
    try:
        source = codec.decode(SourceFile, {**request["source"], "data": data})
        result = pipeline.extract(source, authority=authority, today=date.fromisoformat(request["today"]))
    except Exception:  # the wall between a bug on one page and the rest of the batch; the trace goes to the log
        traceback.print_exc(file=sys.stderr)
        result = Problem("crashed")
    if isinstance(result, Problem):
        return {"problem": codec.encode(result)}
    return {"extraction": codec.encode(result)}


def _limit_resources() -> None:
    """No core files, no files written, little memory. Pipes are not files to RLIMIT_FSIZE."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def _allow_cpu(seconds: int) -> None:
    """Let this process use so many more seconds of CPU; then the kernel ends it, whatever it is doing."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, most))


def main() -> None:
    """Be the child: keep the answer pipe to ourselves, so that a stray print cannot break a frame."""
    _limit_resources()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
