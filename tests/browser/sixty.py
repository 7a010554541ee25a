"""Sixty files in one zip archive, as a new colleague is handed them: good pages, doubles, damaged ones and a bomb.

The names are in GBK and do not say so, as the archives of Chinese Windows have them.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.batch import DAMAGED, own
from config.environment import PROJECT

SAMPLES = sorted(
    path
    for path in (PROJECT / "samples").glob("[0-3]?-*")
    if path.suffix in (".html", ".txt", ".md", ".mhtml") and path.stat().st_size
)
FOLDER = "渡口剪报/第一箱"
#: What each damaged file of benchmarks.batch is refused for.
WHY_DAMAGED = {
    "empty.html": "empty",
    "blank.txt": "empty",
    "picture.html": "binary",
    "program.txt": "binary",
    "archive.zip": "nested-zip",
    "letter.docx": "unknown-type",
    "scan.pdf": "binary",
    "nothing.html": "no-text",
    "marks.md": "no-text",
    "noise.html": "not-text",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive. fate: a state of UploadItem. problem: the code of why it was refused."""

    name: str
    content: bytes
    fate: str
    problem: str = ""


def members() -> Iterator[Member]:
    """The sixty, in the order of the archive."""
    for path in SAMPLES:
        yield Member(f"{FOLDER}/{path.name}", path.read_bytes(), "draft")
    for number, path in enumerate(SAMPLES[:8]):
        yield Member(f"{FOLDER}/副本{number}-{path.name}", path.read_bytes(), "duplicate")
    for name, content in (DAMAGED | {"noise.html": _NOISE}).items():
        yield Member(f"{FOLDER}/坏的/{name}", content, "refused", WHY_DAMAGED[name])
    yield Member(f"{FOLDER}/坏的/炸弹.html", b" " * 4_000_000, "refused", "inflates-too-much")
    yield Member(f"{FOLDER}/坏的/断了.html", _BROKEN * 40, "refused", "damaged-member")
    yield Member("../../渡口.html", b"<p>" + "渡口".encode(), "refused", "bad-member-name")
    for number, path in enumerate(SAMPLES[10:]):
        page = own(path.read_bytes(), number + 1)
        if path.suffix == ".html" and page.strip() != path.read_bytes().strip():
            yield Member(f"{FOLDER}/改过一处{number}.html", page, "draft")


_NOISE = random.Random(60).randbytes(3000)
_BROKEN = "断了的一页，压缩数据里有一个字节不对。".encode()
SIXTY = list(members())[:60]


def pack(path: Path) -> Path:
    """Write the archive: names as bytes of GBK without a word about it, and one member with a byte turned."""
    names = [member.name.encode("gbk") for member in SIXTY]
    held = {f"{number:04}".ljust(len(name), "_"): name for number, name in enumerate(names)}  # places for the names
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, member in zip(held, SIXTY, strict=True):
            archive.writestr(place, member.content)
    written = path.read_bytes()
    for place, name in held.items():
        written = written.replace(place.encode(), name)
    path.write_bytes(_with_a_turned_byte(written))
    return path


def _with_a_turned_byte(archive: bytes) -> bytes:
    """Damage the packed data of the member that is to be damaged, past its header."""
    name = f"{FOLDER}/坏的/断了.html".encode("gbk")
    at = archive.index(name) + len(name) + 4
    return archive[:at] + bytes([archive[at] ^ 0xFF]) + archive[at + 1 :]
