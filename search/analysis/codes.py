"""Texts as arrays of code points, and what each code point is: the form in which many articles are analysed at once.

A text becomes uint32 code points by one table look-up per form, which is forty times faster than str.translate();
the tables are made from the very maps and patterns that work on strings, so both ways agree on every character.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.text.folding import folding_map, widths_map
from search.analysis.runs import BLANK_PATTERN, UNSPACED_PATTERN, WORD_PATTERN

BLANK, UNSPACED, WORD, MARK = 0, 1, 2, 3

_CODE_POINTS = 0x110000
_SURROGATES = slice(0xD800, 0xE000)
_REPLACEMENT = 0xFFFD

Codes = NDArray[np.uint32]


@cache
def written_table() -> Codes:
    """Return the written form of each code point, by code point; a lone surrogate, which no file holds, is U+FFFD."""
    return _table(widths_map())


@cache
def folded_table() -> Codes:
    """Return the folded form of each code point, by code point; a lone surrogate, which no file holds, is U+FFFD."""
    return _table(folding_map())


@cache
def kinds_table() -> NDArray[np.uint8]:
    """Return what each code point is: BLANK, UNSPACED, WORD or MARK."""
    return _kinds()


class Ranks(NamedTuple):
    """`of` numbers the unspaced characters in their order, by code point; `unspaced` turns a number back into one."""

    of: Codes
    unspaced: Codes


@cache
def unspaced_ranks() -> Ranks:
    """Return the numbers of the unspaced characters."""
    unspaced = np.flatnonzero(kinds_table() == UNSPACED).astype(np.uint32)
    of = np.zeros(_CODE_POINTS, np.uint32)
    of[unspaced] = np.arange(len(unspaced), dtype=np.uint32)
    return Ranks(of, unspaced)


@cache
def tables_hash() -> str:
    """SHA-256 of the tables: another one means other terms, for instance by another Unicode version of Python.

    They are made for this alone and not kept: who only searches needs one of them at the most.
    """
    digest = hashlib.sha256()
    for table in (_table(widths_map()), _table(folding_map()), _kinds()):
        digest.update(table.tobytes())
    return digest.hexdigest()


def folded(text: str) -> str:
    """Return what archive.text.folding.fold() does, faster where texts are longer than a word."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return as_text(folded_table()[codes])


def joined(texts: Iterable[str]) -> tuple[Codes, NDArray[np.int64]]:
    """Return the code points of all texts, a line feed after each, and where each text ends (at its line feed)."""
    parts = list(texts)
    whole = "\n".join(parts) + "\n" if parts else ""
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4")
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    return codes, np.cumsum(lengths + 1) - 1


def as_text(codes: Codes) -> str:
    """Return the string of code points that hold no surrogates, one character each."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")


def _table(changes: dict[int, str]) -> Codes:
    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    table[list(changes)] = [ord(char) for char in changes.values()]
    table[_SURROGATES] = _REPLACEMENT
    return table


def _kinds() -> NDArray[np.uint8]:
    """The patterns of runs.py, asked once about all characters there are. What fits none is a mark."""
    everything = "".join(map(chr, range(_CODE_POINTS)))
    kinds = np.full(_CODE_POINTS, MARK, np.uint8)
    for kind, pattern in ((BLANK, BLANK_PATTERN), (UNSPACED, UNSPACED_PATTERN), (WORD, WORD_PATTERN)):
        for found in pattern.finditer(everything):
            kinds[found.start() : found.end()] = kind
    return kinds
