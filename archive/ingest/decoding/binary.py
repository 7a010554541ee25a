"""What is no text: pictures, office files and programs by their first bytes, noise by its control characters."""

from __future__ import annotations

import re

#: First bytes of files that are no text, and what to call them. Zip archives are told apart before decoding.
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"RIFF", "RIFF"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"SQLite format 3", "SQLite"),
    (b"bplist00", "web archive of Safari"),
    (b"ITSF", "CHM"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LOOK = 256 * 1024  # characters


def kind_of(data: bytes) -> str:
    """Name what kind of binary file this is; empty for text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return "video" if data[4:8] == b"ftyp" else ""


def is_noise(text: str) -> bool:
    """Whether so many control characters stand in the text that it is no text."""
    sample = text[:_LOOK]
    return len(_CONTROL.findall(sample)) > len(sample) // 20
