"""Chinese numerals below ten thousand as digits, so that 六十一起 and 61起 compare equal."""

from __future__ import annotations

import re

_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]{2,9}")


def to_digits(folded: str) -> str:
    """Return `folded` with numerals of two characters or more written in digits: 二百一十七万 becomes 217万."""
    return _NUMERAL.sub(lambda found: _read(found.group()), folded)


def _read(words: str) -> str:
    if not any(char in _UNITS for char in words):
        return "".join(str(_DIGITS[char]) for char in words)
    total = digit = 0
    for char in words:
        if char in _UNITS:
            total += (digit or (1 if char == "十" else 0)) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return str(total + digit)
