"""The table of contents of one commit: which segments there are, and which of their documents are deleted.

Format: whoosh.index.TOC of Whoosh 2.7.4, read without importing any class that it names.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engine import pickles
from search.engine.damage import IndexDamaged, demand, read_from

NAME = "MAIN"
_FILE = re.compile(rf"_{NAME}_([0-9]+)\.toc")
_INT = struct.Struct("!i")
#: What Whoosh writes to tell the order of bytes, and the version of its table of contents.
_BYTE_ORDER, _VERSION = -12345, -111


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """What the table of contents knows of a segment. `lengths` are the total lengths of its texts, in tokens."""

    name: str
    size: int
    deleted: frozenset[int]
    compound: bool
    lengths: Mapping[str, int]


def latest_generation(folder: Path) -> int:
    """Return the number of the newest commit. Raises IndexDamaged if there is none."""
    with read_from(folder.name):
        names = [_FILE.fullmatch(path.name) for path in folder.iterdir()]
    newest = max((int(found.group(1)) for found in names if found), default=None)
    if newest is None:
        raise IndexDamaged(f"{folder.name} has no table of contents")
    return newest


def read_contents(folder: Path, generation: int) -> tuple[SegmentEntry, ...]:
    """Return the segments of a commit. Raises FileNotFoundError if a newer one replaced it, OSError, IndexDamaged."""
    path = folder / f"_{NAME}_{generation}.toc"
    data = path.read_bytes()
    with read_from(path.name):
        position = 3  # the sizes of an int, a long and a float
        (order, version), position = _ints(data, position, 2)
        demand(order == _BYTE_ORDER and version == _VERSION, f"{path.name} is of another version")
        for _ in range(3):  # Whoosh's own version
            _, position = varint(data, position)
        length, position = varint(data, position)
        (numbered, _), position = _ints(data, position + length, 2)
        demand(numbered == generation, f"{path.name} says it is {numbered}")
        records, _ = pickles.load(data, position)
        return tuple(_entry(record.attributes) for record in records)


def varint(data: bytes, position: int) -> tuple[int, int]:
    """Return the number of variable length at `position`, seven bits a byte from the lowest, and where it ends."""
    value = shift = 0
    while (byte := data[position]) & 0x80:
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
    return value | byte << shift, position + 1


def _ints(data: bytes, position: int, count: int) -> tuple[list[int], int]:
    return [_INT.unpack_from(data, position + 4 * place)[0] for place in range(count)], position + 4 * count


def _entry(state: Mapping[str, Any]) -> SegmentEntry:
    size, deleted = state["_doccount"], frozenset(state["_deleted"] or ())
    demand(isinstance(size, int) and size >= 0, "a segment's size is no number")
    demand(all(isinstance(one, int) and 0 <= one < size for one in deleted), "a deleted document was never there")
    lengths = {str(name): int(length) for name, length in (state.get("_fieldlengths") or {}).items()}
    return SegmentEntry(f"{state['indexname']}_{state['segid']}", size, deleted, bool(state["compound"]), lengths)
