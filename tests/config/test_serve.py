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
        except (urllib.error.URLError, ConnectionError):
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


def test_first_start_loads_the_samples_and_the_second_loads_nothing_twice(tmp_path):
    port = free_port()
    with serving(tmp_path, port) as process:
        wait_until_it_answers(port, process)
        found = json.loads(get(f"http://127.0.0.1:{port}/api/v1/search?q=%E8%A9%90%E9%A8%99")[1])
        assert found["count"] > 0
        assert get(f"http://127.0.0.1:{port}/admin/login/")[0] == 200
        assert get(f"http://127.0.0.1:{port}/nothing-here")[0] == 404
        printed = stop(process)
        assert process.returncode == 0, printed
    assert f"http://127.0.0.1:{port}/" in printed
    passwords = re.findall(r"^  (uploader|reviewer) +(\S{16})$", printed, re.M)
    assert [name for name, _ in passwords] == ["uploader", "reviewer"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert all(password not in path.read_text("utf-8", "ignore") for path in tmp_path.glob("*") if path.is_file()
               for _, password in passwords)  # fmt: skip
    before = rows(tmp_path, "archive_article"), rows(tmp_path, "archive_uploaditem"), rows(tmp_path, "auth_user")
    assert before[0] >= 24

    with serving(tmp_path, port) as process:
        wait_until_it_answers(port, process)
        printed = stop(process)
        assert process.returncode == 0, printed
    assert "reviewer" not in printed
    after = rows(tmp_path, "archive_article"), rows(tmp_path, "archive_uploaditem"), rows(tmp_path, "auth_user")
    assert after == before
    assert not list((tmp_path / "incoming").iterdir())


def test_a_port_that_is_taken_is_said_and_nothing_keeps_running(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with serving(tmp_path, taken.getsockname()[1]) as process:
            printed, _ = process.communicate(timeout=START_SECONDS)
    assert process.returncode != 0
    assert "web server" in printed
