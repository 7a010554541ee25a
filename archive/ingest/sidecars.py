"""Lists that lie beside the pages of a zip archive and say what they are: metadata.json, metadata.jsonl, CSV.

Each row names a file and states title, date, source and so on; columns are known by Chinese and English names
(archive/ingest/data/sidecar_columns.toml). What a row says becomes metadata of its page: "list:title".
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from archive.ingest.decoding import decode
from archive.ingest.records import Metadata, Problem
from archive.text.cleaning import clean_line

MAX_BYTES = 8 * 1024 * 1024
MAX_ROWS = 20_000
_MAX_VALUE = 2_000
_MAX_NAMES = 10  # shown of the files that have no partner
_COLUMNS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "data" / "sidecar_columns.toml").read_text(encoding="utf-8")
)
_FIELD_OF = {name: field for field, names in _COLUMNS.items() for name in names}
_LIST_NAME = re.compile(r"\.(?:csv|tsv|json|jsonl|ndjson)$", re.IGNORECASE)
_LISTS_INSIDE = ("files", "items", "articles", "pages", "data", "rows", "records", "list", "metadata")
_DAY = re.compile(r"\b(\d{4})[-/.年](0?[1-9]|1[0-2])[-/.月](0?[1-9]|[12]\d|3[01])(?!\d)")
_SAME_FIELD = re.compile(r"[\s_\-：:*]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. file: the page that it speaks of, as written. metadata: what it says."""

    file: str
    metadata: tuple[Metadata, ...]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A list. folder: where it lies, "" or with a slash at its end; it speaks of the files there and below."""

    name: str
    folder: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What a list says of which file, and its notes for people: rows and files without a partner."""

    metadata: dict[str, tuple[Metadata, ...]]
    notes: tuple[Problem, ...]


def read(name: str, content: bytes) -> Sidecar | None:
    """Return the list in a file, or None where it is no list of pages: no column names files, or nothing is stated."""
    decoded = decode(content[:MAX_BYTES])
    if isinstance(decoded, Problem) or len(content) > MAX_BYTES:
        return None
    is_table = name.lower().endswith((".csv", ".tsv"))
    records = _table(decoded.text) if is_table else _objects(decoded.text)
    rows = tuple(row for record in records if (row := _row(record)))
    folder = name.replace("\\", "/").rpartition("/")[0]
    return Sidecar(name, f"{folder}/" if folder else "", rows[:MAX_ROWS]) if rows else None


def match(sidecar: Sidecar, files: Iterable[str]) -> Matched:
    """Return which file each row of a list speaks of.

    files: the names of all pages of the archive. A row names its file by the path from the list's folder or from the
    top, by the file's name alone, or by that name without its ending; the last two only where one file has it.
    """
    below = [name for name in files if _slashed(name).startswith(sidecar.folder)]
    keys = _keys(below, sidecar.folder)
    found: dict[str, tuple[Metadata, ...]] = {}
    lost: list[str] = []
    for row in sidecar.rows:
        file = next((keys[key] for key in _wanted(row.file) if keys.get(key)), "")
        if file:
            found[file] = (*found.get(file, ()), *row.metadata)
        else:
            lost.append(row.file)
    unlisted = [name for name in below if name not in found]
    notes = [Problem("list-rows", {"count": len(sidecar.rows)})]
    notes += [Problem(code, {"count": len(names), "names": _some(names)}) for code, names in (
        ("rows-without-file", lost), ("files-without-row", unlisted)) if names]  # fmt: skip
    return Matched(found, tuple(notes))


class Lists:
    """All lists of one container: show it every file, then ask what the lists say of which."""

    def __init__(self) -> None:
        self._found: list[Sidecar] = []
        self._pages: list[str] = []

    def see(self, name: str, content: bytes | Problem) -> None:
        """Take note of a file; one that cannot be read is no page that a list could miss."""
        if isinstance(content, Problem):
            return
        found = read(name, content) if _LIST_NAME.search(name) else None
        if found:
            self._found.append(found)
        else:
            self._pages.append(name)

    def matched(self) -> tuple[dict[str, tuple[Metadata, ...]], dict[str, tuple[Problem, ...]]]:
        """Return what is said of each page, the nearest list's words first, and the notes of each list."""
        said: dict[str, tuple[Metadata, ...]] = {}
        notes: dict[str, tuple[Problem, ...]] = {}
        for sidecar in sorted(self._found, key=lambda found: found.folder.count("/")):
            result = match(sidecar, self._pages)
            notes[sidecar.name] = result.notes
            for name, metadata in result.metadata.items():
                said[name] = (*metadata, *said.get(name, ()))
        return said, notes


def _table(text: str) -> Iterator[Mapping[str, Any]]:
    """Read CSV as Excel writes it: comma, semicolon or tab, quotes, a byte order mark, perhaps a line "sep=;"."""
    text = re.sub(r"\A\s*sep=.\r?\n", "", text)
    head = text.split("\n", 1)[0]
    delimiter = max("\t,;，", key=head.count)
    try:
        yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:  # a field beyond the reader's limit; the rows before it stand
        return


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """Read a JSON list of objects, an object of objects by file name, or one object a line."""
    try:
        data = json.loads(text, strict=False)
    except RecursionError:
        return
    except ValueError:
        yield from _lines(text)
        return
    if isinstance(data, dict) and not _file_of(data):
        inside = next((data[key] for key in _LISTS_INSIDE if isinstance(data.get(key), list)), None)
        by_name = [{"file": name, **entry} for name, entry in data.items() if isinstance(entry, dict)]
        data = inside if inside is not None else by_name
    yield from (entry for entry in (data if isinstance(data, list) else [data]) if isinstance(entry, dict))


def _lines(text: str) -> Iterator[Mapping[str, Any]]:
    for line in text.split("\n"):
        try:
            entry = json.loads(line, strict=False) if line.strip() else None
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            yield entry


def _row(record: Mapping[Any, Any]) -> Row | None:
    """Return what an entry says of which file; None where it names no file or says nothing."""
    file = _file_of(record)
    said = [(field, value) for key, value in record.items() if (field := _field(key)) not in ("", "file") and value]
    metadata = tuple(entry for field, value in said for words in _words(value) for entry in _entry(field, words))
    return Row(file, metadata) if file and metadata else None


def _entry(field: str, words: str) -> Iterator[Metadata]:
    """Yield what a value means; the day of saving is known to the other stages under the name that marks give it."""
    if field != "captured":
        yield Metadata(f"list:{field}", words)
    elif day := _DAY.search(words):
        yield Metadata("saved:date", f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}")


def _file_of(record: Mapping[Any, Any]) -> str:
    named = (value for key, value in record.items() if _field(key) == "file" and isinstance(value, str))
    return next((value.strip() for value in named if value.strip()), "")[:1024]


def _field(key: Any) -> str:
    name = _SAME_FIELD.sub("", unicodedata.normalize("NFKC", str(key)[:60])).lower()
    return _FIELD_OF.get(name, "")


def _words(value: Any) -> Iterator[str]:
    for entry in value[:50] if isinstance(value, list) else [value]:
        words = str(entry) if isinstance(entry, (str, int, float)) and not isinstance(entry, bool) else ""
        if cleaned := clean_line(words[:_MAX_VALUE]):
            yield cleaned


def _keys(names: list[str], folder: str) -> dict[str, str]:
    """Index files by whole path, path from the list's folder, name, and name without ending; "" where two share it."""
    keys: dict[str, str] = {}
    loose: dict[str, str] = {}
    for name in names:
        path = _key(name)
        keys[path] = name
        keys.setdefault(path.removeprefix(_key(folder)) if folder else path, name)
        last = PurePosixPath(path)
        for key in {last.name, str(last.with_suffix("")).removeprefix(_key(folder)), last.stem}:
            loose[key] = "" if loose.get(key, name) != name else name
    return loose | keys


def _wanted(file: str) -> Iterator[str]:
    """Yield how a row may mean its file, the surest way first."""
    for written in dict.fromkeys((file, unquote(file))):
        path = _key(written).removeprefix("./").lstrip("/")
        yield path
        yield path.rpartition("/")[2]


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", _slashed(name)).casefold()


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _some(names: list[str]) -> str:
    shown = ", ".join(name[:100] for name in names[:_MAX_NAMES])
    return f"{shown} …" if len(names) > _MAX_NAMES else shown
