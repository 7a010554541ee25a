"""A second record of the event log's hashes: a file beside the database, to which lines are only ever added.

Who changes rows in the database can compute every later hash anew, and who deletes the newest rows leaves a chain that
holds. Neither changes this file. It says nothing of what happened: a line is an event's number and its hash.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

FILE = "event_hashes"
_LINE = re.compile(rb"([0-9]{1,19}) ([0-9a-f]{64})\n")


def note(entries: Iterable[tuple[int, str]]) -> None:
    """Add events, as (number, hash). Raises OSError when the disk is full or broken.

    Each call is one write to the end of the file, so that processes do not write into each other's lines.
    """
    lines = "".join(f"{number} {digest}\n" for number, digest in entries).encode("ascii")
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        if file.write(lines) != len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path()))


def noted() -> Iterator[tuple[int, str] | None]:
    """Yield what each line says, in the order of the file; None for a line that cannot be read."""
    if not path().exists():
        return
    with path().open("rb") as file:
        for line in file:
            found = _LINE.fullmatch(line)
            yield (int(found[1]), found[2].decode()) if found else None


def set_aside() -> None:
    """Begin a new file; the old one stays beside it under a numbered name. Nothing happens where there is none."""
    old = path()
    taken = [int(name.suffix[1:]) for name in old.parent.glob(f"{FILE}.*") if name.suffix[1:].isdecimal()]
    if old.exists():
        old.rename(old.with_name(f"{FILE}.{max(taken, default=0) + 1}"))


def path() -> Path:
    """Where the file lies."""
    folder: Path = settings.BAOKU_DATA
    return folder / FILE
