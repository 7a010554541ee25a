"""The peers: datasketch's two indexes in memory, over the same shingles. What they return is compared in full."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH, MinHashLSHEnsemble

from archive.duplicates.judging import judge
from archive.text.fingerprints import shingles

PERMUTATIONS = 128
_LOADED: dict[str, MinHash] = {}  # every peer loads the same texts


def sketch(text: str) -> MinHash:
    """Return datasketch's MinHash of a text's shingles."""
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([piece.encode() for piece in shingles(text)])
    return made


def loaded(text: str) -> MinHash:
    """Return the sketch of a text that is loaded, made once."""
    if text not in _LOADED:
        _LOADED[text] = sketch(text)
    return _LOADED[text]


class Peer(ABC):
    """An index of numbered texts."""

    name: str

    @abstractmethod
    def load(self, texts: Sequence[str]) -> None:
        """Add texts; their numbers go on."""

    @abstractmethod
    def ask(self, text: str) -> list[int]:
        """Return the numbers of the texts that the index proposes."""

    def ask_and_compare(self, text: str, texts: Sequence[str]) -> tuple[list[int], set[int]]:
        """Return what is proposed, and what of it stands the comparison in full."""
        proposed = self.ask(text)
        return proposed, {number for number in proposed if judge(text, texts[number])}


class JaccardLSH(Peer):
    """MinHashLSH at Jaccard 0.5, its threshold for "half the same"."""

    name = "datasketch MinHashLSH, Jaccard 0.5"

    def __init__(self) -> None:
        self.index = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
        self.count = 0

    def load(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.index.insert(self.count, loaded(text))
            self.count += 1

    def ask(self, text: str) -> list[int]:
        return list(self.index.query(sketch(text)))


class LooseLSH(JaccardLSH):
    """MinHashLSH at Jaccard 0.2, which meets some excerpts and much else."""

    name = "datasketch MinHashLSH, Jaccard 0.2"

    def __init__(self) -> None:
        self.index = MinHashLSH(threshold=0.2, num_perm=PERMUTATIONS)
        self.count = 0


class ContainmentLSH(Peer):
    """MinHashLSHEnsemble at containment 0.5. It is built once: a new text means building it anew."""

    name = "datasketch MinHashLSHEnsemble, containment 0.5"

    def __init__(self) -> None:
        self.entries: list[tuple[int, MinHash, int]] = []

    def load(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.entries.append((len(self.entries), loaded(text), max(1, len(shingles(text)))))
        self.index = MinHashLSHEnsemble(threshold=0.5, num_perm=PERMUTATIONS, num_part=16)
        self.index.index(self.entries)

    def ask(self, text: str) -> list[int]:
        return list(self.index.query(sketch(text), max(1, len(shingles(text)))))
