"""Words are read as people read them, and typed letters fall into syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.suggestions.pinyin import alike, all_syllables, parted, readings, syllables, toneless


class TestReadings:
    @pytest.mark.parametrize(
        ("word", "read"),
        [
            ("电信诈骗", "dian xin zha pian"),
            ("重庆", "chong qing"),
            ("江苏银行", "jiang su yin hang"),
            ("绿色", "lv se"),
            ("女儿", "nv er"),
            ("成长", "cheng zhang"),
        ],
    )
    def test_a_word_is_read_as_it_is_spoken(self, word: str, read: str) -> None:
        assert " ".join(syllables(word)) == read

    def test_what_has_no_reading_keeps_its_place(self) -> None:
        assert syllables("5诈a") == ("", "zha", "")

    def test_a_character_with_two_readings_is_read_in_both(self) -> None:
        assert set(readings("朝阳区")) == {("chao", "yang", "qu"), ("zhao", "yang", "qu")}
        assert readings("诈骗") == (("zha", "pian"),)

    @given(st.text(max_size=12))
    def test_every_character_has_one_place(self, text: str) -> None:
        assert len(syllables(text)) == len(text)

    @pytest.mark.parametrize(
        ("written", "plain"), [("lǜ", "lv"), ("zhà", "zha"), ("er", "er"), ("nǚ", "nv"), ("ḿ", "m")]
    )
    def test_tones_are_left_out(self, written: str, plain: str) -> None:
        assert toneless(written) == plain


class TestLetters:
    def test_there_are_as_many_syllables_as_in_speech(self) -> None:
        assert 390 < len(all_syllables()) < 430

    def test_letters_fall_into_syllables_in_every_way_the_fewest_first(self) -> None:
        assert parted("xian") == (("xian",), ("xi", "an"))
        assert parted("dianxinzhapian")[0] == ("dian", "xin", "zha", "pian")

    @pytest.mark.parametrize("letters", ["dxzp", "hello", "", "zh"])
    def test_what_is_no_syllables_falls_into_none(self, letters: str) -> None:
        assert parted(letters) == ()

    @given(st.text("abeghinouxz", max_size=40))
    def test_each_way_is_what_was_typed(self, letters: str) -> None:
        ways = parted(letters)
        assert len(set(ways)) == len(ways) <= 16
        assert all("".join(way) == letters for way in ways)

    @pytest.mark.parametrize(
        ("one", "other"), [("zha", "za"), ("shi", "si"), ("lan", "nan"), ("bing", "bin"), ("nang", "lan")]
    )
    def test_syllables_that_speakers_mix_up_are_alike(self, one: str, other: str) -> None:
        assert alike(one) == alike(other)

    @pytest.mark.parametrize(("one", "other"), [("zha", "cha"), ("ban", "pan"), ("li", "lu")])
    def test_others_are_not(self, one: str, other: str) -> None:
        assert alike(one) != alike(other)
