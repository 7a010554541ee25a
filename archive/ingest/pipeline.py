"""From the bytes of one saved page to everything that ingest knows of it, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from archive.ingest import boilerplate, decoding, page
from archive.ingest.authority import Authority
from archive.ingest.detectors import personal_data
from archive.ingest.extractors import dates, mentions, people, sources, titles, urls
from archive.ingest.grammar.moments import CHINA
from archive.ingest.parsers import PARSERS, extension_of, media_type_of
from archive.ingest.records import (
    Block,
    Decoded,
    Extraction,
    Fact,
    Finding,
    FindingKind,
    MediaType,
    Parsed,
    Problem,
    Published,
    Role,
    SourceFile,
)
from archive.ingest.zips import looks_like_zip
from archive.text.folding import fold
from archive.text.scripts import detect as detect_script

MAX_FILE_BYTES = 25 * 1024 * 1024
_GARBLED_CONTEXT = 10


def today_in_china() -> date:
    """Return the current calendar day in China Standard Time."""
    return datetime.now(CHINA).date()


def extract(source: SourceFile, *, authority: Authority, today: date) -> Extraction | Problem:
    """Return what the page says, or why it cannot be read.

    authority: the agencies whose names are looked for. today: no page is dated after it (China Standard Time).
    """
    decoded = decode(source)
    if isinstance(decoded, Problem):
        return decoded
    parsed = parse(source.name, decoded)
    if isinstance(parsed, Problem):
        return parsed
    return read_page(source.name, decoded, parsed, authority, today)


def decode(source: SourceFile) -> Decoded | Problem:
    """Stage 1: bytes to characters."""
    if len(source.data) > MAX_FILE_BYTES:
        return Problem("too-large", {"limit_mb": MAX_FILE_BYTES // (1024 * 1024)})
    if looks_like_zip(source.data[:4]):
        return Problem("zip-in-page-place")
    return decoding.decode(source.data, chosen=source.charset)


def parse(name: str, decoded: Decoded) -> Parsed | Problem:
    """Stage 2: characters to blocks."""
    media_type = media_type_of(name, decoded.text)
    if media_type is None:
        return Problem("unknown-type", {"extension": extension_of(name)})
    parsed = PARSERS[media_type](decoded.text)
    return parsed if parsed.blocks else Problem("no-text")


def read_page(name: str, decoded: Decoded, parsed: Parsed, authority: Authority, today: date) -> Extraction:
    """Stages 3 to 5: clean, extract, detect."""
    draft = page.build(parsed)
    boilerplate.mark_credits(draft)
    boilerplate.mark_furniture(draft)
    title, position = titles.find(draft)
    boilerplate.find_region(draft, position)
    boilerplate.settle(draft, fold(title.value) if title else None, position)
    own_entry = None
    if title is None:
        title, own_entry = titles.find_in_lists(draft)
    url = urls.find(draft)
    published = dates.find(draft, today=today, own_entry=own_entry, url=url.value if url else None)
    blocks = tuple(line.finished() for line in draft.lines)
    return Extraction(
        file=name,
        media_type=parsed.media_type,
        charset=decoded.charset,
        charset_reason=decoded.reason,
        script=_script_of(blocks, title),
        blocks=blocks,
        title=title,
        original_title=titles.find_original(draft),
        published=published,
        source=sources.find_source(draft),
        site=sources.find_site(draft, authority),
        authors=people.find_authors(draft, authority),
        editors=people.find_editors(draft, authority),
        url=url,
        mentions=mentions.find(draft, authority),
        findings=tuple(detect(blocks, title, published)),
    )


def detect(blocks: tuple[Block, ...], title: Fact[str] | None, published: Fact[Published] | None) -> Iterator[Finding]:
    """Stage 5: what a reviewer should look at first."""
    yield from personal_data.detect(blocks)
    yield from _garbled(blocks)
    yield from _pinyin(blocks)
    if title is None:
        yield Finding(FindingKind.NO_TITLE, "")
    if published is None:
        yield Finding(FindingKind.NO_DATE, "")
    yield from dates.conflicts(published)


def _garbled(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Yield the first undecodable place of each block."""
    for block in blocks:
        at = block.cleaned.find("\ufffd")
        if at >= 0:
            start, end = max(0, at - _GARBLED_CONTEXT), at + _GARBLED_CONTEXT
            in_body = block.role in (Role.PARAGRAPH, Role.HEADING)
            yield Finding(FindingKind.GARBLED, block.cleaned[start:end], block.position, at, at + 1, in_body)


def _pinyin(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Yield one finding for all readings taken out of the body, so that somebody looks whether they were readings."""
    readings = [(block, reading) for block in blocks if block.role is not Role.REMOVED for reading in block.readings]
    if readings:
        block, first = readings[0]
        words = " ".join(f"{b.cleaned[r.at]}({r.reading})" for b, r in readings[:20])
        yield Finding(FindingKind.PINYIN, words, block.position, first.at, first.at + 1, True)


def _script_of(blocks: tuple[Block, ...], title: Fact[str] | None) -> str:
    body = "\n".join(block.cleaned for block in blocks if block.role in (Role.PARAGRAPH, Role.HEADING))
    return str(detect_script(f"{title.value if title else ''}\n{body}").script)


__all__ = ["MAX_FILE_BYTES", "MediaType", "extract", "today_in_china"]
