"""The files of one segment, mapped into memory: the parts of a compound file, or files by themselves.

Format: whoosh.filedb.compound of Whoosh 2.7.4. Stock Whoosh copies each part into memory; here nothing is copied.
"""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from search.engine import pickles
from search.engine.damage import IndexDamaged, demand, read_from

_HEAD = struct.Struct("!qi")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes `start` to `end` of a mapped file."""

    data: mmap.mmap
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def bytes(self, start: int, end: int) -> bytes:
        """Copy bytes, counted from the part's beginning. Raises IndexDamaged if they are not all there."""
        demand(0 <= start <= end <= len(self), "a position lies outside its file")
        return self.data[self.start + start : self.start + end]


class MappedFiles:
    """The parts of a segment by their names without the segment's own: "trm", "pst", "f_body.col"."""

    def __init__(self, folder: Path, segment: str, *, compound: bool) -> None:
        """Map the files. Raises FileNotFoundError where one is missing, IndexDamaged, or OSError."""
        self._maps: list[tuple[mmap.mmap, int]] = []
        self._parts = self._of_compound(folder / f"{segment}.seg", segment) if compound else self._of(folder, segment)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __getitem__(self, name: str) -> Part:
        try:
            return self._parts[name]
        except KeyError as error:
            raise IndexDamaged(f"the segment has no part {name!r}") from error

    def check(self) -> None:
        """Raise IndexDamaged if a file is shorter now than when it was mapped: touching what is gone kills us."""
        for one, length in self._maps:  # for every search, hence so plain
            if one.size() < length:
                raise IndexDamaged("a file was cut short after it was opened")

    def _of_compound(self, path: Path, segment: str) -> dict[str, Part]:
        whole = self._map(path)
        with read_from(path.name):
            start, length = _HEAD.unpack_from(whole)
            demand(_HEAD.size <= start and start + length == len(whole), f"{path.name} is not as long as it says")
            directory, _ = pickles.load(whole[start:])
            extents = {name: (int(one["offset"]), int(one["length"])) for name, one in directory.items()}
        for offset, size in extents.values():
            demand(_HEAD.size <= offset and size >= 0 and offset + size <= start, f"{path.name}: a part lies outside")
        return {
            name.removeprefix(f"{segment}."): Part(whole, offset, offset + size)
            for name, (offset, size) in extents.items()
        }

    def _of(self, folder: Path, segment: str) -> dict[str, Part]:
        prefix = f"{segment}."
        names = [entry.name for entry in os.scandir(folder) if entry.name.startswith(prefix)]
        if f"{prefix}trm" not in names:
            raise FileNotFoundError(folder / f"{prefix}trm")
        return {name.removeprefix(prefix): self._alone(folder / name) for name in names}

    def _alone(self, path: Path) -> Part:
        """A column in which every document has the default value is an empty file, which cannot be mapped."""
        if not path.stat().st_size:
            return Part(mmap.mmap(-1, 1), 0, 0)
        mapped = self._map(path)
        return Part(mapped, 0, len(mapped))

    def _map(self, path: Path) -> mmap.mmap:
        with path.open("rb") as file:
            demand(os.fstat(file.fileno()).st_size > 0, f"{path.name} is empty")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._maps.append((mapped, len(mapped)))
        return mapped
