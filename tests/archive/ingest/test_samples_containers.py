"""Our own samples that hold pages (MHTML, WARC, a zip with a list) against what was written down by hand for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.ingest import containers, pipeline
from archive.ingest.authority import starter
from archive.ingest.containers import Contents
from archive.ingest.records import Extraction, MediaType, Role, SourceFile
from archive.ingest.sidecars import Lists
from archive.management.commands.extract import describe

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
GOLD = [json.loads(line) for line in (ROOT / "tests/data/samples_containers.jsonl").read_text("utf-8").splitlines()]
FIELDS = ("title", "original_title", "published_at", "source", "site", "authors", "editors", "url", "script", "body")
FILES = sorted({row["archive"] or row["file"] for row in GOLD})


def sources(file: str) -> Iterator[SourceFile]:
    """The pages of a sample with all that is known of each."""
    data = (SAMPLES / file).read_bytes()
    kind = containers.kind_of(file, data[: containers.HEAD_BYTES])
    if kind is None:
        yield SourceFile(file, data)
        return
    contents = containers.open_container(kind, data)
    assert isinstance(contents, Contents)
    members, lists = list(contents.members), Lists()
    for member in members if kind is MediaType.ZIP else ():
        lists.see(member.name, member.content)
    said, notes = lists.matched()
    for member in members:
        if member.name not in notes:
            assert isinstance(member.content, bytes)
            given = member.given.with_metadata(said.get(member.name, ()))
            yield SourceFile(member.name, member.content, "", given.captured_on, given.metadata)


@pytest.mark.parametrize("file", FILES)
def test_every_page_of_a_sample_gives_exactly_what_was_written_down(file: str) -> None:
    expected = {row["file"]: row for row in GOLD if (row["archive"] or row["file"]) == file}
    found = {source.name: source for source in sources(file)}
    assert list(found) == list(expected)
    for name, source in found.items():
        result = pipeline.extract(source, authority=starter(), today=date(2026, 11, 21))
        assert isinstance(result, Extraction), result
        described = describe(result)
        assert {key: described[key] for key in FIELDS} == {key: expected[name][key] for key in FIELDS}
        outside = "\n".join(block.text for block in result.blocks if block.role not in (Role.PARAGRAPH, Role.HEADING))
        assert [words for words in expected[name]["removed_contains"] if words not in outside] == []


@pytest.mark.parametrize(
    ("file", "day"), [("35-tongpu-village-clinic.mhtml", "2025-11-13"), ("36-dongming-crawl.warc.gz", "2026-04-06")]
)
def test_the_day_of_saving_arrives(file: str, day: str) -> None:
    for source in sources(file):
        result = pipeline.extract(source, authority=starter(), today=date(2026, 11, 21))
        assert isinstance(result, Extraction) and str(result.captured_on) == day
