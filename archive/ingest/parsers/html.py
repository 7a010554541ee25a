"""Saved web pages: lxml builds the tree, one pass over it gives the blocks in reading order.

No network, no entities, libxml2's own limits on size and depth; the walk is a loop, so depth costs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_MAX_PATH = 128  # names kept with a block; those of the innermost elements
_MAX_NAMES = 8  # class names and ids kept of one element
_MAX_NAME = 60
#: Pictures and fonts that the saving browser wrote into the page; they hold no text and most of its bytes.
_EMBEDDED = re.compile(r"data:[a-zA-Z]{1,20}/[^\"'\s)>]{200,}")
#: A tag with tens of thousands of attributes, for which libxml2 takes the square of their number.
_HUGE = 20_000  # characters
_HUGE_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]{{0,20}})[^<>]{{{_HUGE},}}>?")
_OPENING = re.compile(r"<!--|<(script|style|head)\b", re.IGNORECASE)
_CLOSING = {
    "": re.compile("-->"),
    **{name: re.compile(rf"</{name}[^>]{{0,100}}>", re.IGNORECASE) for name in ("script", "style", "head")},
}
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,5000}>")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class _Open:
    """A block element that is open at this point of the walk; what blocks need of it is worked out at the first one."""

    __slots__ = ("_names", "_numbers", "around", "element", "number", "tag")

    def __init__(self, element: etree._Element, tag: str, number: int, around: _Open | None) -> None:
        self.element, self.tag, self.number, self.around = element, tag, number, around
        self._names: tuple[str, ...] | None = None
        self._numbers: tuple[int, ...] | None = None

    def names(self) -> tuple[str, ...]:
        """Return the names of the elements around and of the element itself, outermost first."""
        if self._names is None:
            around = self.around.names() if self.around else ()
            self._names = (around + _names(self.element))[-_MAX_PATH:]
        return self._names

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the elements around and of the element itself, outermost first."""
        if self._numbers is None:
            self._numbers = ((self.around.numbers() if self.around else ()) + (self.number,))[-_MAX_DEPTH:]
        return self._numbers


class _Line:
    """The text gathered since the last block boundary."""

    __slots__ = ("characters", "linked", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.characters = self.linked = 0

    def add(self, text: str, in_link: bool) -> None:
        self.parts.append(text)
        solid = len(text.strip())
        self.characters += solid
        if in_link:
            self.linked += solid


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
    data = _lightened(text).encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    cut_short = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if cut_short else root


def _lightened(text: str) -> str:
    """Return markup without what no parser should be given."""
    text = _EMBEDDED.sub("data:,", text.replace("\x00", ""))
    has_huge_tag = max(map(len, text.split("<"))) > _HUGE
    return _HUGE_TAG.sub(r"<\1>", text) if has_huge_tag else text


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
    line = _Line()
    around: _Open | None = None
    links = number = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        is_block, is_seen = tag not in INLINE, tag not in SKIPPED
        if is_block and line.parts:
            if line.characters:
                yield from _blocks(line, around)
            line = _Line()
        if event == "start":
            number += 1
            links += tag == "a"
            if not is_seen:
                walker.skip_subtree()
                if tag == "svg":  # an icon parts the words beside it
                    line.add(" ", False)
                continue
            if is_block:
                around = _Open(element, tag, number, around)
            text = element.text if tag != "rt" else f"({element.text or ''}"
        else:
            links -= tag == "a"
            if is_block and is_seen and around:
                around = around.around
            text = element.tail if tag != "rt" else f"){element.tail or ''}"
        if text:
            line.add(text, links > 0)


def _blocks(line: _Line, around: _Open | None) -> Iterator[RawBlock]:
    """Turn the gathered text into a block (several where it is preformatted)."""
    text, density = "".join(line.parts), line.linked / line.characters
    tag, path, numbers = (around.tag, around.names(), around.numbers()) if around else ("", (), ())
    for piece in text.split("\n") if tag == "pre" else [text]:
        cleaned = clean_line(piece)
        if cleaned:
            yield RawBlock(cleaned, tag, path, density, numbers)


def _names(element: etree._Element) -> tuple[str, ...]:
    """Return the class names and the id of an element, lower case; "hidden" where it is not displayed."""
    classes, name, style = element.get("class"), element.get("id"), element.get("style")
    hidden = element.get("hidden") is not None or (style and _HIDDEN_STYLE.search(style[:1000]))
    if not classes and not name:
        return ("hidden",) if hidden else ()
    words = f"{classes or ''} {name or ''}".lower()[: _MAX_NAMES * _MAX_NAME].split()
    names = tuple([word[:_MAX_NAME] for word in words[:_MAX_NAMES]])
    return (*names, "hidden") if hidden else names
