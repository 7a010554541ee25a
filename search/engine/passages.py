"""The best passage of each of many texts: the stretch of few characters that holds most of what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.runs import WORD_PATTERN

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]

_PAIR = 2  # characters
#: A code point has 21 bits.
_BITS, _CODES = 21, 0x110000


class Text(NamedTuple):
    """A heading, which holds for every passage below it, and the text below. Both are folded."""

    heading: str
    body: str


class _Found(NamedTuple):
    """Where terms occur in the joined texts, by place: which term, in which text."""

    places: Numbers
    terms: Numbers
    texts: Numbers


def best_passages(texts: Sequence[Text], weights: Mapping[str, float], length: int) -> Weights:
    """Return for each text the weight of the distinct terms that its best passage and its heading hold together.

    `weights` are those of terms: one or two unspaced characters, or a run of letters and digits. Terms begin within
    the passage's `length` characters.
    """
    joined = "\n".join(f"{text.heading}\n{text.body}" for text in texts)
    starts = np.cumsum([0, *(len(text.heading) + len(text.body) + 2 for text in texts)])
    bodies = starts[:-1] + np.array([len(text.heading) + 1 for text in texts], np.int64)
    found = _found(joined, list(weights), starts)
    values = np.array(list(weights.values()))
    in_heading = np.zeros((len(texts), len(values)), np.bool_)
    above = found.places < bodies[found.texts]
    in_heading[found.texts[above], found.terms[above]] = True
    below = ~in_heading[found.texts, found.terms]
    best = _best_windows(_Found(*(column[below] for column in found)), values, len(texts), length)
    best += in_heading @ values
    return best


def _found(joined: str, terms: list[str], starts: Numbers) -> _Found:
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    spaced = [number for number, term in enumerate(terms) if len(term) > _PAIR or WORD_PATTERN.fullmatch(term)]
    unspaced = [number for number in range(len(terms)) if number not in spaced]
    found = [_runs(joined, terms[number], number) for number in spaced]
    found += [_of_length(codes, terms, [one for one in unspaced if len(terms[one]) == length]) for length in (1, _PAIR)]
    places, numbers = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(places, kind="stable")
    places, numbers = places[order], numbers[order]
    return _Found(places, numbers, np.searchsorted(starts, places, side="right") - 1)


def _of_length(codes: NDArray[np.uint32], terms: list[str], numbers: list[int]) -> tuple[Numbers, Numbers]:
    """Where terms of one length begin: all places of their first characters, of these where the second one follows."""
    if not numbers:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    wanted = np.array([[ord(char) for char in terms[number]] for number in numbers]).T
    begins = np.zeros(_CODES, np.bool_)
    begins[wanted[0]] = True
    places = np.flatnonzero(begins[codes[: len(codes) - len(wanted) + 1]])
    keys = _keys(np.stack([codes[places + distance] for distance in range(len(wanted))]))
    order = np.argsort(_keys(wanted))
    sorted_keys = _keys(wanted)[order]
    nearest = np.minimum(np.searchsorted(sorted_keys, keys), len(order) - 1)
    equal = sorted_keys[nearest] == keys
    return places[equal], np.array(numbers, np.int64)[order[nearest[equal]]]


def _keys(codes: NDArray[np.integer[Any]]) -> Numbers:
    """One number for each column of one or two code points."""
    first, *second = codes.astype(np.int64)
    keys: Numbers = first << _BITS | second[0] if second else first
    return keys


def _runs(joined: str, term: str, number: int) -> tuple[Numbers, Numbers]:
    """Where a run of letters and digits stands, neither the beginning nor the end of a longer one."""
    places = np.fromiter(_whole(joined, term), np.int64)
    return places, np.full(len(places), number, np.int64)


def _whole(joined: str, term: str) -> Iterator[int]:
    for match in re.finditer(re.escape(term), joined):
        around = joined[match.start() - 1 : match.start()] + joined[match.end() : match.end() + 1]
        if not WORD_PATTERN.search(around):
            yield match.start()


def _best_windows(found: _Found, values: Weights, count: int, length: int) -> Weights:
    """Return for each of `count` texts the greatest weight of distinct terms in a window.

    Only windows that begin with an occurrence need be tried. An occurrence adds its weight to those that begin after
    the same term's last occurrence before it, and not further before it than a window is long: a stretch of the
    sorted places, so that differences, summed up, give all windows at once.
    """
    best = np.zeros(count)
    if not len(found.places):
        return best
    apart = found.places + found.texts * length  # so that no window reaches into the text before
    first = np.searchsorted(apart, np.maximum(apart - length, _last_before(found, apart)), side="right")
    weights, last = values[found.terms], np.arange(len(apart)) + 1
    size = len(apart) + 1
    windows = np.cumsum(np.bincount(first, weights, size) - np.bincount(last, weights, size))[:-1]
    np.maximum.at(best, found.texts, windows)
    return best


def _last_before(found: _Found, apart: Numbers) -> Numbers:
    """Where the same term last stands before each occurrence, in the same text; before all places if nowhere."""
    order = np.lexsort((apart, found.terms, found.texts))
    same = (np.diff(found.terms[order]) == 0) & (np.diff(found.texts[order]) == 0)
    before = np.full(len(apart), np.iinfo(np.int64).min)
    before[order[1:][same]] = apart[order[:-1][same]]
    return before
