"""Bytes to characters in one charset, as browsers do it.

Python's codecs differ from the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/), by which the pages were
made and read, in a few places: GB18030 of 2022 gives up private use characters, byte 0x80 is a euro sign in GBK, and
Big5 has some two hundred more characters than big5hkscs and takes others from Microsoft's code page 950.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from pathlib import Path

#: Private use in Python's GB18030, real characters in that of 2022 and in browsers.
_GB18030 = {
    0xE5E5: 0x3000,
    **dict(zip(range(0xE78D, 0xE794), (0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16), strict=True)),
    **dict(zip(range(0xE794, 0xE797), (0xFE17, 0xFE18, 0xFE19), strict=True)),
    0xE7C7: 0x1E3F,
    **dict(zip((0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864), range(0x9FB4, 0x9FBC), strict=True)),
}
#: Marks that Python reads otherwise than browsers do. The slashes of A241 and A242 stay the usual ones.
_BIG5 = str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡")
_CORRECTIONS: dict[str, tuple[re.Pattern[str], dict[int, int]]] = {
    charset: (re.compile(f"[{''.join(map(chr, table))}]+"), table)
    for charset, table in (("gb18030", _GB18030), ("big5hkscs", _BIG5))
}


def read(data: bytes, charset: str) -> str:
    """Return the bytes as characters, U+FFFD where they are none. charset: a name of Python's that labels.py gives."""
    text = data.decode(charset, errors=_ERRORS.get(charset, "replace"))
    if charset not in _CORRECTIONS:
        return text
    wrong, table = _CORRECTIONS[charset]
    return wrong.sub(lambda found: found[0].translate(table), text)


def _euro_or_replacement(error: UnicodeError) -> tuple[str, int]:
    """Byte 0x80 alone is a euro sign in GBK."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return ("€" if error.object[error.start] == 0x80 else "\ufffd"), error.end


def _big5_or_replacement(error: UnicodeError) -> tuple[str, int]:
    """Read a pair that Python does not know by the table of browsers."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    char = _more_big5().get(error.object[error.start : error.start + 2])
    return (char, error.start + 2) if char else ("\ufffd", error.end)


@cache
def _more_big5() -> dict[bytes, str]:
    path = Path(__file__).parent.parent / "data" / "big5_browsers.txt"
    table: dict[bytes, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, _, chars = line.partition(" ")
            lead, trail = bytes.fromhex(first)
            for char in chars:
                table[bytes((lead, trail))] = char
                trail = 0xA1 if trail == 0x7E else trail + 1
    return table


_ERRORS = {"gb18030": "baoku-gb18030", "big5hkscs": "baoku-big5"}
codecs.register_error(_ERRORS["gb18030"], _euro_or_replacement)
codecs.register_error(_ERRORS["big5hkscs"], _big5_or_replacement)
