"""Plain text: every line is a block. Lines that were broken at a fixed width are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.records import MediaType, Parsed, RawBlock
from archive.text.cleaning import clean_line, normalise_lines

_SENTENCE_END = re.compile(r"[。！？!?；;：:…”」』）)\]】》〉>.]\s*$")
_MIN_WIDTH = 20  # characters; narrower lines are lists and verse, not broken paragraphs
_MIN_WRAPPED = 4
_INDENT = re.compile("(?:\u3000| {2}|\t)")


def parse(text: str) -> Parsed:
    """Return the lines of a plain text as blocks; it states nothing outside its visible text."""
    lines = normalise_lines(text).split("\n")
    joined = _join_wrapped(lines) if _is_wrapped(lines) else lines
    blocks = (clean_line(line) for line in joined)
    return Parsed(MediaType.PLAIN, tuple(RawBlock(block) for block in blocks if block))


def _is_wrapped(lines: list[str]) -> bool:
    """Whether an editor broke the lines: many of about one width, which end in the middle of a sentence."""
    long = [line.rstrip() for line in lines if len(line.strip()) >= _MIN_WIDTH]
    if len(long) < _MIN_WRAPPED:
        return False
    width = max(len(line) for line in long)
    full = [line for line in long if len(line) >= width - 4]
    cut = [line for line in full if not _SENTENCE_END.search(line[-3:])]
    return width <= 120 and len(full) >= 0.5 * len(long) and len(cut) >= 0.6 * len(full)


def _join_wrapped(lines: list[str]) -> Iterator[str]:
    """Join lines up to a blank line, an indent, or a line that is clearly short of the width."""
    width = max(len(line.rstrip()) for line in lines)
    paragraph = ""
    for line in lines:
        if paragraph and (not line.strip() or _INDENT.match(line)):
            yield paragraph
            paragraph = ""
        glue = " " if paragraph[-1:].isascii() and paragraph[-1:].isalnum() and line[:1].isalnum() else ""
        paragraph += glue + line.rstrip()
        if len(line.rstrip()) < width - 4:
            yield paragraph
            paragraph = ""
    yield paragraph
