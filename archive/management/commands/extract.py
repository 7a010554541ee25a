"""Shows what the pipeline reads from saved pages, without a database: `manage.py extract [--json] FILE...`"""

from __future__ import annotations

import io
import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand

from archive.ingest import authority, containers, problems
from archive.ingest.containers import Member
from archive.ingest.pipeline import MAX_FILE_BYTES
from archive.ingest.records import Extraction, Fact, MediaType, Precision, Problem, Published, Role, SourceFile
from archive.ingest.sandbox import Sandbox
from archive.ingest.sidecars import Lists

_KEPT = (Role.PARAGRAPH, Role.HEADING)
_FACTS = (
    "title", "original_title", "kicker", "subtitle", "published",
    "source", "site", "authors", "editors", "url", "dateline",
)  # fmt: skip
Result = tuple[str, Extraction | Problem]


class Command(BaseCommand):
    """One result a page; a zip or web archive gives one a member. A file that cannot be read is a result too."""

    help = "Show what is read from saved pages (.html, .mhtml, .txt, .md, .warc, .zip of these). Needs no database."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="One JSON object a line instead of a summary.")

    def handle(self, *args: Any, **options: Any) -> None:
        show = as_json if options["json"] else as_text
        with Sandbox(authority.starter()) as sandbox:
            for path in options["files"]:
                for name, result in extract_file(path, sandbox):
                    self.stdout.write(show(name, result))
                    self.stdout.flush()


def extract_file(path: Path, sandbox: Sandbox) -> Iterator[Result]:
    """Yield the result of a file, or of each page of a zip or web archive."""
    name = shown_path(path)
    try:
        with path.open("rb") as file:
            kind = containers.kind_of(path.name, file.peek(containers.HEAD_BYTES)[: containers.HEAD_BYTES])
            if kind:
                yield from _extract_members(name, kind, file, sandbox)
                return
            data = file.read(MAX_FILE_BYTES + 1)  # not the size that the file states: a device or a pipe has none
    except (OSError, ValueError) as error:
        yield name, Problem("unreadable", {"detail": getattr(error, "strerror", None) or type(error).__name__})
        return
    yield name, sandbox.extract(SourceFile(shown_path(Path(path.name)), data))


def shown_path(path: Path) -> str:
    """Return a path as text that UTF-8 can write: bytes of a name that are none come out as \\xff."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _extract_members(name: str, kind: MediaType, file: BinaryIO, sandbox: Sandbox) -> Iterator[Result]:
    """Read a container twice: first for the lists in it, then page by page, so that memory holds one page."""
    contents, again = containers.open_container(kind, file), containers.open_container(kind, file)
    if isinstance(contents, Problem) or isinstance(again, Problem):
        yield name, contents if isinstance(contents, Problem) else Problem("crashed")
        return
    lists = Lists()
    for member in contents.members if kind is MediaType.ZIP else ():
        lists.see(member.name, member.content)
    said, notes = lists.matched()
    for member in again.members:
        if member.name not in notes:
            given = member.given.with_metadata(said.get(member.name, ()))
            yield from _extract_member(f"{name}!{member.name}", replace(member, given=given), sandbox)


def _extract_member(name: str, member: Member, sandbox: Sandbox) -> Iterator[Result]:
    content, given = member.content, member.given
    if isinstance(content, Problem):
        yield name, content
        return
    kind = containers.kind_of(member.name, content[: containers.HEAD_BYTES])
    if kind is MediaType.WARC:
        yield from _extract_members(name, kind, io.BytesIO(content), sandbox)
    elif kind:
        yield name, Problem("nested-zip")
    else:
        yield name, sandbox.extract(SourceFile(member.name, content, "", given.captured_on, given.metadata))


def as_json(name: str, result: Extraction | Problem) -> str:
    """Return the result as one line of JSON; the keys are documented and stable."""
    if isinstance(result, Problem):
        data = {"file": name, "error": problems.message(result), "error_code": result.code}
    else:
        data = {"file": name, **describe(result)}
    return json.dumps(data, ensure_ascii=False)


def describe(extraction: Extraction) -> dict[str, Any]:
    """Return the documented keys of an extraction as plain JSON values."""
    removed = [block for block in extraction.blocks if block.role is Role.REMOVED]
    taken_out = [block for block in extraction.blocks if block.role in (Role.CREDIT, Role.CAPTION, Role.TITLE)]
    return {
        "title": _value(extraction.title),
        "original_title": _value(extraction.original_title),
        "kicker": _value(extraction.kicker),
        "subtitle": _value(extraction.subtitle),
        "published_at": published_text(extraction.published),
        "source": _value(extraction.source),
        "site": _value(extraction.site),
        "authors": list(_value(extraction.authors) or ()),
        "editors": list(_value(extraction.editors) or ()),
        "url": _value(extraction.url),
        "dateline": _value(extraction.dateline),
        "script": extraction.script,
        "body": list(extraction.body),
        "removed": [{"text": block.text, "reason": str(block.reason), "rule": block.rule} for block in removed]
        + [{"text": block.text, "reason": str(block.role), "rule": block.rule} for block in taken_out],
        "findings": [{"kind": str(finding.kind), "text": finding.text} for finding in extraction.findings],
        "mentions": [mention.value for mention in extraction.mentions],
        "evidence": {name: _evidence(getattr(extraction, name)) for name in _FACTS},
    }


def published_text(fact: Fact[Published] | None) -> str | None:
    """Return ISO 8601 as precise as the page is: with +08:00 where a time is known, else a day, a month or a year."""
    if fact is None:
        return None
    if fact.value.at:
        return fact.value.at.isoformat()
    length = {Precision.MONTH: 7, Precision.YEAR: 4}.get(fact.value.precision, 10)
    return fact.value.on.isoformat()[:length]


def _value(fact: Fact[Any] | None) -> Any:
    return fact.value if fact else None


def _evidence(fact: Fact[Any] | None) -> list[dict[str, Any]]:
    return [
        {"quote": entry.quote, "where": entry.where, "block": entry.block, "used": entry.used}
        for entry in (fact.evidence if fact else ())
    ]


def as_text(name: str, result: Extraction | Problem) -> str:
    """Return the result as a few lines for people."""
    if isinstance(result, Problem):
        return f"{name}\n  not read: {problems.message(result)}\n"
    data = describe(result)
    names = ("title", "original_title", "published_at", "source", "site", "authors", "editors", "url", "script")
    lines = [f"  {key:15}{_shown(data[key])}" for key in names]
    removed = sum(block.role not in _KEPT for block in result.blocks)
    lines.append(f"  {'body':15}{len(result.body)} paragraphs, {sum(map(len, result.body))} characters")
    lines.append(f"  {'removed':15}{removed} blocks")
    lines += [f"  {'finding':15}{finding.kind}: {finding.text}" for finding in result.findings]
    return "\n".join([name, *lines, ""])


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value) if value is not None else "-"
