"""The patterns of archive/ingest/data/suspicions.toml, and the body of a page that they are tried on."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from archive.ingest.page import Line, Page
from archive.ingest.records import Finding, FindingKind


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """Return the patterns of a section as one."""
    path = Path(__file__).parents[2] / "data" / "suspicions.toml"
    sections: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{one})" for one in sections[section][key]))


def body_of(page: Page) -> list[Line]:
    """Return the lines that readers would see."""
    return [line for line in page.lines if line.in_body and line.text]


def finding(kind: FindingKind, line: Line, start: int = 0, end: int | None = None) -> Finding:
    """Return a finding for a part of a line's text, by default all of it."""
    stop = len(line.text) if end is None else end
    return Finding(kind, line.text[start:stop], line.position, start, stop, line.in_body)
