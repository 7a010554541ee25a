"""Markdown with YAML (or TOML) front matter and HTML inside: rendered, sanitised, then walked like any web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from markdown_it import MarkdownIt

from archive.ingest.parsers import html, plain
from archive.ingest.records import MediaType, Metadata, Parsed
from archive.text.cleaning import clean_line, normalise_lines
from archive.text.sanitising import sanitise

_FENCE = re.compile(r"\A\s*---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
#: A header that nobody closed: keys of one plain word each, with lists below them.
_OPEN = re.compile(r"\A\s*---[ \t]*\n((?:[a-z_]{2,20}:(?:[ \t].{0,2000})?\n(?:[ \t]*- .{0,300}\n){0,50}){2,40})")
_TOML_FENCE = re.compile(r"\A\s*\+\+\+[ \t]*\n(.{0,20000}?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML_KEY = re.compile(r"^[ \t]*([A-Za-z_][\w-]{0,40})[ \t]*=[ \t]*(.{0,2000})$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_\u4e00-\u9fff][\w -]{0,40})\s*:(?:\s+(.{0,2000}))?$", re.MULTILINE)
_MAX_RENDERED = 1_000_000  # characters; longer texts are read line by line, which cannot be slow
_MAX_VALUES = 200


class _Words(yaml.SafeLoader):
    """The safe loader with every scalar left as the words that stand there, dates and numbers too."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def parse(text: str) -> Parsed:
    """Return the blocks of the body and the entries of the front matter of a Markdown file."""
    text = normalise_lines(text)
    split = split_front_matter(text)
    header, body = split if split else ("", text)
    metadata = tuple(read_front_matter(header))
    if len(body) > _MAX_RENDERED:
        return Parsed(MediaType.MARKDOWN, plain.parse(body).blocks, metadata)
    markup = sanitise(render(body))
    root = html.parse_tree(markup)
    blocks = tuple(html.blocks_without_tree(markup) if root is None else html.walk(root))
    return Parsed(MediaType.MARKDOWN, blocks, metadata)


def split_front_matter(text: str) -> tuple[str, str] | None:
    """Return (front matter as YAML, body), or None where the text does not begin with one that names something.

    TOML between +++ is given back as YAML: its lines differ in the sign behind the key, its values are YAML's, too.
    """
    normalised = normalise_lines(text[:24_000])
    toml = _TOML_FENCE.match(normalised)
    found = toml or _FENCE.match(normalised) or _OPEN.match(normalised)
    if not found:
        return None
    header = _TOML_KEY.sub(r"\1: \2", found.group(1)) if toml else found.group(1)
    if not _KEY.search(header):
        return None
    return header, normalised[found.end() :] + normalise_lines(text[24_000:])


def render(body: str) -> str:
    """Return the Markdown `body` as HTML. Not safe to show: sanitise it."""
    rendered: str = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table").render(body)
    return rendered


def read_front_matter(header: str) -> Iterator[Metadata]:
    """Yield the entries of YAML front matter as words; a header that is not quite YAML is read line by line."""
    loader = _Words(header)
    try:
        data = loader.get_single_data()
    except (yaml.YAMLError, RecursionError):
        data = {found.group(1): (found.group(2) or "").strip("'\" ") for found in _KEY.finditer(header)}
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        return
    for key, value in list(data.items())[:_MAX_VALUES]:
        for entry in value[:_MAX_VALUES] if isinstance(value, list) else [value]:
            cleaned = clean_line(str(entry)[:2000]) if isinstance(entry, str) else ""
            if cleaned:
                yield Metadata(f"front matter:{str(key).strip().lower()}", cleaned)
