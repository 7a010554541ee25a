"""What went wrong with the characters of a page: a label that was overruled, words read twice, places unreadable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.ingest.decoding import repairs
from archive.ingest.decoding.repairs import Mojibake, Repair
from archive.ingest.records import Block, Decoded, Finding, FindingKind, Role

_SHOWN = 60  # characters of the words and of what they might be
_GARBLED_CONTEXT = 10
_LOOK = 100_000  # characters of a page
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")  # but for the next line, 85, which some systems write


def detect(decoded: Decoded, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Yield findings about the decoding of a page and the words in its blocks."""
    if decoded.overruled:
        yield Finding(FindingKind.CHARSET, f"{decoded.overruled} → {decoded.charset}")
    yield from _garbled(blocks)
    yield from _mojibake(decoded.text, blocks)


def _garbled(blocks: Iterable[Block]) -> Iterator[Finding]:
    """Yield the first undecodable place of each block."""
    for block in blocks:
        at = block.cleaned.find("\ufffd")
        if at >= 0:
            words = block.cleaned[max(0, at - _GARBLED_CONTEXT) : at + _GARBLED_CONTEXT]
            yield Finding(FindingKind.GARBLED, words, block.position, at, at + 1, _in_body(block))


def _mojibake(text: str, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Yield one finding for each way in which words were read wrongly: the first place in the body, or where a page has
    none (text that nobody can read is hardly taken for an article) in any block.

    text: the page before it became blocks, which hold no control characters; bytes that were read as Latin-1 do.
    """
    seen: set[Repair | None] = set()
    for block in [block for block in blocks if _in_body(block)] or blocks:
        for found in repairs.find(block.cleaned):
            if found.repair not in seen:
                seen.add(found.repair)
                yield _finding(block, found)
    head = text[:_LOOK]
    for found in repairs.find(head) if _CONTROLS.search(head) else ():
        if found.repair and found.repair not in seen:
            yield Finding(FindingKind.MOJIBAKE, _shown(head, found))


def _finding(block: Block, found: Mojibake) -> Finding:
    shown = _shown(block.cleaned, found)
    return Finding(FindingKind.MOJIBAKE, shown, block.position, found.start, found.end, _in_body(block))


def _shown(text: str, found: Mojibake) -> str:
    words = _cut(text[found.start : found.end])
    return f"{words} → {_cut(found.mended)}" if found.mended else words


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _in_body(block: Block) -> bool:
    return block.role in (Role.PARAGRAPH, Role.HEADING)
