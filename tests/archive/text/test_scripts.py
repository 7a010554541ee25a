"""Simplified or traditional, by the characters that only one of them has."""

from __future__ import annotations

import pytest

from archive.text.scripts import Script, count_han, detect


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("电信网络诈骗案件", Script.HANS),
        ("電信網絡詐騙案件", Script.HANT),
        ("中文大小上下", Script.NONE),
        ("plain English", Script.NONE),
        ("", Script.NONE),
        ("电信网络诈骗 電信網絡詐騙", Script.MIXED),
    ],
)
def test_the_script_of_a_text(text: str, script: Script) -> None:
    assert detect(text).script is script


def test_one_name_in_the_other_script_does_not_make_a_text_mixed() -> None:
    assert detect("電信網絡詐騙案件立案數連續下降，記者张报道。").script is Script.HANT


def test_machine_converted_text_with_leftovers_counts_as_traditional_with_its_counts() -> None:
    evidence = detect("雲計算與先后次序，云計算機關於詐騙")
    assert evidence.script is Script.HANT
    assert evidence.traditional > evidence.simplified


def test_characters_that_both_scripts_use_tell_nothing() -> None:
    assert detect("皇后干杯").traditional == detect("皇后干杯").simplified == 0


def test_han_characters_are_counted_beyond_the_basic_plane_too() -> None:
    assert count_han("報库𠀀abc。") == 3
