"""Readings in brackets come out of the text and can be put back; other brackets stay."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.pinyin import SYLLABLES, put_back, take_out
from archive.ingest.pinyin.syllables import splits
from archive.ingest.records import Reading

#: Three readings with their tones: a page that annotates by habit.
HABIT = "網(wǎng)絡(luò)詐(zhà)騙"
READINGS = {
    "网": "wǎng wang3 wang",
    "絡": "luò luo4 luo",
    "诈": "zhà zha4 zha",
    "騙": "piàn pian4 pian",
    "律": "lǜ lv4 lü",
    "们": "men men0 men5",
    "行": "xíng háng xing2",
}


def cleaned(text: str) -> str:
    return take_out([text])[0][0]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("網(wǎng)絡(luò)詐(zhà)騙(piàn)", "網絡詐騙"),
        ("诈(zha4)骗(pian4)", "诈骗"),
        ("网络诈骗(wang3luo4 zha4pian4)案", "网络诈骗案"),
        ("重（chóng）阳", "重阳"),
        ("重［chóng］阳〔yáng〕", "重阳"),
        ("律(lǜ)师", "律师"),
        ("绿(lv4)色", "绿色"),
        ("女(nu:3)子", "女子"),
        ("战略(zhànlüè)", "战略"),
        ("网络(wǎngluò)犯罪", "网络犯罪"),
        ("银行(yínháng)与行(xíng)人", "银行与行人"),
        ("西安(xī’ān)", "西安"),
        ("方案(fāng'àn)", "方案"),
        ("大脑(dànǎo)", "大脑"),
        ("女儿(nǚér)", "女儿"),
        ("花儿(huār)", "花儿"),
        ("北京(Běijīng)", "北京"),
        ("犯罪 (fàn zuì)嫌疑", "犯罪嫌疑"),
        ("中国(zhōnɡ ɡuó)", "中国"),
        ("网（ｗａｎｇ３）络", "网络"),
        ("不(bú)是一(yí)个", "不是一个"),
        ("龘(dá)", "龘"),
        ("银(yín)行(yínháng)", "银行"),
    ],
)
def test_syllables_that_are_readings_of_the_characters_before_them_are_taken_out(text: str, plain: str) -> None:
    assert cleaned(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        *("加入世贸(WTO)组织", "编程语言(Java)课", "下载(App)看", "他(he)说", "他(ta)说", "华为(huawei)手机", "某(a)"),
        *("(wǎng)", "hotel(wǎng)", "图(a1)", "网()络", "上升(一)点", "汐城(xyz)港", "第一(diyi)名", "网(wǎng luò)"),
        *("甲(A)方", "张三(zhang)", "网(luò)络", "他(piàn)", "行(xíng háng)", "行(xíng/háng)", "银行(xíng háng)"),
        *("小米(xiǎomǐ手机)", "附图(tu3)", "网（wǎng络)", "见(jian)、沈(shen)、何(he)三姓", "中(zhong)国"),
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize("text", ["华为(huawei)手机", "某(a)公司", "甲(A)方", "张三(zhang)说", "世贸(WTO)", "他(he)"])
def test_names_in_brackets_stay_on_a_page_that_annotates_too(text: str) -> None:
    assert take_out([HABIT, text])[1] == (text, ())


def test_light_readings_count_on_a_page_that_annotates_by_habit() -> None:
    assert [text for text, _ in take_out([HABIT, "我們(men)的(de)"])] == ["網絡詐騙", "我們的"]


def test_a_page_that_leaves_out_every_tone_is_believed_once_it_shows_the_habit_inside_words() -> None:
    page = ["網(wang)絡(luo)詐(zha)騙(pian)案(an)件"]
    assert take_out(page)[0][0] == "網絡詐騙案件"
    assert cleaned("網(wang)絡(luo)詐騙") == "網(wang)絡(luo)詐騙"


def test_readings_keep_their_place_in_the_cleaned_text_and_what_was_cut() -> None:
    text, readings = take_out(["電信網(wǎng)絡 (luò)银行（yínháng）案"])[0]
    assert readings == (
        Reading(2, "wǎng", "(wǎng)"),
        Reading(3, "luò", " (luò)"),
        Reading(4, "yín"),
        Reading(5, "háng", "（yínháng）"),
    )
    assert "".join(text[reading.at] for reading in readings) == "網絡银行"


def annotated_texts() -> st.SearchStrategy[str]:
    """Characters with right, wrong, toneless or no readings in all kinds of brackets, and other text between them."""
    bracket = st.sampled_from(["({})", "（{}）", "[{}]", " ({})", "［{}］", "〔{} 〕", "({}"])
    own = st.sampled_from(sorted(READINGS)).flatmap(
        lambda char: st.tuples(
            st.just(char), bracket, st.sampled_from([*READINGS[char].split(), "luò", "App", "xíng/háng"])
        )
    )
    piece = st.one_of(
        own.map(lambda parts: parts[0] + parts[1].format(parts[2])), st.text("网絡(wǎng) ）a，", max_size=4)
    )
    return st.lists(piece, max_size=12).map("".join)


@given(st.lists(annotated_texts(), max_size=4))
def test_putting_the_readings_back_gives_the_text_as_it_was(page: list[str]) -> None:
    assert [put_back(*taken) for taken in take_out(page)] == page


@given(st.lists(annotated_texts(), max_size=4))
def test_taking_out_twice_is_taking_out_once(page: list[str]) -> None:
    once = [text for text, _ in take_out(page)]
    assert [text for text, _ in take_out(once)] == once


@given(st.text(max_size=200))
def test_nothing_but_brackets_is_ever_lost(text: str) -> None:
    plain, readings = take_out([text])[0]
    assert put_back(plain, readings) == text
    assert all(0 <= reading.at < len(plain) for reading in readings)
    if not any(bracket in text for bracket in "(（[［〔"):
        assert plain == text


@given(st.text("angioueāǎ1'r ", max_size=60))
def test_no_jumble_of_letters_takes_long_to_split(letters: str) -> None:
    assert len(splits(letters)) <= 64


def test_the_table_of_syllables_has_the_size_of_mandarin() -> None:
    assert 390 <= len(SYLLABLES) <= 430


def test_a_page_without_annotations_never_reads_the_dictionary() -> None:
    program = (
        "import sys; from archive.ingest import pinyin; from archive.ingest.pinyin import dictionary\n"
        "pinyin.take_out(['下载(2023)看', '没有括号', 'hotel (App)'])\n"
        "assert not dictionary._table.cache_info().currsize and 'pypinyin' not in sys.modules\n"
        "assert pinyin.take_out(['网(wǎng)'])[0][0] == '网'\n"
        "assert dictionary._table.cache_info().currsize and 'pypinyin' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
