"""The words that an index holds, with how often, read from its tables of terms by numpy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.analysis.dictionary import known_words

#: Words of two to eight characters, three bytes each in UTF-8.
_BYTES = range(6, 25, 3)
_PAIR = 6
#: Pairs of characters that the dictionary has seen less often are taken for neighbours and not for words.
_SEEN = 10
#: The first bytes in UTF-8 of Chinese characters from 㐀 to 鿿.
_FIRST_BYTE, _LAST_BYTE = 0xE3, 0xE9

Terms = NDArray[np.bytes_]
Counts = NDArray[np.int64]


class TermTable(Protocol):
    def of_length(self, field: str, length: int) -> tuple[Terms, Counts]:
        """All terms of so many bytes, with the number of documents that hold each."""
        ...


def frequent_words(tables: Sequence[TermTable], fields: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Return the words of the index that the most documents hold, deleted ones among them, at most `most`.

    A document counts once for each field. Words of two characters are those pairs that the dictionary knows.
    """
    fields = tuple(fields)
    groups = [_counted(tables, fields, length) for length in _BYTES]
    counts = np.concatenate([counts for _, counts in groups])
    if len(counts) > most:
        least = np.partition(counts, len(counts) - most)[len(counts) - most]
        groups = [(terms[counts >= least], counts[counts >= least]) for terms, counts in groups]
    found = [
        (term.decode(), count)
        for terms, counts in groups
        for term, count in zip(terms.tolist(), counts.tolist(), strict=True)
    ]
    return sorted(found, key=lambda each: -each[1])[:most]


def _counted(tables: Sequence[TermTable], fields: Sequence[str], length: int) -> tuple[Terms, Counts]:
    """The words of one length in all segments and fields, each once."""
    lists = [_words(*table.of_length(field, length), length) for table in tables for field in fields]
    terms = np.concatenate([terms for terms, _ in lists]) if lists else np.empty(0, f"S{length}")
    counts = np.concatenate([counts for _, counts in lists]) if lists else np.empty(0, np.int64)
    distinct, places = np.unique(terms, return_inverse=True)
    return distinct, np.bincount(places, counts, len(distinct)).astype(np.int64)


def _words(terms: Terms, counts: Counts, length: int) -> tuple[Terms, Counts]:
    if not len(terms):
        return terms, counts
    firsts = terms.view(np.uint8).reshape(len(terms), length)[:, ::3]
    chosen = ((firsts >= _FIRST_BYTE) & (firsts <= _LAST_BYTE)).all(axis=1)
    if length == _PAIR:
        chosen &= np.isin(terms, _known_pairs())
    return terms[chosen], counts[chosen]


@cache
def _known_pairs() -> Terms:
    return np.array([word.encode() for word in known_words(_PAIR // 3, _SEEN)], f"S{_PAIR}")
