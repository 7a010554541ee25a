"""Finds a stretch of text in the texts of a segment: where index terms leave candidates, the texts themselves decide.

Texts lie one after the other in a column, in UTF-16. The candidates' stretches of it are compared with the two
rarest neighbours of the wanted text, a block at a time by numpy; what is left is compared whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.runs import WORD_PATTERN, needs_whole_runs
from search.engine.columns import Bytes

Places = NDArray[np.int64]
#: A block fits into a core's cache. Two stretches with no more than a gap between them are read as one.
_BLOCK, _GAP = 1 << 18, 1 << 12  # bytes
_UNIT = 2  # bytes
#: So many texts are faster searched one by one.
_FEW = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text to be found: where it begins, or ends, with a letter or digit, must a run begin, or end, there?

    `anchor` is where, in characters, those two neighbours stand that are compared first.
    """

    text: str
    begins_run: bool = False
    ends_run: bool = False
    anchor: int = 0

    @classmethod
    def of(cls, text: str, *, prefix: bool = False, anchor: int = 0) -> Wanted:
        """Letters and digits by themselves stand for whole runs, as a prefix for the beginnings of runs."""
        whole = needs_whole_runs(text)
        return cls(text, whole and _is_word(text[0]), whole and not prefix and _is_word(text[-1]), anchor)


class Occurrences(NamedTuple):
    """Documents, ascending, and how often the text occurs in each; overlapping occurrences count."""

    docs: NDArray[np.int32]
    counts: Places


def occurrences(texts: Bytes, candidates: NDArray[np.int32], wanted: Wanted) -> Occurrences:
    """Return those of the candidates (ascending) that hold the wanted text. Reads the candidates' texts alone."""
    if not len(candidates):
        return Occurrences(candidates, np.zeros(0, np.int64))
    needle = wanted.text.encode("utf-16-le", "surrogatepass")
    starts, ends = texts.starts[candidates], texts.ends[candidates]
    if len(candidates) <= _FEW:
        places = _found_one_by_one(texts, starts, ends, needle)
    else:
        anchor = len(wanted.text[: wanted.anchor].encode("utf-16-le", "surrogatepass")) // _UNIT
        units = np.frombuffer(needle, "<u2")
        places = np.concatenate([_found(block, units, anchor) for block in _blocks(texts, starts, ends)])
    which = np.searchsorted(starts, places, side="right") - 1
    stop = places + len(needle)
    holds = stop <= ends[which]
    if wanted.begins_run:
        holds &= (places == starts[which]) | ~_are_words(texts, places - _UNIT)
    if wanted.ends_run:
        holds &= (stop >= ends[which]) | ~_are_words(texts, stop)
    counts = np.bincount(which[holds], minlength=1)
    held = np.flatnonzero(counts)
    return Occurrences(candidates[held], counts[held])


def _found_one_by_one(texts: Bytes, starts: Places, ends: Places, needle: bytes) -> Places:
    """Return the places in the column where the needle begins; in UTF-16 it can also be found between characters."""
    places = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        text = texts.part.bytes(start, end)
        found = text.find(needle)
        while found >= 0:
            if found % _UNIT == 0:
                places.append(start + found)
            found = text.find(needle, found + 1)
    return np.array(places, np.int64)


class _Block(NamedTuple):
    """Stretches of a column, joined: stretch i begins at `places[i]` of the column and at `starts[i]` of `units`."""

    units: NDArray[np.uint16]
    starts: Places
    places: Places


def _blocks(texts: Bytes, starts: Places, ends: Places) -> Iterator[_Block]:
    """Read the texts, those that lie close together as one stretch."""
    held = ends > starts
    starts, ends = starts[held], ends[held]
    apart = np.flatnonzero((starts[1:] - ends[:-1] > _GAP) | (starts[1:] // _BLOCK > starts[:-1] // _BLOCK))
    starts, ends = np.concatenate((starts[:1], starts[apart + 1])), np.concatenate((ends[apart], ends[-1:]))
    lengths = ends - starts
    bounds = np.flatnonzero(np.diff(np.cumsum(lengths) // _BLOCK, prepend=-1, append=-1))
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        stretches = zip(starts[low:high].tolist(), ends[low:high].tolist(), strict=True)
        data = b"".join([texts.part.bytes(start, end) for start, end in stretches])
        offsets = np.cumsum(lengths[low:high]) - lengths[low:high]
        yield _Block(np.frombuffer(data, "<u2"), offsets // _UNIT, starts[low:high])


def _found(block: _Block, needle: NDArray[np.uint16], anchor: int) -> Places:
    """Return the places in the column where the needle begins; some may span two texts."""
    units, places = block.units, len(block.units) - len(needle) + 1
    if places <= 0:
        return np.zeros(0, np.int64)
    tried = _anchored(units[anchor : anchor + places], units[anchor + 1 : anchor + places + 1], needle[anchor:][:2])
    for distance, unit in enumerate(needle):
        if not anchor <= distance < anchor + 2:
            tried = tried[units[tried + distance] == unit]
    stretch = np.searchsorted(block.starts, tried, side="right") - 1
    return block.places[stretch] + (tried - block.starts[stretch]) * _UNIT


def _anchored(units: NDArray[np.uint16], following: NDArray[np.uint16], pair: NDArray[np.uint16]) -> Places:
    """Where `units` has the first of the pair and `following` the second. Mostly nowhere: eight are asked at a time."""
    equal = np.zeros(-(-len(units) // 8) * 8, np.bool_)
    np.equal(units, pair[0], out=equal[: len(units)])
    if len(pair) > 1:
        equal[: len(units)] &= following == pair[1]
    eights = np.flatnonzero(equal.view(np.uint64))
    within = np.flatnonzero(equal.reshape(-1, 8)[eights])
    found: Places = eights[within // 8] * 8 + within % 8
    return found


def _are_words(texts: Bytes, places: Places) -> NDArray[np.bool_]:
    """Tell which units of the column, by their places in bytes, are letters or digits (or a half of one)."""
    column = np.frombuffer(texts.part.data, np.uint8, len(texts.part), texts.part.start)
    places = np.clip(places, 0, len(column) - _UNIT)
    units = column[places].astype(np.uint16) | column[places + 1].astype(np.uint16) << 8
    kinds = {unit: _is_word(chr(unit)) for unit in np.unique(units).tolist()}
    words = np.array([kinds[unit] for unit in units.tolist()], np.bool_)
    for number in np.flatnonzero((units & 0xF800) == 0xD800).tolist():
        place = int(places[number]) - (_UNIT if units[number] >= 0xDC00 else 0)
        words[number] = _is_word(texts.part.bytes(place, place + 2 * _UNIT).decode("utf-16-le", "replace")[:1])
    return words


@lru_cache(maxsize=4096)
def _is_word(char: str) -> bool:
    """Tell whether the character is a letter or digit, of those that are written with blanks between words."""
    return WORD_PATTERN.match(char) is not None
