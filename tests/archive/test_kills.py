"""kill -9 at any moment of an ingest: run again, everything is there once and nothing is half there."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.environment import PROJECT

KILLS = 12
PAGES = sorted((PROJECT / "samples").glob("[0-3]*-*"))
ARTICLES = 43  # thirty-three pages, and ten more in zips, a web archive and an MHTML file
LOOK = """
import json
from archive.models import Article, Capture, Event, UploadItem
from search.models import IndexChange
print(json.dumps({
    "articles": Article.objects.count(),
    "captures of articles": Article.objects.values("capture").distinct().count(),
    "drafted": Event.objects.filter(action="drafted").count(),
    "waiting": UploadItem.objects.waiting().count(),
    "pending": IndexChange.objects.pending().count(),
    "broken events": len(Event.objects.broken()),
    "public": Article.objects.public().count(),
    "blobs": sorted(Capture.objects.values_list("sha256", flat=True)),
}))
"""


def manage(data: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"BAOKU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)


def ingest(data: Path) -> subprocess.Popen[str]:
    return manage(data, "ingest", *map(str, PAGES), "--publish")


def kept(data: Path) -> set[str]:
    """The checksums of the stored files, each compared with its name."""
    files = [path for path in (data / "blobs").rglob("*") if path.is_file()]
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in files)
    return {path.name for path in files}


@pytest.mark.slow
def test_killed_at_random_moments_and_run_again(tmp_path: Path) -> None:
    chance = random.Random()
    for _ in range(KILLS):
        process = ingest(tmp_path)
        time.sleep(chance.uniform(0.3, 6.0))
        process.kill()
        process.communicate()
    for words in (["ingest", *map(str, PAGES), "--publish"], ["worker", "--once"]):
        process = manage(tmp_path, *words)
        process.communicate(timeout=120)
        assert process.returncode == 0
    told = json.loads(manage(tmp_path, "shell", "--no-imports", "-c", LOOK).communicate(timeout=60)[0])
    assert set(told.pop("blobs")) <= kept(tmp_path)
    assert told.pop("public") >= ARTICLES - 1  # one sample holds personal data and stays a draft
    assert told == {
        "articles": ARTICLES,
        "captures of articles": ARTICLES,
        "drafted": ARTICLES,
        "waiting": 0,
        "pending": 0,
        "broken events": 0,
    }
