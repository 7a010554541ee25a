"""Our own sample pages against what was written down by hand for each."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.ingest import authority, pipeline, zips
from archive.ingest.records import Extraction, Problem, Role, SourceFile
from archive.management.commands.extract import describe

ROOT = Path(__file__).resolve().parents[3]
SAMPLES, DATA = ROOT / "samples", ROOT / "tests" / "data"
FIELDS = ("title", "original_title", "published_at", "source", "site", "authors", "editors", "url", "script", "body")


def expectations(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


@cache
def known() -> authority.Authority:
    """The starter list and the samples' own, whose outlets are invented."""
    entries = [*authority.starter_entries(), *json.loads((SAMPLES / "agencies.json").read_text(encoding="utf-8"))]
    return authority.build((entry["name"], entry["kind"], entry["aliases"]) for entry in entries)


def check(expected: dict[str, Any], data: bytes) -> None:
    source = SourceFile(expected["file"], data)
    result = pipeline.extract(source, authority=known(), today=date(2026, 11, 21))
    assert isinstance(result, Extraction), result
    described = describe(result)
    assert {name: described[name] for name in FIELDS} == {name: expected[name] for name in FIELDS}
    outside = "\n".join(block.text for block in result.blocks if block.role not in (Role.PARAGRAPH, Role.HEADING))
    assert [words for words in expected["removed_contains"] if words not in outside] == []
    assert {finding["kind"] for finding in described["findings"]} == set(expected["finding_kinds"])


@pytest.mark.parametrize("expected", expectations("samples.jsonl"), ids=lambda expected: expected["file"][:2])
def test_a_sample_page_gives_exactly_what_was_written_down(expected: dict[str, Any]) -> None:
    check(expected, (SAMPLES / expected["file"]).read_bytes())


@pytest.mark.parametrize("expected", expectations("samples_zip.jsonl"), ids=lambda expected: expected["file"][-12:])
def test_a_page_in_the_sample_archive_gives_what_was_written_down(expected: dict[str, Any]) -> None:
    members = zips.read_zip((SAMPLES / expected["archive"]).read_bytes())
    assert not isinstance(members, Problem)
    contents = {member.name: member.content for member in members}
    content = contents[expected["file"]]
    assert isinstance(content, bytes)
    check(expected, content)
