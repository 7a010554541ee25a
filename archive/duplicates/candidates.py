"""Ranks the texts that share fingerprints with a new one, so that only a few have to be read and compared.

A fingerprint that many texts hold, as in a credit line or a stock bulletin, says little by itself. The archive keeps
only its first holders, which bounds the work of any upload; texts are then weighed by the rarer ones as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

#: So many holders of one fingerprint are kept. With that many it is common.
HOLDERS_KEPT = 200
#: So many texts are compared in full, and so many likenesses found, for one article.
COMPARED = 50
#: Shared fingerprints only estimate the shared text: lower than the part that counts, so that few are missed.
ESTIMATE = 0.2

Holders = Mapping[int, Collection[int]]


class Size(NamedTuple):
    """How many fingerprints a text has, and how many of them the archive keeps with it."""

    all: int
    kept: int


class Candidate(NamedTuple):
    """A text to compare. by_all: the part of the smaller sketch that is shared, 0 to 1. by_rare: that of its rare
    fingerprints; of a text that has none, and so nothing of its own, all of them."""

    key: int
    by_rare: float
    by_all: float

    @property
    def distinctive(self) -> bool:
        """Whether what is shared is more than many others share too."""
        return self.by_rare >= ESTIMATE


def rank(values: Collection[int], holders: Holders, sizes: Mapping[int, Size]) -> list[Candidate]:
    """Return the texts that may share half of the shorter text with this one, the most promising first.

    values: the fingerprints of the text. holders: for each of them the keys of other texts that hold it.
    sizes: of those texts; one that is missing has gone in the meantime and is passed over.
    """
    rare = [value for value in values if len(holders.get(value, ())) < HOLDERS_KEPT]
    shared, shared_rare = _count(values, holders), _count(rare, holders)

    fewest = max(1, len(rare))
    found = []
    for key, count in shared.items():
        size = sizes.get(key)
        if size and count >= ESTIMATE * min(fewest, size.kept):  # most share a word or two and are passed by here
            # Of a text that came late in a large family only rare fingerprints are kept: they count by themselves.
            by_all = count / min(len(values), size.all)
            by_rare = shared_rare[key] / min(fewest, size.kept) if rare else by_all
            found.append(Candidate(key, by_rare, by_all))
    promising = [one for one in found if max(one.by_rare, one.by_all) >= ESTIMATE]
    return sorted(promising, key=lambda one: (-one.by_rare, -one.by_all, one.key))[:COMPARED]


def _count(values: Iterable[int], holders: Holders) -> Counter[int]:
    return Counter(key for value in values for key in holders.get(value, ()))
