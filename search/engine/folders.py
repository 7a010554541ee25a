"""The folders of the index: one per generation, a pointer to the live one, and the lock of the one that writes.

    index/live            the name of the live folder
    index/lock            held by flock while a process writes; the kernel frees it when the process dies
    index/20261121T…-…/   Whoosh's files and stamp.json

A new index is built in a folder beside the live one and becomes live by renaming the pointer, so readers see the old
one whole or the new one whole. The folders are private (0700): Whoosh's files are pickles, and who may write them
may run code in the process that reads them.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_POINTER, _LOCK, _STAMP, _DAMAGED = "live", "lock", "stamp.json", "damaged"
_MOMENT = "%Y%m%dT%H%M%S"
_GENERATION = re.compile(r"\d{8}T\d{6}-\d+")


class IndexLocked(Exception):
    """Another process is writing to the index."""


class IndexMissing(Exception):
    """There is no live index: nothing was built yet, or its folder is gone."""


@contextmanager
def writing_lock(root: Path) -> Iterator[None]:
    """Hold the lock of the one writing process. Raises IndexLocked at once if another one has it."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexLocked(root) from error
        yield


def live_folder(root: Path) -> Path:
    """Return the live folder. Raises IndexMissing."""
    try:
        name = (root / _POINTER).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMissing(root) from error
    folder = root / name
    if not _GENERATION.fullmatch(name) or not folder.is_dir():
        raise IndexMissing(folder)
    return folder


def new_folder(root: Path) -> Path:
    """Make an empty folder for the next index. Call it with the lock held.

    No name comes twice, even if its folder is gone: readers tell generations apart by their names.
    """
    now = datetime.now(UTC)
    number = now.microsecond
    while (folder := root / f"{now.strftime(_MOMENT)}-{number:06}").exists():
        number += 1
    folder.mkdir(mode=0o700)
    return folder


def make_live(root: Path, folder: Path) -> None:
    """Point to `folder` from now on; then drop all others but the one that was live until now. Lock held."""
    previous = live_name(root)
    draft = root / f"{_POINTER}.new"
    with draft.open("w", encoding="ascii") as pointer:
        pointer.write(folder.name)
        pointer.flush()
        os.fsync(pointer.fileno())
    draft.replace(root / _POINTER)
    sync(root)
    drop_all_but(root, folder.name, previous)


def drop_all_but(root: Path, *names: str | None) -> None:
    """Drop the folders of all generations but these: older ones, and what was never finished. Lock held.

    Who still reads there may finish: the kernel keeps open files. What cannot be dropped is tried again next time.
    """
    for other in root.iterdir():
        if _GENERATION.fullmatch(other.name) and other.name not in names:
            with suppress(OSError):
                other.chmod(0o700)
            shutil.rmtree(other, ignore_errors=True)


def sync(folder: Path) -> None:
    """Make the names in `folder` last through a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_stamp(folder: Path, stamp: dict[str, Any]) -> None:
    """Keep beside the index what it was built with."""
    (folder / _STAMP).write_text(json.dumps(stamp, sort_keys=True, indent=1), encoding="utf-8")


def read_stamp(folder: Path) -> dict[str, Any] | None:
    """Return what the index was built with; None when that cannot be read."""
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def mark_damaged(root: Path) -> None:
    """Leave word for the writing process that the live index cannot be read and must be built anew, if one can."""
    with suppress(OSError, IndexMissing):  # gone, or not ours to write in: then is_damaged() sees that by itself
        (live_folder(root) / _DAMAGED).touch()


def is_damaged(folder: Path) -> bool:
    """Tell whether some reader could not open this index, or this process may not even look into its folder."""
    try:
        return (folder / _DAMAGED).exists()
    except OSError:
        return True


def live_name(root: Path) -> str | None:
    """Return the name of the live folder; None if there is none."""
    try:
        return live_folder(root).name
    except IndexMissing:
        return None
