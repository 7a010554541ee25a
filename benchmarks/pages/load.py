"""Readers at once, by wrk: a C program, so that on two cores the asking takes little from the answering."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("readers.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk met. rate: requests a second. p50, p95, p99: milliseconds. faults: answers of 4xx and 5xx, time-outs."""

    requests: int
    rate: float
    p50: float
    p95: float
    p99: float
    not_modified: int
    faults: int


def press(site: str, paths: Sequence[str], tags: Mapping[str, str], readers: int, seconds: float) -> Load:
    """Let `readers` ask for the paths one after the other for so many seconds, each path with its tag if it has one."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{path}\t{tags.get(path, '')}\n" for path in paths))
        file.flush()
        command = [wrk, "-t1", f"-c{readers}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", str(_SCRIPT)]
        said = subprocess.run([*command, site, "--", file.name], capture_output=True, text=True, check=True)  # noqa: S603
    return Load(**json.loads(said.stdout.splitlines()[-1]))


def tags_of(site: str, paths: Sequence[str]) -> tuple[dict[str, str], float]:
    """Ask for each path once; return their ETags and the mean size of a page in bytes. It warms the archive, too."""
    tags, sizes = {}, []
    for path in paths:
        try:
            with urllib.request.urlopen(site + path, timeout=60) as answer:  # noqa: S310 - our own server
                tags[path] = answer.headers.get("ETag", "")
                sizes.append(len(answer.read()))
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{path}: {error.code}") from error
    return tags, sum(sizes) / len(sizes)
