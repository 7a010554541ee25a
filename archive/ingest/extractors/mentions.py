"""Agencies that the title and the body name: those of the authority, and government bodies that it does not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from archive.ingest.authority import Authority
from archive.ingest.authority.reading import Mention, read
from archive.ingest.page import Line, Page
from archive.ingest.records import Body, Evidence, Fact, Role

_MAX_EVIDENCE = 3
_CONTEXT = 12  # characters quoted on either side
_MAX_CHARACTERS = 200_000  # of the text that are looked at
_READ = (Role.TITLE, Role.PARAGRAPH, Role.HEADING)


def find(page: Page, authority: Authority) -> tuple[tuple[Fact[str], ...], tuple[Fact[Body], ...]]:
    """Return each agency named once, in order of first mention, with up to three places, and the unknown bodies."""
    lines = _read_lines(page)
    found = read([line.folded for line in lines], authority)
    known = _by_name(mention for mention in found if mention.body is None)
    unknown = _by_name(mention for mention in found if mention.body)
    facts = tuple(Fact(name, _evidence(lines, mentions)) for name, mentions in known.items())
    bodies = tuple(Fact(ones[0].body, _evidence(lines, ones)) for ones in unknown.values() if ones[0].body)
    return facts, bodies


def _read_lines(page: Page) -> list[Line]:
    lines, left = [], _MAX_CHARACTERS
    for line in page.lines:
        if line.role in _READ and len(line.folded) <= left:
            lines.append(line)
            left -= len(line.folded)
    return lines


def _by_name(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    grouped: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        grouped[mention.name].append(mention)
    return grouped


def _evidence(lines: Sequence[Line], mentions: Sequence[Mention]) -> tuple[Evidence, ...]:
    return tuple(_quote(lines[one.line], one.start, one.end) for one in mentions[:_MAX_EVIDENCE])


def _quote(line: Line, start: int, end: int) -> Evidence:
    return Evidence(line.text[max(0, start - _CONTEXT) : end + _CONTEXT], "block", line.position)
