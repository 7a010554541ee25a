"""Saved web pages: lxml builds the tree, one pass over it gives the blocks in reading order.

No network, no entities, libxml2's own limits on size and depth; the walk is a loop, so depth costs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from archive.ingest.parsers.html_metadata import read_metadata
from archive.ingest.records import MediaType, Parsed, RawBlock
from archive.text.cleaning import clean_line, clean_lines

#: Elements whose text no reader sees as text.
_SKIPPED_TAGS = (
    "head script style noscript template svg math iframe object embed applet select option textarea input canvas "
    "audio video map rp datalist"
)
SKIPPED = frozenset(_SKIPPED_TAGS.split())
#: Elements that stand within a line, seen or not; every other one begins and ends a block.
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rb rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr o:p picture source "
    "script style noscript template svg math input rp map datalist"
)
INLINE = frozenset(_INLINE_TAGS.split())
_MAX_DEPTH = 64  # ancestors kept with a block; the innermost ones
_MAX_NAMES = 8  # class names and ids kept of one element
_MAX_NAME = 60
#: Pictures and fonts that the saving browser wrote into the page; they hold no text and most of its bytes.
_EMBEDDED = re.compile(r"data:[a-z]{1,20}/[^\"'\s)>]{200,}", re.IGNORECASE)
#: A tag with tens of thousands of attributes, for which libxml2 takes the square of their number.
_HUGE_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{20000,}>?")
_OPENING = re.compile(r"<!--|<(script|style|head)\b", re.IGNORECASE)
_CLOSING = {
    "": re.compile("-->"),
    **{name: re.compile(rf"</{name}[^>]{{0,100}}>", re.IGNORECASE) for name in ("script", "style", "head")},
}
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,5000}>")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """An element that is open at this point of the walk."""

    tag: str
    number: int
    names: tuple[str, ...]


@dataclass(slots=True)
class _Line:
    """The text gathered since the last block boundary."""

    parts: list[str] = field(default_factory=list)
    characters: int = 0
    linked: int = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.parts.append(text)
            solid = len(text.strip())
            self.characters += solid
            self.linked += solid if in_link else 0


def parse(text: str) -> Parsed:
    """Return the blocks and the metadata of a saved web page."""
    root = parse_tree(text)
    if root is None:
        return Parsed(MediaType.HTML, tuple(blocks_without_tree(text)))
    return Parsed(MediaType.HTML, tuple(walk(root)), tuple(read_metadata(root, text)))


def parse_tree(text: str) -> etree._Element | None:
    """Return the root element of the markup in `text`, mended where it is broken.

    None where nothing is left, or where libxml2 stopped at its limits (elements 256 deep) and the rest would be lost.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True, remove_pis=True, remove_comments=True
    )
    lighter = _HUGE_TAG.sub(r"<\1>", _EMBEDDED.sub("data:,", text.replace("\x00", "")))
    data = lighter.encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    cut_short = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if cut_short else root


def blocks_without_tree(text: str) -> Iterator[RawBlock]:
    """Yield the words between the tags, line by line, of a page too broken or too deep for a tree."""
    words = "\n".join(_text_parts(text))
    for line in clean_lines(unescape(_TAG.sub("\n", words))):
        yield RawBlock(line)


def _text_parts(text: str) -> Iterator[str]:
    """Yield what stands outside comments and elements without text, in one pass; an unclosed one takes the rest."""
    at = 0
    while opening := _OPENING.search(text, at):
        yield text[at : opening.start()]
        closing = _CLOSING[(opening[1] or "").lower()].search(text, opening.end())
        if closing is None:
            return
        at = closing.end()
    yield text[at:]


def walk(root: etree._Element) -> Iterator[RawBlock]:
    """Yield the visible text below `root`, block by block in document order."""
    stack: list[_Open] = []
    line = _Line()
    skipping = links = number = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "!"
        if event == "start":
            number += 1
            is_block = tag not in INLINE
            if is_block:
                yield from _flush(line, stack)
                line = _Line()
            stack.append(_Open(tag, number, _names(element)))
            skipping += tag in SKIPPED or tag == "!"
            links += tag == "a"
            if not skipping:
                line.add("(" if tag == "rt" else None, False)
                line.add(element.text, links > 0)
        else:
            if not skipping and tag == "rt":
                line.add(")", False)
            if tag not in INLINE:
                yield from _flush(line, stack)
                line = _Line()
            stack.pop()
            skipping -= tag in SKIPPED or tag == "!"
            links -= tag == "a"
            if not skipping:
                line.add(element.tail, links > 0)


def _flush(line: _Line, stack: list[_Open]) -> Iterator[RawBlock]:
    """Turn the gathered text into a block (several where it is preformatted)."""
    if not line.characters:
        return
    text = "".join(line.parts)
    tag = next((entry.tag for entry in reversed(stack) if entry.tag not in INLINE), "")
    kept = [entry for entry in stack if entry.tag not in INLINE][-_MAX_DEPTH:]
    path = tuple(name for entry in kept for name in entry.names)
    density = line.linked / line.characters
    for piece in text.split("\n") if tag == "pre" else [text]:
        cleaned = clean_line(piece)
        if cleaned:
            yield RawBlock(cleaned, tag, path, density, tuple(entry.number for entry in kept))


def _names(element: etree._Element) -> tuple[str, ...]:
    """Return the class names and the id of an element, lower case; "hidden" where it is not displayed."""
    words = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[: _MAX_NAMES * _MAX_NAME].split()
    names = [word[:_MAX_NAME] for word in words[:_MAX_NAMES]]
    if element.get("hidden") is not None or _HIDDEN_STYLE.search((element.get("style") or "")[:1000]):
        names.append("hidden")
    return tuple(names)
