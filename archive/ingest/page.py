"""The page while it is being judged: its lines with what the passes have decided about each so far.

The one mutable thing in the pipeline: boilerplate and extractors.titles write to it, `Line.finished` freezes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.ingest import pinyin
from archive.ingest.grammar.credits import Credit, Entry, Kind
from archive.ingest.records import Block, MediaType, Metadata, Parsed, RawBlock, Reading, Reason, Role
from archive.text.folding import fold

LOOK = 2_000  # characters of a line that rules look at; a paragraph is judged by its beginning and its end
_SENTENCE = re.compile(r"[。!?;…][”\"’'』」)\]】]{0,3}")
_ENDS_SENTENCE = re.compile(r"[。!?;…:][”\"’'』」)\]】]{0,3}$")
_ENDS_PHRASE = re.compile(r"[。!?;…,、:][”\"’'』」)\]】]{0,3}$")
_PROSE_LENGTH = 30
_SHORT_PROSE_LENGTH = 10
_COMMA_CHARACTERS = re.compile(r"[,、。;!?“”]|:(?!\d)")
_WORDS = re.compile(r"[\u4e00-\u9fff]|[a-z]{2,} [a-z]{2,}")  # code and keys hold neither


@dataclass(slots=True)
class Line:
    """One block under judgement. text: without pinyin and trimmed credits; folded: the same, folded."""

    position: int
    raw: RawBlock
    text: str
    folded: str
    readings: tuple[Reading, ...] = ()
    role: Role | None = None
    reason: Reason | None = None
    rule: str = ""
    credit: Credit | None = None
    label: Kind | None = None  # what the line before, a label alone, says that this line is
    opens_tail: bool = False
    _prose: bool | None = None

    @property
    def open(self) -> bool:
        """Whether nothing has been decided yet."""
        return self.role is None

    @property
    def in_body(self) -> bool:
        """Whether the line is body as far as has been decided."""
        return self.role in (None, Role.PARAGRAPH, Role.HEADING)

    @property
    def worth(self) -> int:
        """Characters of running text that the line brings to the body; verse and broken lines count by their commas."""
        if not self.in_body or self.raw.link_density > 0.5:
            return 0
        return len(self.folded) if self.is_prose or _ENDS_PHRASE.search(self.folded[-4:]) else 0

    @property
    def is_prose(self) -> bool:
        """Whether the line reads like a sentence or more, not like furniture or a heading."""
        if self._prose is None:
            self._prose = self._reads_like_prose()
        return self._prose

    def _reads_like_prose(self) -> bool:
        if self.raw.link_density > 0.5 or not _WORDS.search(self.folded):
            return False
        end = bool(_ENDS_SENTENCE.search(self.folded[-8:]))
        if len(self.folded) < _PROSE_LENGTH:
            return len(self.folded) >= _SHORT_PROSE_LENGTH and end
        return end or bool(_SENTENCE.search(self.folded[:LOOK])) or self.commas >= 2

    @property
    def commas(self) -> int:
        """Marks of punctuation in the first LOOK characters."""
        return len(_COMMA_CHARACTERS.findall(self.folded[:LOOK]))

    @property
    def ends_sentence(self) -> bool:
        return bool(_ENDS_SENTENCE.search(self.folded[-8:]))

    def remove(self, reason: Reason, rule: str) -> None:
        """Take the line out of the body."""
        self.role, self.reason, self.rule = Role.REMOVED, reason, rule

    def restore(self) -> None:
        """Leave the line open again."""
        self.role, self.reason, self.rule, self.opens_tail = None, None, "", False

    def trim(self, end: int) -> None:
        """Keep only the first `end` characters."""
        self.text = self.text[:end].rstrip()
        self.folded = self.folded[: len(self.text)]
        self._prose = None
        self.readings = tuple(reading for reading in self.readings if reading.at < len(self.text))

    def finished(self) -> Block:
        """Return the decision as a record."""
        role = self.role or Role.PARAGRAPH
        return Block(
            self.position,
            self.raw.text,
            self.text,
            role,
            self.reason,
            self.rule,
            self.readings,
            self.raw.tag,
            self.raw.path,
        )


@dataclass(slots=True)
class Page:
    """All lines of one page and what it states outside them.

    start, end: the lines from start up to end may be body; the passes narrow them.
    """

    media_type: MediaType
    lines: list[Line]
    metadata: tuple[Metadata, ...] = ()
    start: int = 0
    end: int = field(default=0)

    @property
    def has_layout(self) -> bool:
        """Whether elements tell where blocks stand (HTML), or only their order does (plain text)."""
        return any(line.raw.ancestors for line in self.lines)

    def region(self) -> list[Line]:
        return self.lines[self.start : self.end]

    def values(self, *names: str) -> Iterator[Metadata]:
        """Yield the metadata of these names, in the order of the names."""
        for name in names:
            yield from (entry for entry in self.metadata if entry.name == name)

    def credited(self, kind: Kind) -> Iterator[tuple[Line, Credit, Entry]]:
        """Yield what credit lines say of a kind, in page order."""
        for line in self.lines:
            if line.credit:
                yield from ((line, line.credit, entry) for entry in line.credit.of(kind))


def build(parsed: Parsed) -> Page:
    """Return the page with pinyin annotations taken out and nothing decided yet."""
    cleaned = pinyin.take_out([block.text for block in parsed.blocks])
    lines = [
        Line(position, raw, text, fold(text), readings)
        for position, (raw, (text, readings)) in enumerate(zip(parsed.blocks, cleaned, strict=True))
    ]
    return Page(parsed.media_type, lines, parsed.metadata, 0, len(lines))
