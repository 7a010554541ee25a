"""From the bytes of one saved page to everything that ingest knows of it, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from archive.ingest import boilerplate, decoding, outlet_rules, page
from archive.ingest.authority import Authority
from archive.ingest.detectors import charsets, outlets, personal_data, suspicions
from archive.ingest.extractors import datelines, dates, mentions, people, sources, titles, urls
from archive.ingest.grammar.moments import CHINA
from archive.ingest.parsers import extension_of, foreign_kind, is_zipped_document, mhtml, parser_for
from archive.ingest.parsers.marks import saved_day
from archive.ingest.records import (
    Block,
    Decoded,
    Extraction,
    Fact,
    Finding,
    FindingKind,
    MediaType,
    Metadata,
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


def today_in_china() -> date:
    """Return the current calendar day in China Standard Time."""
    return datetime.now(CHINA).date()


def extract(source: SourceFile, *, authority: Authority, today: date) -> Extraction | Problem:
    """Return what the page says, or why it cannot be read.

    authority: the agencies whose names are looked for. today: no page is dated after it (China Standard Time).
    """
    opened = open_file(source)
    if isinstance(opened, Problem):
        return opened
    decoded = decode(opened)
    if isinstance(decoded, Problem):
        return decoded
    parsed = parse(source.name, decoded)
    if isinstance(parsed, Problem):
        return parsed
    parsed = with_given(parsed, opened, of_archive=opened is not source)
    return read_page(source.name, decoded, parsed, authority, today)


def open_file(source: SourceFile) -> SourceFile | Problem:
    """Stage 0: the page itself, where a browser saved it together with all that it loads (MHTML)."""
    if len(source.data) > MAX_FILE_BYTES:
        return Problem("too-large", {"limit_mb": MAX_FILE_BYTES // (1024 * 1024)})
    return mhtml.take_out(source) if mhtml.is_mhtml(source.data) else source


def with_given(parsed: Parsed, source: SourceFile, *, of_archive: bool) -> Parsed:
    """Add what is known of the page from outside it. The day of saving becomes the entry "saved:date"."""
    saved = (Metadata("saved:date", source.captured_on.isoformat()),) if source.captured_on else ()
    media_type = MediaType.MHTML if of_archive else parsed.media_type
    return replace(parsed, media_type=media_type, metadata=(*source.metadata, *saved, *parsed.metadata))


def decode(source: SourceFile) -> Decoded | Problem:
    """Stage 1: bytes to characters. A label that came with the page, in an HTTP or MIME header, is a hint."""
    if len(source.data) > MAX_FILE_BYTES:
        return Problem("too-large", {"limit_mb": MAX_FILE_BYTES // (1024 * 1024)})
    if looks_like_zip(source.data[:4]):
        extension = extension_of(source.name)
        is_document = is_zipped_document(source.name)
        return Problem("unknown-type", {"extension": extension}) if is_document else Problem("zip-in-page-place")
    declared = next((entry.value for entry in source.metadata if entry.name == "http:charset"), "")
    return decoding.decode(source.data, declared=declared, chosen=source.charset)


def parse(name: str, decoded: Decoded) -> Parsed | Problem:
    """Stage 2: characters to blocks."""
    kind, parser = foreign_kind(decoded.text), parser_for(name, decoded.text)
    if kind:
        return Problem("no-page", {"kind": kind})
    if parser is None:
        return Problem("unknown-type", {"extension": extension_of(name)})
    parsed = parser(decoded.text)
    return parsed if parsed.blocks else Problem("no-text")


def read_page(name: str, decoded: Decoded, parsed: Parsed, authority: Authority, today: date) -> Extraction:
    """Stages 3 to 5: clean, extract, detect."""
    draft = page.build(parsed)
    boilerplate.mark_credits(draft)
    boilerplate.mark_furniture(draft)
    title, position = titles.find(draft)
    kicker, subtitle = titles.find_kicker(draft), titles.find_subtitle(draft)
    follow_outlet_rules(draft, authority)
    boilerplate.find_region(draft, position)
    boilerplate.settle(draft, fold(title.value) if title else None, position)
    own_entry = None
    if title is None:
        title, own_entry = titles.find_in_lists(draft)
    url = urls.find(draft)
    published = dates.find(draft, today=today, own_entry=own_entry, url=url.value if url else None)
    source, site = sources.find_source(draft), sources.find_site(draft, authority)
    named, bodies = mentions.find(draft, authority)
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
        kicker=kicker,
        subtitle=subtitle,
        published=published,
        source=source,
        site=site,
        authors=people.find_authors(draft, authority),
        editors=people.find_editors(draft, authority),
        url=url,
        dateline=datelines.find(draft),
        captured_on=saved_day(parsed.metadata),
        mentions=named,
        bodies=bodies,
        findings=(
            *detect(decoded, blocks, title, published),
            *outlets.detect(source, site, authority),
            *suspicions.detect(draft, title),
        ),
    )


def follow_outlet_rules(draft: page.Page, authority: Authority) -> None:
    """Settle the lines that a rule of the page's outlet describes. The site shapes a page, the source its words."""
    url, outlet = urls.find(draft), sources.find_site(draft, authority) or sources.find_source(draft)
    rules = outlet_rules.concerning(
        (*authority.rules, *outlet_rules.shipped()),
        address=url.value if url else "",
        names=[outlet.value] if outlet else [],
    )
    outlet_rules.apply(draft, rules)


def detect(
    decoded: Decoded, blocks: tuple[Block, ...], title: Fact[str] | None, published: Fact[Published] | None
) -> Iterator[Finding]:
    """Stage 5: what a reviewer should look at first."""
    yield from personal_data.detect(blocks)
    yield from charsets.detect(decoded, blocks)
    yield from _pinyin(blocks)
    if title is None:
        yield Finding(FindingKind.NO_TITLE, "")
    if published is None:
        yield Finding(FindingKind.NO_DATE, "")
    yield from dates.conflicts(published)


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
