"""The pages that are measured and what is known of each: real pages beside the project, and its own samples."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.ingest import zips

PROJECT = Path(__file__).resolve().parents[2]
SHARED_PAGES = Path(os.environ.get("BAOKU_SHARED", PROJECT.parent / "shared")) / "data" / "pages"
SAMPLES = PROJECT / "samples"
SAMPLE_GOLD = PROJECT / "tests" / "data"
JUDGED = Path(__file__).with_name("sources.jsonl")
_EDGE = 15  # characters at each end of a sample's body that must be kept
_MARKER = re.compile(r"<!--.*?-->", re.DOTALL)  # of the editor's software, left in some gold


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page and what is known of it; a field that nobody judged is None, one that is known to be absent is "".

    date: YYYY-MM-DD. must, must_not: strings that the body holds, and that it does not.
    """

    name: str
    set: str
    data: bytes
    title: str | None = None
    date: str | None = None
    source: str | None = None
    body: str | None = None
    must: tuple[str, ...] = field(default=())
    must_not: tuple[str, ...] = field(default=())


def pages() -> list[GoldPage]:
    """Return all pages that are here, the real ones first."""
    return [*real_pages(), *sample_pages()]


def real_pages() -> Iterator[GoldPage]:
    """Yield the real pages; none where their folder is missing."""
    if not (SHARED_PAGES / "gold.jsonl").is_file():
        return
    judged = {row["file"]: row for row in _rows(JUDGED)}
    for row in _rows(SHARED_PAGES / "gold.jsonl"):
        known = judged.get(row["file"], {})
        stated = row["reference"]["V1"] if "reference" in row else row
        yield GoldPage(
            name=row["file"],
            set=row["set"],
            data=(SHARED_PAGES / row["file"]).read_bytes(),
            title=known.get("title", _title(row)),
            date=known.get("date", (stated.get("publishing_date") or stated.get("date") or "")[:10] or None),
            source=known.get("source"),
            body=_body(row),
            must=tuple(row.get("must", ())),
            must_not=tuple(row.get("must_not", ())),
        )


def _title(row: dict[str, Any]) -> str | None:
    title = row.get("title")
    return title.replace("\\|", "|") if title else None  # an index in Markdown escapes the bar


def _body(row: dict[str, Any]) -> str | None:
    if "reference" in row:
        sections = row["reference"]["V1"]["body"]["sections"]
        return "\n".join(line for part in sections for line in [*part["headline"], *part["paragraphs"]])
    body = row.get("body")
    return _MARKER.sub("", body).replace("**", "") if body else None


def sample_pages() -> Iterator[GoldPage]:
    """Yield the project's own samples, members of the archive among them."""
    for row in _rows(SAMPLE_GOLD / "samples.jsonl"):
        yield _sample(row, (SAMPLES / row["file"]).read_bytes())
    for row in _rows(SAMPLE_GOLD / "samples_zip.jsonl"):
        members = zips.read_zip((SAMPLES / row["archive"]).read_bytes())
        assert not hasattr(members, "code"), "a sample archive that cannot be read"
        contents = {member.name: member.content for member in members}
        content = contents[row["file"]]
        assert isinstance(content, bytes)
        yield _sample(row, content)


def _sample(row: dict[str, Any], data: bytes) -> GoldPage:
    body = "\n".join(row["body"])
    return GoldPage(
        name=row["file"],
        set="samples",
        data=data,
        title=row["title"] or "",
        date=(row["published_at"] or "")[:10],
        source=row["source"] or "",
        body=body,
        must=(body[:_EDGE], body[-_EDGE:]),
        must_not=tuple(row["removed_contains"]),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
