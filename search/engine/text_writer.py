"""One text field of a segment in the making: its terms and postings, its lengths and its two columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis.batch import COUNT_BITS, LONG, MOST_OCCURRENCES, MOST_TEXTS, RANK_BITS, TERM_SHIFT, Keys, Terms
from search.analysis.codes import Codes, as_text, joined, unspaced_ranks
from search.engine.column_writer import length_bytes, var_bytes_column
from search.engine.posting_writer import TERM_INFO, Bytes, Places, PostingLists, posting_blocks
from search.engine.term_table_writer import TermKeys

_BEYOND_UTF16_UNIT = 0x10000
#: The first code points that take two, three, four bytes in UTF-8.
_LONGER_IN_UTF8 = np.array([0x80, 0x800, 0x10000])


@dataclass(frozen=True, slots=True)
class TextColumns:
    """A field of some documents as its columns hold it: values, one after the other, and the bytes of each."""

    lengths: Places
    folded: bytes
    folded_sizes: Places
    written: bytes
    written_sizes: Places


def text_columns(terms: Terms, written: Codes, folded: Codes, ends: Places) -> TextColumns:
    """Return the columns of texts that are joined with a line feed at each of `ends` and have these terms."""
    starts = np.concatenate(([0], ends + 1))[:-1].astype(np.int64)
    differs = np.logical_or.reduceat(written != folded, starts) if len(ends) else np.zeros(0, np.bool_)
    written_sizes = np.zeros(len(ends), np.int64)
    kept_folded, folded_sizes = _utf16(folded, starts, ends)
    kept_written, written_sizes[differs] = _utf16(written, starts[differs], ends[differs])
    return TextColumns(_lengths(terms, len(ends)), kept_folded, folded_sizes, kept_written, written_sizes)


class TextWriter:
    """Collects one field of a segment's documents, numbered in the order in which they come, at most MOST_TEXTS."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._numbers: dict[str, int] = {}
        self._pairs: list[Keys] = []
        self._others: list[Keys] = []
        self._columns: list[TextColumns] = []
        self._size = 0

    def add(self, terms: Terms, columns: TextColumns) -> None:
        """Take the field of the next documents."""
        first = np.uint64(self._size << COUNT_BITS)
        self._pairs.append(terms.pairs + first)
        self._others.append(self._renumbered(terms) + first)
        self._columns.append(columns)
        self._size += len(columns.lengths)

    @property
    def lengths(self) -> Places:
        """How many terms each document has."""
        return _concatenated([one.lengths for one in self._columns], np.int64)

    def folded_column(self) -> bytes:
        values = b"".join(one.folded for one in self._columns)
        return var_bytes_column(values, _concatenated([one.folded_sizes for one in self._columns], np.int64))

    def written_column(self) -> bytes:
        values = b"".join(one.written for one in self._columns)
        return var_bytes_column(values, _concatenated([one.written_sizes for one in self._columns], np.int64))

    def postings(self, place: int) -> tuple[list[Bytes], TermKeys, NDArray[Any]]:
        """Return the posting blocks, that begin at `place` in their file, the terms, and what is kept of each term.

        Frees what was collected of the terms: call it once.
        """
        pairs, pair_lists = _lists(self._pairs)
        others, other_lists = _lists(self._others)
        lengths = length_bytes(self.lengths)
        pair_blocks, pair_infos = posting_blocks(pair_lists, lengths, self._factor, place)
        other_blocks, other_infos = posting_blocks(other_lists, lengths, self._factor, place + len(pair_blocks))
        keys, order = _merged(_pair_keys(pairs), self._other_keys(others))
        rows = [infos.view(np.uint8).reshape(-1, TERM_INFO.itemsize) for infos in (pair_infos, other_infos)]
        infos = np.concatenate(rows)[order].view(TERM_INFO)[:, 0]
        return [pair_blocks, other_blocks], keys, infos

    def _renumbered(self, terms: Terms) -> Keys:
        """The keys of other terms, with the numbers that their words have in the whole segment."""
        new = [word for word in terms.words if word not in self._numbers]
        self._numbers.update(zip(new, count(len(self._numbers)), strict=False))
        known = np.fromiter(map(self._numbers.__getitem__, terms.words), np.uint64)
        found = terms.others >> np.uint64(TERM_SHIFT)
        words = found >= LONG
        renumbered = terms.others.copy()
        rest = renumbered[words] & np.uint64((1 << TERM_SHIFT) - 1)
        renumbered[words] = (known[found[words] - np.uint64(LONG)] + np.uint64(LONG)) << np.uint64(TERM_SHIFT) | rest
        return renumbered

    def _other_keys(self, numbers: Keys) -> _SortedTerms:
        """Terms other than pairs, by their numbers, in the order of their code points."""
        words = list(self._numbers)
        terms = [chr(number) if number < LONG else words[number - LONG] for number in numbers.tolist()]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        codes, ends = joined(terms[one] for one in order)
        starts = np.concatenate(([0], ends + 1))[:-1].astype(np.int64)
        characters = ends - starts
        sizes = np.add.reduceat(_utf8_sizes(codes), starts) - 1 if len(terms) else ends
        seconds = np.where(characters > 1, codes[np.minimum(starts + 1, len(codes) - 1)].astype(np.int64), -1)
        blob = np.frombuffer(as_text(np.delete(codes, ends)).encode(), np.uint8)
        ranks = _rank(codes[starts].astype(np.int64), seconds) + (characters > 1)
        return _SortedTerms(blob, sizes, ranks, np.array(order, np.int64))


@dataclass(frozen=True, slots=True)
class _SortedTerms:
    """Terms in UTF-8 by rising code points: joined, the bytes of each, what orders them by their first two characters,
    and which of the terms that were asked for each one is."""

    blob: Bytes
    sizes: Places
    ranks: Places
    order: Places


def _rank(firsts: Places, seconds: Places) -> Places:
    """Orders terms by two characters; leaves room for a longer term, which comes after the pair it begins with."""
    return firsts << 22 | (seconds + 1) << 1


def _pair_keys(pairs: Keys) -> _SortedTerms:
    unspaced = unspaced_ranks().unspaced
    codes = np.empty((len(pairs), 2), np.uint32)
    codes[:, 0] = unspaced[pairs >> np.uint64(RANK_BITS)]
    codes[:, 1] = unspaced[pairs & np.uint64((1 << RANK_BITS) - 1)]
    sizes = _utf8_sizes(codes).sum(axis=1)
    ranks = _rank(codes[:, 0].astype(np.int64), codes[:, 1].astype(np.int64))
    blob = np.frombuffer(as_text(codes.ravel()).encode(), np.uint8)
    return _SortedTerms(blob, sizes, ranks, np.arange(len(pairs)))


def _utf8_sizes(codes: Codes) -> Places:
    return np.searchsorted(_LONGER_IN_UTF8, codes, side="right") + 1


def _merged(pairs: _SortedTerms, others: _SortedTerms) -> tuple[TermKeys, Places]:
    """Return all terms in order, and the order of what belongs to pairs and others, one after the other."""
    order = np.argsort(np.concatenate((pairs.ranks, others.ranks)), kind="stable")
    sizes = np.concatenate((pairs.sizes, others.sizes))
    starts = np.cumsum(sizes) - sizes
    blob = np.concatenate((pairs.blob, others.blob))
    given = np.concatenate((pairs.order, others.order + len(pairs.order)))
    return TermKeys(blob, starts[order], sizes[order]), given[order]


def _lists(parts: list[Keys]) -> tuple[Keys, PostingLists]:
    """Empty `parts` and return the numbers of the terms they hold, ascending, and their postings."""
    keys = _concatenated(parts, np.uint64)
    parts.clear()
    keys.sort()
    terms = keys >> np.uint64(TERM_SHIFT)
    starts = np.flatnonzero(np.concatenate((np.ones(min(len(terms), 1), np.bool_), terms[1:] != terms[:-1])))
    documents = (keys >> np.uint64(COUNT_BITS) & np.uint64(MOST_TEXTS)).astype(np.uint16)
    counts = (keys & np.uint64(MOST_OCCURRENCES)).astype(np.uint16)
    return terms[starts], PostingLists(documents, counts, starts)


def _lengths(terms: Terms, size: int) -> Places:
    """How many terms each text has, every occurrence counted."""
    lengths = np.zeros(size, np.int64)
    for keys in (terms.pairs, terms.others):
        texts = (keys >> np.uint64(COUNT_BITS) & np.uint64(MOST_TEXTS)).astype(np.int64)
        lengths += np.bincount(texts, keys & np.uint64(MOST_OCCURRENCES), size).astype(np.int64)
    return lengths


def _utf16(codes: Codes, starts: Places, ends: Places) -> tuple[bytes, Places]:
    """Return the texts from `starts` to `ends` in UTF-16-LE, joined, and how many bytes each of them takes."""
    inside = np.zeros(len(codes) + 1, np.int8)
    np.add.at(inside, starts, 1)
    np.add.at(inside, ends, -1)
    chosen = codes[np.cumsum(inside[:-1], dtype=np.int8).view(np.bool_)]
    if not len(chosen) or chosen.max() < _BEYOND_UTF16_UNIT:
        return chosen.astype("<u2").tobytes(), 2 * (ends - starts)
    units = np.concatenate(([0], np.cumsum(1 + (codes >= _BEYOND_UTF16_UNIT))))
    return as_text(chosen).encode("utf-16-le"), 2 * (units[ends] - units[starts])


def _concatenated(parts: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)
