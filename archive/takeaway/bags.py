"""Writes a BagIt bag (RFC 8493, version 1.0): files under data/, and beside them the tag files that prove them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

#: §2.1.1: these two lines, in this order.
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the bag: its SHA-256 and its size in bytes."""

    sha256: str
    size: int


class Bag:
    """A bag in the making, in a folder that is there and empty. It is a bag only after `close`.

    The callers' names are parts of paths: they are to be plain ones with "/" between folders.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.payload: dict[str, Written] = {}

    def write(self, name: str, chunks: Iterable[bytes]) -> Written:
        """Write data/<name> chunk by chunk, in the place of an earlier one. Raises OSError where the disk is full."""
        path = f"data/{name}"
        self.payload[path] = written = self._write(path, chunks)
        return written

    @property
    def oxum(self) -> str:
        """Payload-Oxum (§2.2.2): octets and number of the files under data/."""
        return f"{sum(file.size for file in self.payload.values())}.{len(self.payload)}"

    def close(self, info: Mapping[str, str]) -> None:
        """Write the tag files. info: lines of bag-info.txt; Payload-Oxum is added."""
        lines = "".join(f"{name}: {value}\n" for name, value in {**info, "Payload-Oxum": self.oxum}.items())
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": lines,
            "manifest-sha256.txt": _manifest(self.payload),
        }
        written = {name: self._write(name, [text.encode()]) for name, text in tags.items()}
        self._write("tagmanifest-sha256.txt", [_manifest(written).encode()])

    def _write(self, path: str, chunks: Iterable[bytes]) -> Written:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with place.open("wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return Written(digest.hexdigest(), size)


def _manifest(files: Mapping[str, Written]) -> str:
    """§2.1.3: checksum, white space, path; a line each."""
    return "".join(f"{file.sha256}  {path}\n" for path, file in sorted(files.items()))
