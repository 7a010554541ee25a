"""Stores what a container holds, file by file, and tells each page what the container and its lists say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from archive import storage
from archive.ingest.containers import Contents, Given, Member, open_container
from archive.ingest.intake import TakenFile, shown_name
from archive.ingest.records import MediaType, Metadata, Problem
from archive.ingest.sidecars import Lists


@dataclass(frozen=True, slots=True)
class Room:
    """What may still come out of the upload that a container belongs to: files, and bytes inflated."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of a container, stored, and what people should know besides them."""

    files: tuple[TakenFile, ...]
    notes: tuple[Problem, ...] = ()


def unpack(kind: MediaType, file: BinaryIO, room: Room) -> Unpacked | Problem:
    """Store each member's bytes and return them as files to be added, or the Problem with the container.

    Memory holds one member at a time. Raises OSError where the store cannot be written.
    """
    contents = open_container(kind, file, max_members=room.files, max_bytes=room.bytes)
    if isinstance(contents, Problem):
        return contents
    lists = Lists()
    files = list(_stored(contents, lists))
    said, notes = lists.matched()
    described = (_described(file, said.get(name, ()), notes.get(name, ())) for name, file in files)
    return Unpacked(tuple(described), tuple(contents.notes()))


def _stored(contents: Contents, lists: Lists) -> Iterator[tuple[str, TakenFile]]:
    """Yield each member's full name and its file once the bytes are on disk."""
    for member in contents.members:
        if contents.kind is MediaType.ZIP:
            lists.see(member.name, member.content)
        yield member.name, _take(member)


def _take(member: Member) -> TakenFile:
    name = shown_name(member.name)
    if isinstance(member.content, Problem):
        return TakenFile(name, problem=member.content)
    blob = storage.keep((member.content,))
    return TakenFile(name, blob.size, blob.sha256, given=member.given)


def _described(file: TakenFile, said: tuple[Metadata, ...], notes: tuple[Problem, ...]) -> TakenFile:
    """Give a page what the lists say of it, and a list its notes."""
    given = (file.given or Given()).with_metadata(said) if said else file.given
    return replace(file, given=given, list_notes=notes)
