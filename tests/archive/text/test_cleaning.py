"""Invisible characters, line ends and blanks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.text.cleaning import clean_line, clean_lines, normalise_lines


def test_the_ideographic_indent_of_a_paragraph_is_removed() -> None:
    assert clean_line("　　汐城今日降温。") == "汐城今日降温。"


def test_blanks_within_a_line_become_one() -> None:
    assert clean_line("夜航  开通\u00a0 \t首日") == "夜航 开通 首日"


def test_an_ideographic_space_between_two_halves_of_a_title_stays() -> None:
    assert clean_line("輕颱過境 　漁船回港") == "輕颱過境　漁船回港"


def test_zero_width_and_direction_characters_are_removed() -> None:
    assert clean_line("\ufeff诈\u200b骗\u202e\u00ad") == "诈骗"


def test_an_emoji_that_needs_its_joiner_keeps_it() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert clean_line(family) == family


def test_every_kind_of_line_end_separates_lines() -> None:
    assert clean_lines("一\r\n二\r三\u2028四\n\n五") == ["一", "二", "三", "四", "五"]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once


@given(st.text())
def test_no_control_character_but_newline_and_tab_survives(text: str) -> None:
    assert not any(ord(char) < 32 and char not in "\n\t" for char in normalise_lines(text))
