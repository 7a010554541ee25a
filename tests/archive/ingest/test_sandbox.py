"""The child process: same answers as in-process, limits that hold, and life after death."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import date

import pytest

from archive.ingest import authority, codec, pipeline
from archive.ingest.records import Extraction, Problem, SourceFile
from archive.ingest.sandbox import Sandbox

TODAY = date(2026, 11, 21)
PAGE = SourceFile(
    "a.txt",
    "首页 | 新闻 | 财经 | 体育\n汐城夜航试行两月\n2024-07-18 06:40 来源：汐城晚报 编辑：何汀\n"
    "公安部今天通报，夜間引航試行兩個月以來，候潮時間減少了一半。电话15400123456。".encode(),
)
#: Slow on purpose: more markup than a page can be read in during the second that the test allows.
SLOW = SourceFile("a.html", "<p>汐城海事处今天通报，夜间引航试行。</p>".encode() * 200_000)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(authority.starter()) as started:
        yield started


def test_the_child_gives_what_the_pipeline_gives(sandbox: Sandbox) -> None:
    here = pipeline.extract(PAGE, authority=authority.starter(), today=TODAY)
    assert isinstance(here, Extraction)
    assert sandbox.extract(PAGE, today=TODAY) == here


def test_an_extraction_survives_json_and_back() -> None:
    extraction = pipeline.extract(PAGE, authority=authority.starter(), today=TODAY)
    assert codec.decode(Extraction, json.loads(json.dumps(codec.encode(extraction)))) == extraction


def test_a_problem_survives_the_pipe(sandbox: Sandbox) -> None:
    assert sandbox.extract(SourceFile("a.csv", b"a,b"), today=TODAY) == Problem("unknown-type", {"extension": ".csv"})


def test_json_of_another_shape_is_refused() -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        codec.decode(Problem, {"code": 3, "params": {}})


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_read() -> None:
    with Sandbox(authority.starter()) as sandbox:
        assert isinstance(sandbox.extract(PAGE, today=TODAY), Extraction)
        sandbox._seconds = 1.0  # only now: a child may take longer than that to start on a busy machine
        began = time.monotonic()
        assert sandbox.extract(SLOW, today=TODAY) == Problem("timeout", {"seconds": 1})
        assert time.monotonic() - began < 10
        sandbox._seconds = 30.0
        assert isinstance(sandbox.extract(PAGE, today=TODAY), Extraction)


def test_a_page_that_uses_too_much_of_the_processor_is_stopped_and_the_next_one_is_read() -> None:
    with Sandbox(authority.starter()) as frugal:
        assert isinstance(frugal.extract(PAGE, today=TODAY), Extraction)
        frugal._cpu_seconds = 1  # only now: the first page also loads what all pages need
        assert frugal.extract(SLOW, today=TODAY) == Problem("timeout", {"seconds": 1})
        frugal._cpu_seconds = 20
        assert isinstance(frugal.extract(PAGE, today=TODAY), Extraction)


def test_a_child_that_dies_is_replaced(sandbox: Sandbox) -> None:
    assert isinstance(sandbox.extract(PAGE, today=TODAY), Extraction)
    child = sandbox._child
    assert child is not None
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert isinstance(sandbox.extract(PAGE, today=TODAY), Extraction)


def test_the_child_has_little_memory_writes_no_files_and_knows_no_secrets(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    with Sandbox(authority.starter()) as fresh:
        fresh.extract(PAGE, today=TODAY)
        assert fresh._child is not None
        folder = f"/proc/{fresh._child.pid}"
        with open(f"{folder}/limits", encoding="utf-8") as file:  # noqa: PTH123
            limits = {line[:26].strip(): line[26:].split()[0] for line in file}
        with open(f"{folder}/environ", "rb") as file:  # noqa: PTH123
            environment = file.read()
    assert limits["Max address space"] == str(1024 * 1024 * 1024)
    assert limits["Max file size"] == "0"
    assert b"canary" not in environment


def test_the_child_ends_with_the_sandbox() -> None:
    with Sandbox(authority.starter()) as fresh:
        fresh.extract(PAGE, today=TODAY)
        child = fresh._child
    assert child is not None
    assert child.poll() is not None
