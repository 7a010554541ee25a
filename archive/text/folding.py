"""The one folding that index, query, highlighting and duplicate detection share.

One character in, one character out, so that an offset in folded text is the same offset in the original and
fold(substring) == substring(fold). Character level on purpose: OpenCC's phrase tables would keep 乾 in 李乾隆
while the query 李乾 folded to 李干, a miss. Source of the map: OpenCC's TSCharacters by opencc-python-reimplemented.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import opencc

#: Part of the index's version stamp: raise it whenever fold() gives another answer for any character.
FOLDING_VERSION = 2


#: Beyond the ideographic planes no character has a case, a width or another script: 0.6 s saved in every process.
_END_OF_CHANGES = 0x30000


def fold(text: str) -> str:
    """Return `text` with width, case and script differences removed, of the same length in characters."""
    return text.translate(folding_map())


def widths(text: str) -> str:
    """Return `text` with differences of width and case removed and its script kept, of the same length in characters.

    fold(widths(text)) == fold(text), and widths(widths(text)) == widths(text).
    """
    return text.translate(widths_map())


@cache
def folding_map() -> dict[int, str]:
    """Map each code point that fold() changes to what it becomes: as widths() does, then simplified."""
    simplified = _simplified()
    narrow = widths_map()
    table = {code: simplified.get(char, char) for code, char in narrow.items()}
    table |= {ord(source): target for source, target in simplified.items() if ord(source) not in narrow}
    return {code: char for code, char in table.items() if char != chr(code)}


@cache
def widths_map() -> dict[int, str]:
    """Map each code point that widths() changes to what it becomes: NFKC and lower case where they keep the length."""
    table: dict[int, str] = {}
    for code in range(_END_OF_CHANGES):
        if 0xD800 <= code <= 0xDFFF:
            continue
        char = chr(code)
        narrow = _one_to_one(unicodedata.normalize("NFKC", char), char)
        narrow = _one_to_one(narrow.lower(), narrow)
        if narrow != char:
            table[code] = narrow
    return table


def _one_to_one(candidate: str, original: str) -> str:
    """Take the candidate only if it keeps the length: ㎡ and ﬁ stay as they are."""
    return candidate if len(candidate) == 1 else original


def _simplified() -> dict[str, str]:
    """Read OpenCC's traditional-to-simplified characters; of several candidates the first, as OpenCC does."""
    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    first = {source: targets.split(" ")[0] for source, targets in pairs if len(source) == 1}
    # 薴 becomes 苧, which itself is the traditional form of 苎: both ends of such a chain must meet.
    return {source: first.get(target, target) for source, target in first.items()}
