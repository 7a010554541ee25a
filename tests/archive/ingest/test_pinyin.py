"""Readings in brackets come out of the text; other brackets stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.pinyin import SYLLABLES, take_out
from archive.ingest.records import Reading


def cleaned(text: str) -> str:
    return take_out([text])[0][0]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("網(wǎng)絡(luò)詐(zhà)騙(piàn)", "網絡詐騙"),
        ("重（chóng）阳", "重阳"),
        ("律(lǜ)师", "律师"),
        ("绿(lv4)色", "绿色"),
        ("网络(wǎngluò)犯罪", "网络犯罪"),
        ("西安(xī’ān)", "西安"),
        ("犯罪 (fàn zuì)嫌疑", "犯罪嫌疑"),
        ("中国(zhōnɡ ɡuó)", "中国"),
    ],
)
def test_a_syllable_with_a_tone_is_a_reading(text: str, plain: str) -> None:
    assert cleaned(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        *(
            "加入世贸(WTO)组织",
            "编程语言(Java)课",
            "下载(App)看",
            "他(he)说",
            "(wǎng)",
            "hotel(wǎng)",
            "图(a1)",
            "网()络",
        ),
        *("上升(一)点", "汐城(xyz)港", "第一(diyi)名", "网(wǎng luò)"),
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert cleaned(text) == text


def test_toneless_readings_count_on_a_page_that_annotates_throughout() -> None:
    page = ["網(wǎng)絡(luò)詐(zhà)", "我們(men)"]
    assert [text for text, _ in take_out(page)] == ["網絡詐", "我們"]


def test_readings_keep_their_place_in_the_cleaned_text() -> None:
    text, readings = take_out(["電信網(wǎng)絡(luò)案"])[0]
    assert readings == (Reading(2, "wǎng"), Reading(3, "luò"))
    assert text[readings[1].at] == "絡"


@given(
    st.lists(
        st.tuples(st.text("网络诈骗中国", min_size=1, max_size=4), st.sampled_from(["wǎng", "luò", "zhà"])), max_size=8
    )
)
def test_what_is_annotated_comes_back_plain(parts: list[tuple[str, str]]) -> None:
    annotated = "".join(f"{words}({reading})" for words, reading in parts)
    text, readings = take_out([annotated])[0]
    assert text == "".join(words for words, _ in parts)
    assert [reading.reading for reading in readings] == [reading for _, reading in parts]


@given(st.text(max_size=200))
def test_nothing_but_brackets_is_ever_lost(text: str) -> None:
    plain, readings = take_out([text])[0]
    assert len(plain) <= len(text)
    assert all(0 <= reading.at < len(plain) for reading in readings)
    if not any(bracket in text for bracket in "(（[［"):
        assert plain == text


def test_the_table_of_syllables_has_the_size_of_mandarin() -> None:
    assert 390 <= len(SYLLABLES) <= 430
