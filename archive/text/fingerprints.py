"""Texts as sets of overlapping pieces: how much of one stands in another, and a few pieces to find it by.

A shingle is five characters of the text without marks, white space, case, width and script. A text's fingerprints
are the smallest hashes of each twenty shingles in a row (winnowing: Schleimer, Wilkerson and Aiken, SIGMOD 2003). Two
texts that share 24 characters in a row share a fingerprint, whatever stands around them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Set
from functools import lru_cache
from hashlib import blake2b

from archive.text.folding import FOLDING_VERSION, fold

SHINGLE = 5  # characters
WINDOW = 20  # shingles
#: A shorter text has fewer shingles than one window: only its equal can be found.
SHORTEST = WINDOW + SHINGLE - 1  # characters
#: Kept with each sketch: raise it whenever words_of() or fingerprints() give another answer.
VERSION = 100 * FOLDING_VERSION + 1

_BYTES = 2 * SHINGLE  # in UTF-16


def words_of(paragraphs: Iterable[str]) -> str:
    """Return letters, ideographs and digits of a text in the folding of the archive, and nothing else."""
    return "".join(filter(str.isalnum, fold("".join(paragraphs))))


def digest(words: str) -> str:
    """Return 32 hexadecimal digits that are equal for equal words; an empty string where there are none."""
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() if words else ""


@lru_cache(maxsize=16)
def shingles(words: str) -> frozenset[str]:
    """Return every piece of five characters; a text shorter than that is a piece itself."""
    # Cached because one text is compared with up to fifty others, one after the other.
    last = max(1, len(words) - SHINGLE + 1) if words else 0
    return frozenset([words[start : start + SHINGLE] for start in range(last)])


def containment(one: Set[str], other: Set[str]) -> tuple[float, float]:
    """Return how much of `one` is in `other` and how much of `other` is in `one`, each 0 to 1."""
    if not one or not other:
        return 0.0, 0.0
    shared = len(one & other)
    return shared / len(one), shared / len(other)


def fingerprints(words: str) -> frozenset[int]:
    """Return the fingerprints of a text, about one for ten characters, 32 bits each; none for a very short text."""
    hashes = _hashes(words)
    kept: set[int] = set()
    least, stays = -1, 0  # the smallest hash, and for how many more windows it is in them
    for end in range(WINDOW, len(hashes) + 1):
        newest = hashes[end - 1]
        if newest <= least:
            least, stays = newest, WINDOW - 1
        elif stays:
            stays -= 1
        else:
            least, stays = _least(hashes[end - WINDOW : end])
        kept.add(least)
    return frozenset(kept)


def _least(window: list[int]) -> tuple[int, int]:
    """The smallest hash of a window, and the last place where it stands."""
    least = min(window)
    return least, len(window) - 1 - window[::-1].index(least)


def _hashes(words: str) -> list[int]:
    """The CRC-32 of each shingle in its order: quick, and the same on every machine."""
    data, crc32 = words.encode("utf-16-le", "surrogatepass"), zlib.crc32
    return [crc32(data[start : start + _BYTES]) for start in range(0, len(data) - _BYTES + 1, 2)]
