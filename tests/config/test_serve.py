"""`manage.py serve`, as `make run` calls it: a process of its own on an empty data folder."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.environment import PROJECT

START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("BAOKU_", "DJANGO_"))}
    env |= {"BAOKU_DATA": str(data), "BAOKU_TLS": "0", "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.stdout.close()


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_until_it_answers(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stdout.read()
        try:
            if get(f"http://127.0.0.1:{port}/")[0] == 200:
                return
        except OSError:  # refused, broken off or late
            time.sleep(0.2)
    pytest.fail("the server did not answer in time")


def stop(process: subprocess.Popen[str]) -> str:
    """Press Ctrl-C and return all that was printed."""
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=40)
    return printed


def rows(data: Path, table: str) -> int:
    with sqlite3.connect(f"file:{data}/baoku.sqlite3?mode=ro", uri=True) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@dataclass(frozen=True)
class FirstStart:
    """A data folder as `serve` prepared it, what it printed until Ctrl-C, and what was answered meanwhile."""

    data: Path
    port: int
    printed: str
    found: int
    login: int
    missing: int


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    """One start on an empty folder: it makes the database, the accounts, the sample archive and its index."""
    data, port = tmp_path_factory.mktemp("data"), free_port()
    with serving(data, port) as process:
        wait_until_it_answers(port, process)
        found = json.loads(get(f"http://127.0.0.1:{port}/api/v1/search?q=%E8%A9%90%E9%A8%99")[1])["count"]
        login = get(f"http://127.0.0.1:{port}/admin/login/")[0]
        missing = get(f"http://127.0.0.1:{port}/nothing-here")[0]
        printed = stop(process)
        assert process.returncode == 0, printed
    return FirstStart(data, port, printed, found, login, missing)


def test_the_first_start_loads_the_samples_and_tells_address_and_passwords_once(first):
    assert (first.found > 0, first.login, first.missing) == (True, 200, 404)
    assert f"http://127.0.0.1:{first.port}/" in first.printed
    passwords = re.findall(r"^  (uploader|reviewer) +(\S{16})$", first.printed, re.M)
    assert [name for name, _ in passwords] == ["uploader", "reviewer"]
    assert stat.S_IMODE((first.data / "secret_key").stat().st_mode) == 0o600
    files = [path.read_text("utf-8", "ignore") for path in first.data.glob("*") if path.is_file()]
    assert not any(password in words for words in files for _, password in passwords)


def test_the_second_start_loads_nothing_twice(first):
    before = counted(first.data)
    assert before["archive_article"] >= 24 and before["archive_topicarticle"] >= 10
    with serving(first.data, first.port) as process:
        wait_until_it_answers(first.port, process)
        printed = stop(process)
        assert process.returncode == 0, printed
    assert "reviewer" not in printed
    assert counted(first.data) == before
    assert not list((first.data / "incoming").iterdir())


TABLES = ("archive_article", "archive_topicarticle", "archive_uploaditem", "auth_user")


def counted(data: Path) -> dict[str, int]:
    return {table: rows(data, table) for table in TABLES}


def test_a_port_that_is_taken_is_said_and_nothing_keeps_running(first):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with serving(first.data, taken.getsockname()[1]) as process:
            printed, _ = process.communicate(timeout=START_SECONDS)
    assert process.returncode != 0
    assert "web server" in printed
