"""The door for zip archives: each member comes out as a name and bytes, or as a name and the Problem with it.

Names are data and never become paths. Guards, because Python 3.11's zipfile has none of them: number of members,
bytes counted while inflating (never the declared size), ratio, overlap (D. Fifield, "A better zip bomb", 2019),
encryption, links, archives inside archives.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from archive.ingest.decoding import charset_of_names, read_name
from archive.ingest.records import Problem

MAX_ZIP_BYTES = 128 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 25 * 1024 * 1024
MAX_INFLATED_BYTES = 512 * 1024 * 1024
MAX_RATIO = 200  # inflated to compressed, looked at once a member passes the first megabyte
RATIO_FREE_BYTES = 1024 * 1024
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024  # 2,000 members with 2 kB of name and extra each
MAX_NAME_BYTES = 1024
CHUNK = 64 * 1024

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_LOCAL = struct.Struct("<4s5H3L2H")
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1 | 0x40
_FURNITURE = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. name: as given, with control and direction characters shown as escapes."""

    name: str
    content: bytes | Problem


def read_zip(file: BinaryIO | bytes) -> Iterator[Member] | Problem:
    """Return the members of a zip archive, one at a time and in its order, or the Problem with the archive.

    file: the archive's bytes, or a seekable binary file that stays open while the members are read.
    """
    stream = io.BytesIO(file) if isinstance(file, bytes) else file
    refusal = _check_directory(stream)
    if refusal:
        return refusal
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
        return Problem("not-a-zip")
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        return Problem("too-many-members", {"limit": MAX_MEMBERS})
    return _check_layout(stream, members) or _read_members(archive, members)


def looks_like_zip(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a zip archive, an empty one included."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def is_zip(name: str, head: bytes) -> bool:
    """Whether a file is to be unpacked: by its ending, or by its first bytes if it has none. A .docx is no .zip."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix == ".zip" or (not suffix and looks_like_zip(head))


def _check_directory(stream: BinaryIO) -> Problem | None:
    """Refuse by the end record, before zipfile builds an object for each of a million entries."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END.size - 0xFFFF - _LOCATOR_64.size - _END_64.size))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return Problem("not-a-zip")
    count, directory_bytes = _END.unpack_from(tail, at)[4:6]
    locator = at - _LOCATOR_64.size
    if locator >= _END_64.size and tail[locator : locator + 4] == b"PK\x06\x07":
        count, directory_bytes = _END_64.unpack_from(tail, locator - _END_64.size)[7:9]
    if count > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        return Problem("too-many-members", {"limit": MAX_MEMBERS})
    return None


def _check_layout(stream: BinaryIO, members: list[zipfile.ZipInfo]) -> Problem | None:
    """Refuse archives in which two members share bytes: each must end before the next begins."""
    end = 0
    for info in sorted(members, key=lambda member: member.header_offset):
        if info.header_offset < end:
            return Problem("overlapping-members")
        stream.seek(info.header_offset)
        header = stream.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            return Problem("not-a-zip")
        name_bytes, extra_bytes = _LOCAL.unpack(header)[-2:]
        end = info.header_offset + _LOCAL.size + name_bytes + extra_bytes + info.compress_size
    return Problem("overlapping-members") if end > stream.seek(0, io.SEEK_END) else None


def _read_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[Member]:
    budget = MAX_INFLATED_BYTES
    charset = _charset_of(members)
    for info in members:
        name = member_name(info, charset)
        if name.endswith("/") or _FURNITURE.search(name):
            continue
        refusal = _refuse_member(info, name)
        if refusal is None and budget <= 0:
            refusal = Problem("inflates-too-much")
        if refusal:
            yield Member(visible(name), refusal)
            continue
        content, used = _inflate(archive, info, budget)
        budget -= used
        yield Member(visible(name), content)


def _refuse_member(info: zipfile.ZipInfo, name: str) -> Problem | None:
    if not is_safe_name(name):
        return Problem("bad-member-name")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Problem("symlink-member")
    if info.flag_bits & _ENCRYPTED:
        return Problem("encrypted-member")
    if name.lower().endswith(".zip"):
        return Problem("nested-zip")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Problem("unknown-compression")
    return None


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: int) -> tuple[bytes | Problem, int]:
    """Return the member's bytes or the Problem with it, and how many bytes were inflated to find out."""
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as member:
            while chunk := member.read(CHUNK):
                parts.append(chunk)
                size += len(chunk)
                refusal = _refuse_size(size, info, budget)
                if refusal:
                    return refusal, size
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error):
        return Problem("damaged-member"), size
    return b"".join(parts), size


def _refuse_size(size: int, info: zipfile.ZipInfo, budget: int) -> Problem | None:
    swollen = max(size, info.file_size) > MAX_RATIO * info.compress_size
    if size > budget or (size > RATIO_FREE_BYTES and swollen):
        return Problem("inflates-too-much")
    if size > MAX_MEMBER_BYTES:
        return Problem("too-large", {"limit_mb": MAX_MEMBER_BYTES // (1024 * 1024)})
    return None


def member_name(info: zipfile.ZipInfo, charset: str) -> str:
    """Return the member's name in NFC. charset: of the names that say nothing of theirs."""
    return unicodedata.normalize("NFC", _stated_name(info) or read_name(_raw_name(info), charset))


def _charset_of(members: list[zipfile.ZipInfo]) -> str:
    """Decide by all names that do not state their charset, as one archiver wrote them all."""
    return charset_of_names([_raw_name(info) for info in members if not _stated_name(info)])


def _stated_name(info: zipfile.ZipInfo) -> str | None:
    """The name of a member that says in which charset it is: by the UTF-8 flag, or in a field of its own."""
    return info.orig_filename if info.flag_bits & _UTF8_NAME else _unicode_path(info.extra, _raw_name(info))


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    """The bytes of a name without the UTF-8 flag, which zipfile reads in code page 437."""
    return info.orig_filename.encode("cp437", errors="replace")


def _unicode_path(extra: bytes, raw_name: bytes) -> str | None:
    """Return the name of Info-ZIP's Unicode path field (0x7075), if it is there and belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if kind == 0x7075 and len(field) > 5 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(raw_name):
            return field[5:].decode("utf-8", errors="replace")
        at += 4 + size
    return None


def is_safe_name(name: str) -> bool:
    """Whether a member's name is a plain relative one; others are refused, though no name ever becomes a path."""
    parts = re.split(r"[/\\]", name)
    absolute = not parts[0] or re.match(r"[A-Za-z]:", name) is not None
    controls = any(unicodedata.category(char) in ("Cc", "Cs") for char in name)
    too_long = len(name.encode("utf-8", errors="replace")) > MAX_NAME_BYTES
    return not (absolute or controls or too_long or ".." in parts or not parts[-1].strip())


def visible(name: str) -> str:
    """Return a name with invisible characters written as escapes, cut to MAX_NAME_BYTES characters."""
    shown = _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", name)
    return shown[:MAX_NAME_BYTES]
