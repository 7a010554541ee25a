"""Readings, differences and hidden words: pure text, checked on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.review import diffs
from archive.review.readings import carry

texts = st.text(alphabet="网電信詐騙(zhà)１2，。 ", max_size=60)


class TestCarry:
    @given(before=texts, after=texts)
    def test_a_reading_that_stays_stands_at_the_same_character(self, before, after):
        readings = [{"at": at, "reading": character} for at, character in enumerate(before)]
        for reading in carry(readings, before, after):
            assert after[reading["at"]] == reading["reading"]

    @given(text=texts)
    def test_an_unchanged_text_keeps_all(self, text):
        readings = [{"at": at, "reading": "x"} for at in range(len(text))]
        assert carry(readings, text, text) == readings

    def test_a_reading_of_a_changed_word_goes(self):
        assert carry([{"at": 1, "reading": "zhà"}], "电诈骗", "电欺骗") == []


class TestAgainst:
    @given(before=texts, after=texts)
    def test_the_pieces_are_the_text(self, before, after):
        assert "".join(piece.text for piece in diffs.against(before, after)) == before

    @given(before=texts, chosen=st.data())
    def test_what_is_not_cut_is_the_later_text_if_characters_were_only_left_out(self, before, chosen):
        keep = chosen.draw(st.lists(st.booleans(), min_size=len(before), max_size=len(before)))
        after = "".join(character for character, stays in zip(before, keep, strict=True) if stays)
        assert "".join(piece.text for piece in diffs.against(before, after) if not piece.cut) == after

    def test_shows_the_annotation_that_was_taken_out(self):
        pieces = diffs.against("詐(zhà)騙", "詐騙")
        assert [(piece.text, piece.cut) for piece in pieces] == [("詐", False), ("(zhà)", True), ("騙", False)]

    @pytest.mark.parametrize("after", ["号码［已遮］完", "号码13完", ""])
    def test_hidden_words_never_stand_in_a_piece_that_is_shown(self, after):
        pieces = diffs.against("号码10012345678完", after, hide=["10012345678"])
        shown = "".join(piece.text for piece in pieces if not piece.hidden)
        assert not any(digit in shown for digit in "0245678")

    def test_a_text_too_long_to_match_is_told_as_a_whole(self):
        pieces = diffs.against("甲" * 5000, "乙")
        assert [(len(piece.text), piece.cut) for piece in pieces] == [(5000, True)]
