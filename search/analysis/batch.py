"""The terms of many texts at once, by sorting numbers instead of collecting strings.

A term's occurrence is one unsigned 64-bit number that holds the term, the text and, once equal numbers are counted,
how often: so one sort brings all postings into the order in which they are written.

    pair     rank of first character: 18 bits | rank of second: 18 | text: 16 | count: 12
    other    number of the term: 36 bits                           | text: 16 | count: 12

A pair is two neighbours in an unspaced run. The number of another term is its code point if it is one character
long (the last of a run, a mark, a letter), else LONG + its place in `words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from search.analysis.codes import MARK, UNSPACED, WORD, Codes, as_text, kinds_table, unspaced_ranks
from search.analysis.segmentation import Cut

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

COUNT_BITS, TEXT_BITS, RANK_BITS = 12, 16, 18
TERM_SHIFT = COUNT_BITS + TEXT_BITS
#: A term that occurs more often in one text counts so often.
MOST_OCCURRENCES = (1 << COUNT_BITS) - 1
#: No more texts than this in one array of keys.
MOST_TEXTS = (1 << TEXT_BITS) - 1
#: The number of the first term of more than one character.
LONG = 0x110000
#: The shortest dictionary word that is indexed: words of two characters are pairs already.
WORD_LENGTH = 3
#: What jieba holds for Chinese. Other ideographs part its words, so they need not be shown to it, nor to its likes,
#: which hold more for Chinese and would cut otherwise.
FIRST_SEGMENTED, LAST_SEGMENTED = 0x4E00, 0x9FD5

#: So many ASCII characters are packed into one number.
_PACKED = 8

#: Finds names in a text: pairs of a name's first place in characters and the name.
Find = Callable[[str], Iterable[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of some texts: keys ascending and counted, and the terms of more than one character by place."""

    pairs: Keys
    others: Keys
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Texts:
    """Folded texts, joined: code points with a line feed after each text; the number of each character's text."""

    codes: Codes
    numbers: Keys

    @classmethod
    def of(cls, codes: Codes, ends: Places) -> Texts:
        """`ends` are the places of the line feeds after the texts."""
        lengths = np.diff(ends, prepend=-1)
        return cls(codes, np.repeat(np.arange(len(ends), dtype=np.uint64), lengths))


def terms(texts: Texts, cut: Cut, find: Find | None) -> Terms:
    """Return all terms of the texts. `cut` segments Chinese into words, `find` finds the staff's names."""
    kinds = kinds_table()[texts.codes]
    unspaced = kinds == UNSPACED
    paired = unspaced[:-1] & unspaced[1:]
    closing = unspaced.copy()
    closing[:-1] &= ~unspaced[1:]
    single, words = _long_terms(texts, kinds == WORD, cut, find)
    single = np.concatenate((single, np.flatnonzero(closing | (kinds == MARK))))
    characters = _keys(texts.codes[single].astype(np.uint64), texts.numbers[single])
    others = _keys(words.numbers.astype(np.uint64) + np.uint64(LONG), texts.numbers[words.places])
    return Terms(_pairs(texts, paired), counted(np.concatenate((characters, others))), words.terms)


def counted(keys: Keys) -> Keys:
    """Sort keys whose count is zero, in place, and return each once, with its count."""
    if not len(keys):
        return keys
    keys.sort()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(starts, append=len(keys))
    found: Keys = keys[starts] | np.minimum(counts, MOST_OCCURRENCES).astype(np.uint64)
    return found


def edges(mask: NDArray[np.bool_]) -> tuple[Places, Places]:
    """Return where the runs of true begin and end (one past)."""
    changes = np.flatnonzero(np.diff(mask.view(np.int8), prepend=0, append=0))
    return changes[::2], changes[1::2]


@dataclass(frozen=True, slots=True)
class _Found:
    """Terms of more than one character: which there are, and for each occurrence which it is and where it begins."""

    terms: list[str]
    numbers: Places
    places: Places

    @classmethod
    def of(cls, occurrences: list[str], places: Places) -> _Found:
        """Each term as it was found, one by one."""
        numbers = dict(zip(dict.fromkeys(occurrences), count(), strict=False))
        return cls(list(numbers), np.fromiter(map(numbers.__getitem__, occurrences), np.int64), places)


def _together(parts: Sequence[_Found]) -> _Found:
    """A term of several parts becomes one."""
    every = _Found.of([term for part in parts for term in part.terms], np.zeros(0, np.int64))
    firsts = np.cumsum([0, *(len(part.terms) for part in parts)])
    numbers = [every.numbers[part.numbers + first] for part, first in zip(parts, firsts, strict=False)]
    return _Found(every.terms, np.concatenate(numbers), np.concatenate([part.places for part in parts]))


def _pairs(texts: Texts, paired: NDArray[np.bool_]) -> Keys:
    firsts = np.flatnonzero(paired)
    ranks = unspaced_ranks().of
    first, second = ranks[texts.codes[firsts]].astype(np.uint64), ranks[texts.codes[firsts + 1]].astype(np.uint64)
    return counted(_keys(first << np.uint64(RANK_BITS) | second, texts.numbers[firsts]))


def _keys(numbers: Keys, of_texts: Keys) -> Keys:
    keys: Keys = numbers << np.uint64(TERM_SHIFT) | of_texts << np.uint64(COUNT_BITS)
    return keys


def _long_terms(texts: Texts, letters: NDArray[np.bool_], cut: Cut, find: Find | None) -> tuple[Places, _Found]:
    """Return the places of single letters and digits, and all terms of more than one character."""
    starts, ends = edges(letters)
    alone = ends - starts == 1
    whole = as_text(texts.codes)
    words = _dictionary_words(texts.codes, cut)
    found = [*_spaced(texts.codes, whole, starts[~alone], ends[~alone]), words]
    if find:
        found.append(_names(whole, words, find))
    return starts[alone], _together(found)


def _spaced(codes: Codes, whole: str, starts: Places, ends: Places) -> tuple[_Found, _Found]:
    """Runs of letters and digits. Most are short and ASCII, the same few again and again: eight bytes of a number, so
    that sorting numbers finds the distinct ones."""
    beyond_ascii = np.concatenate(([0], np.cumsum(codes >= 0x80)))
    packed = (ends - starts <= _PACKED) & (beyond_ascii[ends] == beyond_ascii[starts])
    runs = zip(starts[~packed].tolist(), ends[~packed].tolist(), strict=True)
    others = _Found.of([whole[start:end] for start, end in runs], starts[~packed])
    starts, ends = starts[packed], ends[packed]
    keys = np.zeros(len(starts), np.uint64)
    for place in range(_PACKED):
        inside = starts + place < ends
        keys[inside] |= codes[starts[inside] + place].astype(np.uint64) << np.uint64(8 * place)
    distinct, numbers = np.unique(keys, return_inverse=True)
    terms = [key.to_bytes(_PACKED, "little").rstrip(b"\0").decode("ascii") for key in distinct.tolist()]
    return _Found(terms, numbers, starts), others


def _dictionary_words(codes: Codes, cut: Cut) -> _Found:
    """The dictionary's words of WORD_LENGTH and more: all runs that may hold one are cut in a single call."""
    starts, ends = edges((codes >= FIRST_SEGMENTED) & (codes <= LAST_SEGMENTED))
    long = ends - starts >= WORD_LENGTH
    if not long.any():
        return _Found.of([], np.zeros(0, np.int64))
    starts, ends = starts[long], ends[long]
    kept = np.zeros(len(codes) + 1, np.int8)
    kept[starts] = 1
    kept[ends + 1] -= 1  # the character after the run is kept to part it from the next one
    places = np.flatnonzero(np.cumsum(kept[:-1], dtype=np.int8))
    shown = codes[places]
    shown[np.cumsum(ends - starts + 1) - 1] = 0x0A
    words = list(cut(as_text(shown)))
    lengths = _lengths(words)
    if lengths.sum() != len(shown):
        raise ValueError("the segmenter lost or added characters")
    chosen = np.flatnonzero(lengths >= WORD_LENGTH)
    return _Found.of([words[one] for one in chosen.tolist()], places[(np.cumsum(lengths) - lengths)[chosen]])


def _lengths(words: list[str]) -> Places:
    """The lengths of many words, none of which holds a null character: joined, for len() costs more than its answer."""
    codes = np.frombuffer("\0".join([*words, ""]).encode("utf-32-le"), "<u4")
    return np.diff(np.flatnonzero(codes == 0), prepend=-1) - 1


def _names(whole: str, words: _Found, find: Find) -> _Found:
    """The staff's names that are not there as words already, at the same place."""
    found = list(find(whole))
    known = set(zip(words.places.tolist(), (words.terms[one] for one in words.numbers.tolist()), strict=True))
    new = [one for one in found if one not in known] if found else []
    return _Found.of([name for _, name in new], np.array([start for start, _ in new], np.int64))
