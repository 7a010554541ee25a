"""What is alike in truth: the containment of every text of a sample with every other, counted shingle by shingle."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from archive.text.fingerprints import shingles

HALF = 0.5


def alike(sample: Mapping[int, str], everything: Sequence[str]) -> dict[int, set[int]]:
    """Return for each text of the sample the numbers of all that hold half of the shorter one's shingles with it.

    Nothing is sampled or estimated: an index from each shingle of the sample to those who have it, and all texts read.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    sizes = {}
    for number, words in sample.items():
        pieces = shingles(words)
        sizes[number] = len(pieces)
        for piece in pieces:
            holders[piece].append(number)
    found: dict[int, set[int]] = {number: set() for number in sample}
    for other, words in enumerate(everything):
        pieces = shingles(words)
        shared = Counter(number for piece in pieces if piece in holders for number in holders[piece])
        for number, count in shared.items():
            if number != other and count >= HALF * min(sizes[number], len(pieces)):
                found[number].add(other)
    return found
