"""Runs ours and the peers over the pages and gives the same kind of outcome for each."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive.ingest import authority, pipeline
from archive.ingest.records import Extraction, Problem, SourceFile
from benchmarks.extraction.gold import PROJECT, GoldPage

PEERS = ("trafilatura", "gne", "newspaper4k", "readability", "goose3", "resiliparse", "jusText")
SCRIPT = Path(__file__).with_name("peers.py")
PYTHON = PROJECT / ".venv-extraction" / "bin" / "python"
CACHE = Path(os.environ.get("BAOKU_DATA", PROJECT / "var")) / "bench-extraction"
TODAY = date(2026, 11, 21)  # the day on which the pages were gathered: later dates are not theirs
_TAG = re.compile(r"<(?:html|head|body|div|p|meta)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one library says of one page. milliseconds: of CPU time, so that other work on the machine counts little."""

    title: str
    date: str
    source: str
    body: str
    error: str
    milliseconds: float


def run_ours(pages: list[GoldPage]) -> dict[str, Outcome]:
    """Return our outcome by page name."""
    known = authority.starter()
    for page in pages[:1]:
        _ours(page, known)  # tables are loaded once, not by a page
    return {page.name: _ours(page, known) for page in pages}


def _ours(page: GoldPage, known: authority.Authority) -> Outcome:
    begin = time.process_time()
    try:
        result = pipeline.extract(SourceFile(page.name, page.data), authority=known, today=TODAY)
    except Exception as fault:  # counted as a failure of ours and printed in its column, as with the peers
        return Outcome("", "", "", "", type(fault).__name__, (time.process_time() - begin) * 1000)
    taken = (time.process_time() - begin) * 1000
    if isinstance(result, Problem):
        return Outcome("", "", "", "", result.code, taken)
    return _described(result, taken)


def _described(result: Extraction, taken: float) -> Outcome:
    return Outcome(
        title=result.title.value if result.title else "",
        date=result.published.value.on.isoformat() if result.published else "",
        source=result.source.value if result.source else "",
        body="\n".join(result.body),
        error="",
        milliseconds=taken,
    )


def peer_versions() -> dict[str, str]:
    """Return the installed version of each peer; empty where their environment has not been made."""
    if not PYTHON.exists():
        return {}
    command = [PYTHON, SCRIPT, "versions"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    versions: dict[str, str] = json.loads(answer.stdout)
    return versions


def run_peer(peer: str, version: str, pages: list[GoldPage], *, fresh: bool) -> dict[str, Outcome]:
    """Return a peer's outcome by page name, remembered on disk by its version, the page and how it was asked.

    Every peer is given the page decoded by us, so none loses for a charset; fresh: ask again for all.
    """
    known: dict[str, dict[str, Any]] = {} if fresh else _remembered(peer)
    keys = {page.name: _key(version, page) for page in pages}
    missing = [page for page in pages if keys[page.name] not in known]
    if missing:
        print(f"  {peer} {version}: {len(missing)} pages …", file=sys.stderr, flush=True)
        asked = _ask(peer, missing)
        known |= {keys[page.name]: asdict(found) for page, found in zip(missing, asked, strict=True)}
        _cache_file(peer).write_text(json.dumps(known), encoding="utf-8")
    return {page.name: Outcome(**known[keys[page.name]]) for page in pages}


def _ask(peer: str, pages: list[GoldPage]) -> list[Outcome]:
    paths = [_prepared(page) for page in pages]
    answer = subprocess.run(  # noqa: S603 - our own words
        [PYTHON, SCRIPT, peer],
        input="".join(f"{path}\n" for path in paths),
        capture_output=True,
        text=True,
        check=False,
    )
    found = [Outcome(**json.loads(line)) for line in answer.stdout.splitlines()]
    if len(found) != len(pages):
        raise SystemExit(f"{peer} stopped at {pages[len(found)].name}:\n{answer.stderr[-2000:]}")
    return found


def _prepared(page: GoldPage) -> Path:
    """Write the page as UTF-8 HTML where a peer can read it; plain text gets one paragraph a line."""
    opened = _opened(page)
    path = CACHE / f"{hashlib.sha256(opened.data).hexdigest()[:24]}.html"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        decoded = pipeline.decode(opened)
        text = opened.data.decode("utf-8", "replace") if isinstance(decoded, Problem) else decoded.text
        path.write_text(text if _TAG.search(text) else _as_html(text), encoding="utf-8")
    return path


def _opened(page: GoldPage) -> SourceFile:
    """Return the page itself, where a browser saved it together with all that it loads: no peer reads MHTML."""
    source = SourceFile(page.name, page.data)
    opened = pipeline.open_file(source)
    return source if isinstance(opened, Problem) else opened


def _as_html(text: str) -> str:
    lines = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>\n{lines}\n</body></html>"


def _key(version: str, page: GoldPage) -> str:
    return hashlib.sha256(version.encode() + SCRIPT.read_bytes() + _opened(page).data).hexdigest()


def _cache_file(peer: str) -> Path:
    CACHE.mkdir(parents=True, exist_ok=True)
    return CACHE / f"{peer}.json"


def _remembered(peer: str) -> dict[str, dict[str, Any]]:
    path = _cache_file(peer)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
