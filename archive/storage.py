"""Original bytes on disk, under their SHA-256.

Nothing else in the archive opens files to write, but for the two small ones of archive.witness and archive.heartbeat,
and the bag that archive.takeaway makes where an operator wants it.
Order of a write: the bytes go to `incoming/`, are flushed and fsynced, then renamed to `blobs/aa/bb/<sha256>`, then
the folder is fsynced. Only after that may a row say that the file was accepted. No name that a user chose is ever part
of a path.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class StoredBlob:
    sha256: str
    size: int  # bytes


def keep(chunks: Iterable[bytes]) -> StoredBlob:
    """Store the bytes durably and return their checksum. Storing the same bytes twice keeps one file.

    Raises OSError when the disk is full or broken; then nothing was stored.
    """
    incoming = _folder("incoming")
    draft = incoming / secrets.token_hex(16)
    try:
        sha256, size = _write(draft, chunks)
        _settle(draft, sha256)
    finally:
        draft.unlink(missing_ok=True)
    return StoredBlob(sha256, size)


def read(sha256: str) -> bytes:
    """Return the bytes of a stored file. Raises FileNotFoundError if there is none under this checksum."""
    return path_of(sha256).read_bytes()


def sweep_incoming(*, older_than: float = 24 * 60 * 60) -> int:
    """Remove what writers that were killed have left half written, and return how many files that were.

    older_than: seconds since the last write; a younger file may be one that is being written.
    """
    deadline = time.time() - older_than
    left = [path for path in _folder("incoming").iterdir() if path.stat().st_mtime < deadline]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def path_of(sha256: str) -> Path:
    """Return where the file of this checksum lies. Raises ValueError unless given 64 hexadecimal digits."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return settings.BAOKU_DATA / "blobs" / sha256[:2] / sha256[2:4] / sha256


def _write(draft: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with draft.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _settle(draft: Path, sha256: str) -> None:
    """Move the finished file to its place, and make the move itself durable.

    The folders are synced for a file that is there already, too: its own writer may not have come that far.
    """
    final = path_of(sha256)
    _folder("blobs", sha256[:2], sha256[2:4])
    if not final.exists():
        draft.chmod(0o440)
        draft.rename(final)
    for folder in list(final.parents)[:4]:  # bb, aa, blobs, and the data folder that holds them
        _fsync_folder(folder)


def _folder(*parts: str) -> Path:
    """Make the folders one below the other: `parents=True` would give those in between the rights of the umask."""
    folder: Path = settings.BAOKU_DATA
    for part in parts:
        folder = folder / part
        folder.mkdir(mode=0o750, exist_ok=True)
    return folder


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
