"""What lies in the watched folder, and whether it is complete or still being written."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import sys
import time
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.ingest.decoding.names import decode_name
from archive.ingest.intake import MEGABYTE

#: Time without any change after which a file counts as complete.
QUIET_SECONDS = 10.0
#: Time after which a heap is taken although more of it keeps coming.
PATIENCE_SECONDS = 60.0
#: Time for which a file that seems to be open for writing is left alone. Network mounts say so of every file.
OPEN_SECONDS = 300.0
#: Endings under which browsers and copying programs keep what is not finished.
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".temp", "~")


@dataclass(slots=True)
class FoundFile:
    """A complete file, as `archive.ingest.intake.take_in` takes it: never through a link, and only if it is unchanged
    to its end.

    inside: where it lies in its heap. gone: set when it turned out to be no longer what was found, or not complete.
    """

    path: Path
    inside: Path
    gone: bool = field(default=False, init=False)

    @property
    def name(self) -> str:
        return decode_name(os.fsencode(self.inside))

    def chunks(self) -> Iterator[bytes]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            self.gone = True
            raise
        with os.fdopen(descriptor, "rb") as file:
            before = os.fstat(descriptor)
            self._stop_if(_rest_of(before) < QUIET_SECONDS or is_being_written(descriptor))
            yield from iter(lambda: file.read(MEGABYTE), b"")
            self._stop_if(signature(os.fstat(descriptor)) != signature(before))

    def _stop_if(self, gone: bool) -> None:
        if gone:
            self.gone = True
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


@dataclass(frozen=True, slots=True)
class Heap:
    """What came together: the loose files of the watched folder, or one folder in it. name: "" for the loose ones."""

    name: str
    files: list[FoundFile]


def heaps(inbox: Path, *, ours: Container[str], most: int) -> Iterator[Heap]:
    """Yield what is complete, at most so many files each. A heap to which files still come waits a while for them.

    ours: names of folders in the inbox that hold what was taken. Raises OSError where the inbox cannot be read.
    """
    entries = sorted(inbox.iterdir())
    yield from _heap("", inbox, entries, most)
    for folder in entries:
        if folder.is_dir() and not folder.is_symlink() and folder.name not in ours and folder.name[0] != ".":
            yield from _heap(decode_name(os.fsencode(folder.name)), folder, _below(folder), most)


def is_being_written(descriptor: int) -> bool:
    """Whether somebody holds the file open for writing, as far as the system can tell."""
    if sys.platform != "linux" or _rest_of(os.fstat(descriptor)) > OPEN_SECONDS:
        return False
    try:
        # Who opens the file for writing meanwhile makes the system send us a signal: one that nobody dies of.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def signature(found: os.stat_result) -> tuple[int, ...]:
    """What changes with every write to a file, and is another one for another file."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _heap(name: str, folder: Path, paths: list[Path], most: int) -> Iterator[Heap]:
    rests = {path: _rest_of(found) for path in paths if (found := _plain_file(path))}
    complete = [path for path, rest in rests.items() if rest >= QUIET_SECONDS]
    growing = len(complete) < len(rests) and max(rests.values()) < PATIENCE_SECONDS
    if complete and not growing:
        yield Heap(name, [FoundFile(path, path.relative_to(folder)) for path in complete[:most]])


def _below(folder: Path) -> list[Path]:
    """The paths below a folder, sorted; hidden ones are passed over, links to folders not followed."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place, name) for name in sorted(names)]
    return found


def _plain_file(path: Path) -> os.stat_result | None:
    """What the system knows of a file; None for links, devices, hidden files and what is named as unfinished."""
    if path.name.startswith(".") or path.name.lower().endswith(UNFINISHED):
        return None
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _rest_of(found: os.stat_result) -> float:
    """Seconds since a file was last changed in any way. Copying may set back the time of the last writing, but not
    that of the last change."""
    return time.time() - found.st_ctime
