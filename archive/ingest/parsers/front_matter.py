"""The header of a Markdown file: YAML between ---, with or without its first or last line, or TOML between +++.

A header that is not valid YAML or TOML is read line by line, and the lines that say nothing that way are given back
as text, so that nothing is lost.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from archive.ingest.records import Metadata
from archive.text.cleaning import clean_line, normalise_lines

_LOOK = 24_000
_BLANK_HEAD = 400
_BEGINS = re.compile(r"[\s\ufeff\u200b-\u200f]*(?:---|\+\+\+|title|date|layout|Title: )")
_FENCE = re.compile(r"\A\s*---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
#: A header that nobody closed: keys of one plain word each, with lists below them.
_UNCLOSED = re.compile(r"\A\s*---[ \t]*\n((?:[a-z_]{2,20}:(?:[ \t].{0,2000})?\n(?:[ \t]*- .{0,300}\n){0,50}){2,40})")
#: As Hexo takes it, without the first line: title and date, then ---
_UNOPENED = re.compile(
    r"\A\s*((?:title|date|layout)[ \t]*:.{0,500}\n"
    r"(?:[A-Za-z_][\w-]{0,30}[ \t]*:.{0,2000}\n|[ \t]+.{0,500}\n|- .{0,300}\n){1,60})"
    r"---[ \t]*(?:\n|\Z)"
)
_TOML_FENCE = re.compile(r"\A\s*\+\+\+[ \t]*\n(.{0,20000}?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
#: As services that turn pages into Markdown write it: Title:, URL Source:, Published Time:, Markdown Content:
_READER = re.compile(
    r"\A\s*(Title:[ \t]*.{0,1000}\n\s{0,10}URL Source:[ \t]*.{0,2000}\n"
    r"(?:\s{0,10}[A-Z][A-Za-z ]{2,30}:.{0,500}\n){0,8})"
    r"\s{0,10}Markdown Content:[ \t]*\n"
)
_READER_KEYS = {"url source": "url", "published time": "date"}
_KEY = re.compile(r"^[ \t]*([A-Za-z_\u4e00-\u9fff][\w -]{0,40}?)[ \t]*(?:[:=：])(?:[ \t]*(\S.{0,2000})?)$")
_ENTRY = re.compile(r"^[ \t]*-[ \t]+(\S.{0,1000})$")
_SAYS_NOTHING = re.compile(r"^[\s\[\]{}#\"'|>,-]*$|^\s*#|^\s*\[[\w.]+\]\s*$")
_MAX_VALUES = 200
_MAX_VALUE = 2000
_MAX_VISITS = 2_000


class _Words(yaml.SafeLoader):
    """The safe loader with every scalar left as the words that stand there, dates and numbers too."""

    yaml_implicit_resolvers: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Split:
    """A text parted into its header and the rest. syntax: "yaml", "toml" or "reader"."""

    header: str
    body: str
    syntax: str = "yaml"


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says. unread: its lines from which nothing could be taken, as text."""

    entries: tuple[Metadata, ...]
    unread: tuple[str, ...] = ()


def split(text: str) -> Split | None:
    """Part a text from its front matter; None where it does not begin with one that names something."""
    if not _BEGINS.match(text[:_BLANK_HEAD]):
        return None
    look = normalise_lines(text[:_LOOK])
    toml = _TOML_FENCE.match(look)
    reader = _READER.match(look)
    if reader:
        return Split(reader[1], look[reader.end() :] + normalise_lines(text[_LOOK:]), "reader")
    found = toml or _FENCE.match(look) or _UNCLOSED.match(look) or _UNOPENED.match(look)
    if not found or not any(_KEY.match(line) for line in found[1].split("\n")):
        return None
    return Split(found[1], look[found.end() :] + normalise_lines(text[_LOOK:]), "toml" if toml else "yaml")


def read(header: str, syntax: str = "yaml") -> Header:
    """Return the entries of a header, each value as words under "front matter:" and its key in lower case."""
    data = None if syntax == "reader" else _loaded(header, syntax)
    if data is None:
        return _read_lines(header)
    return Header(tuple(_entries(data)))


def _loaded(header: str, syntax: str) -> dict[Any, Any] | None:
    """Return the header's object, or None where it is broken or no object."""
    try:
        data = tomllib.loads(header) if syntax == "toml" else _yaml(header)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _yaml(header: str) -> Any:
    loader = _Words(header)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _entries(data: dict[Any, Any]) -> Iterator[Metadata]:
    """Yield the words of an object; of an object inside it, its name under its own key, the rest behind a dot.

    A stack and not recursion, with a limit: aliases may make a short header endless.
    """
    waiting: list[tuple[str, Any]] = [("", data)]
    for _ in range(_MAX_VISITS):
        if not waiting:
            return
        name, value = waiting.pop()
        if isinstance(value, dict):
            below = [(f"{name}.{key}" if name else str(key), entry) for key, entry in value.items()]
            waiting += below[:_MAX_VALUES][::-1]
            if name:
                yield from _entry(name, value.get("name") or value.get("title"))
        elif isinstance(value, list):
            waiting += [(name, entry) for entry in value[:_MAX_VALUES]][::-1]
        else:
            yield from _entry(name, value)


def _entry(name: str, value: Any) -> Iterator[Metadata]:
    if isinstance(value, (datetime.date, datetime.time)):  # TOML's own; a datetime is a date
        value = value.isoformat()
    words = str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
    cleaned = clean_line(words[:_MAX_VALUE]) if isinstance(words, str) else ""
    if cleaned:
        yield Metadata(f"front matter:{name.strip().lower()[:80]}", cleaned)


def _read_lines(header: str) -> Header:
    """Read a broken header line by line: keys, and the entries of lists below them."""
    entries: list[Metadata] = []
    unread: list[str] = []
    name = ""
    for line in header.split("\n"):
        key, item = _KEY.match(line), _ENTRY.match(line)
        if key:
            name = key[1]
            entries += _entry(_READER_KEYS.get(name.lower(), name), (key[2] or "").strip("'\" ,"))
        elif item and name:
            entries += _entry(name, item[1].strip("'\" "))
        elif not _SAYS_NOTHING.match(line):
            unread.append(clean_line(line))
    return Header(tuple(entries[:_MAX_VALUES]), tuple(line for line in unread if line))
