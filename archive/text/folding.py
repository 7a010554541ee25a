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
FOLDING_VERSION = 1


#: Beyond the ideographic planes no character has a case, a width or another script: 0.6 s saved in every process.
_END_OF_CHANGES = 0x30000


def fold(text: str) -> str:
    """Return `text` with width, case and script differences removed, of the same length in characters."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """Map each character that changes: NFKC and lower case where they keep the length, then simplified."""
    simplified = _simplified()
    table: dict[int, str] = {}
    for code in range(_END_OF_CHANGES):
        if 0xD800 <= code <= 0xDFFF:
            continue
        char = chr(code)
        folded = _one_to_one(unicodedata.normalize("NFKC", char), char)
        folded = _one_to_one(folded.lower(), folded)
        folded = simplified.get(folded, folded)
        if folded != char:
            table[code] = folded
    return table


def _one_to_one(candidate: str, original: str) -> str:
    """Take the candidate only if it keeps the length: ㎡ and ﬁ stay as they are."""
    return candidate if len(candidate) == 1 else original


def _simplified() -> dict[str, str]:
    """Read OpenCC's traditional-to-simplified characters; of several candidates the first, as OpenCC does."""
    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {source: targets.split(" ")[0] for source, targets in pairs if len(source) == 1}
