"""Texts are found by how they begin: written, in pinyin, by first letters; and by how they sound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.suggestions.lexicon import Entry, Lexicon, merged
from search.suggestions.pinyin import syllables

WORDS = {
    "诈骗": 9,
    "诈骗案": 5,
    "炸片": 1,
    "电信": 7,
    "电信诈骗": 3,
    "银行": 8,
    "上海": 6,
    "伤害": 4,
    "重庆": 2,
    "朝阳": 1,
}
LEXICON = Lexicon(Entry(word, weight, weight * 10) for word, weight in WORDS.items())


def texts(numbers: list[int]) -> list[str]:
    return [LEXICON.text(number) for number in numbers]


def test_what_begins_so_comes_with_the_weightiest_first() -> None:
    assert texts(LEXICON.beginning("诈", 9)) == ["诈骗", "诈骗案"]
    assert texts(LEXICON.beginning("诈", 1)) == ["诈骗"]


def test_pinyin_may_break_off_anywhere() -> None:
    assert texts(LEXICON.typed("zhap", 9)) == ["诈骗", "诈骗案", "炸片"]
    assert texts(LEXICON.typed("shangh", 9)) == ["上海", "伤害"]
    assert texts(LEXICON.typed("yinh", 9)) == ["银行"]


def test_first_letters_may_break_off_too_unless_the_whole_word_is_meant() -> None:
    assert texts(LEXICON.abbreviated("zp", 9)) == ["诈骗", "诈骗案", "炸片"]
    assert texts(LEXICON.abbreviated("zp", 9, whole=True)) == ["诈骗", "炸片"]


def test_a_word_with_two_readings_is_found_by_both() -> None:
    assert texts(LEXICON.typed("chaoyang", 9)) == texts(LEXICON.typed("zhaoyang", 9)) == ["朝阳"]


def test_what_sounds_alike_is_found() -> None:
    assert texts(LEXICON.sounding(("za", "pian"), 9)) == ["诈骗", "炸片"]
    assert texts(LEXICON.read(("zha", "pian"), 9)) == ["诈骗", "炸片"]


def test_nothing_is_found_for_what_is_not_there() -> None:
    assert LEXICON.beginning("区", 9) == LEXICON.typed("q", 9) == LEXICON.sounding(("qu",), 9) == []
    assert (LEXICON.weight_of("诈"), LEXICON.weight_of("诈骗")) == (0, 9)


def test_weights_and_references_belong_to_their_texts() -> None:
    for word, weight in WORDS.items():
        (number,) = [one for one in LEXICON.beginning(word, 9) if LEXICON.text(one) == word]
        assert (LEXICON.weight(number), LEXICON.ref(number)) == (weight, weight * 10)


def test_an_empty_list_finds_nothing() -> None:
    empty = Lexicon([])
    assert (len(empty), empty.total, empty.beginning("a", 9), empty.weight_of("a")) == (0, 0, [], 0)


def test_of_equal_texts_the_greatest_weight_is_kept() -> None:
    assert list(merged([Entry("甲", 1), Entry("乙", 2), Entry("甲", 3)])) == [Entry("甲", 3), Entry("乙", 2)]


@given(st.sets(st.text("诈骗电信银行ab 𠀀", min_size=1, max_size=5), max_size=12), st.text("诈骗电信ab𠀀", max_size=3))
def test_what_begins_so_is_what_begins_so(words: set[str], beginning: str) -> None:
    lexicon = Lexicon(Entry(word, 1) for word in words)
    found = [lexicon.text(number) for number in lexicon.beginning(beginning, 100)]
    assert sorted(found) == sorted(word for word in words if word.startswith(beginning))
    for word in words:
        assert word in [lexicon.text(number) for number in lexicon.sounding(syllables(word), 100)] or not any(
            syllables(word)
        )
