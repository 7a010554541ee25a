"""Markdown with front matter and HTML inside: rendered, sanitised, then walked like any web page."""

from __future__ import annotations

from markdown_it import MarkdownIt

from archive.ingest.parsers import front_matter, html, plain
from archive.ingest.records import MediaType, Parsed, RawBlock
from archive.text.cleaning import normalise_lines
from archive.text.sanitising import sanitise

_MAX_RENDERED = 1_000_000  # characters; longer texts are read line by line, which cannot be slow


def parse(text: str) -> Parsed:
    """Return the blocks of the body and the entries of the front matter of a Markdown file.

    Lines of a broken header from which nothing could be read come first, as blocks of their own.
    """
    text = normalise_lines(text)
    split = front_matter.split(text)
    header = front_matter.read(split.header, split.syntax) if split else front_matter.Header(())
    unread = tuple(RawBlock(line, "pre", ("front-matter",)) for line in header.unread)
    blocks = _blocks(split.body if split else text)
    return Parsed(MediaType.MARKDOWN, (*unread, *blocks), header.entries)


def render(body: str) -> str:
    """Return the Markdown `body` as HTML. Not safe to show: sanitise it."""
    rendered: str = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table").render(body)
    return rendered


def _blocks(body: str) -> tuple[RawBlock, ...]:
    if len(body) > _MAX_RENDERED:
        return plain.parse(body).blocks
    markup = sanitise(render(body))
    root = html.parse_tree(markup)
    return tuple(html.blocks_without_tree(markup) if root is None else html.walk(root))
