"""Checksums of an index's files, so that a flipped bit is noticed even where it only changes a letter of a text.

    checksums.json    {name: [bytes, CRC-32]} beside the files

Damage that breaks a structure shows itself when the file is read; this finds the rest.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

_NAME = "checksums.json"
#: What an index consists of. Locks, marks and drafts come and go.
_KEPT = {".seg", ".toc", ".json", ".txt"}
_BLOCK = 1 << 20


def remember(folder: Path) -> None:
    """Take the checksums of the files that are new. Call it with the lock held, after each commit."""
    known = _remembered(folder)
    present = {path.name: path for path in folder.iterdir() if path.suffix in _KEPT and path.name != _NAME}
    sums = {name: known.get(name) or _checksum(path) for name, path in present.items()}
    if sums != known:
        _write(folder, sums)


def altered(folder: Path, concerns: Callable[[str], bool] = lambda name: True) -> list[str]:
    """Return the names of files that are not what was written. Reads every byte; the lock must be held.

    concerns: tells by its name whether to look at a file. Files without a checksum are passed over: a process may
    have died after its commit. So are files that are gone, since opening the index tells whether they were needed.
    """
    known = _remembered(folder)
    return sorted(name for name, told in known.items() if concerns(name) and not _holds(folder / name, told))


def _holds(path: Path, told: list[int]) -> bool:
    try:
        return _checksum(path) == told
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _checksum(path: Path) -> list[int]:
    size = value = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            size, value = size + len(block), zlib.crc32(block, value)
    return [size, value]


def _remembered(folder: Path) -> dict[str, list[int]]:
    try:
        sums = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return sums if isinstance(sums, dict) else {}


def _write(folder: Path, sums: dict[str, list[int]]) -> None:
    draft = folder / f"{_NAME}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(sums, file, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _NAME)
