"""The tables over code points say of every character what the functions on strings say."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.folding import fold, widths
from search.analysis.codes import (
    BLANK,
    MARK,
    UNSPACED,
    WORD,
    as_text,
    folded_table,
    joined,
    kinds_table,
    unspaced_ranks,
    written_table,
)
from search.analysis.runs import Kind, runs
from tests.search.analysis.texts import TEXTS

#: All planes that hold letters, and a sample of the rest, which holds none.
_CODES = [*range(0xD800), *range(0xE000, 0x32400), *range(0x32400, 0x110000, 101)]
_EVERYTHING = "".join(map(chr, _CODES))
_KINDS = {Kind.HAN: UNSPACED, Kind.WORD: WORD, Kind.MARK: MARK}


def test_both_forms_of_every_character_are_those_of_the_strings() -> None:
    codes, _ = joined([_EVERYTHING])
    assert as_text(written_table()[codes][:-1]) == widths(_EVERYTHING)
    assert as_text(folded_table()[codes][:-1]) == fold(_EVERYTHING)


def test_every_character_is_of_the_kind_of_its_run() -> None:
    expected = np.full(len(_EVERYTHING), BLANK)
    for run in runs(_EVERYTHING):
        expected[run.start : run.end] = _KINDS[run.kind]
    codes, _ = joined([_EVERYTHING])
    assert (kinds_table()[codes][:-1] == expected).all()


def test_ranks_number_the_unspaced_characters_in_their_order() -> None:
    unspaced = unspaced_ranks().unspaced
    assert (np.diff(unspaced.astype(np.int64)) > 0).all()
    assert (unspaced_ranks().of[unspaced] == np.arange(len(unspaced))).all()
    assert len(unspaced) < 2**18


def test_what_keeps_its_script_folds_to_the_same() -> None:
    """So a text can be indexed anew from the column that keeps its script."""
    every = np.arange(0x110000)
    assert (folded_table()[written_table()[every]] == folded_table()[every]).all()
    assert (written_table()[written_table()[every]] == written_table()[every]).all()
    assert (written_table()[folded_table()[every]] == folded_table()[every]).all()


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_texts_are_joined_with_their_ends_marked(texts: list[str]) -> None:
    codes, ends = joined(texts)
    starts = [0, *(ends + 1).tolist()]
    found = [codes[start:end] for start, end in zip(starts, ends.tolist(), strict=False)]
    assert ["".join(map(chr, one.tolist())) for one in found] == texts
    assert all(codes[ends] == 0x0A) and starts[-1] == len(codes)
