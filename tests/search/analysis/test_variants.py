"""A query is asked in every spelling of its words, and in both scripts in the same ones."""

from __future__ import annotations

from pathlib import Path

import jieba
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.folding import fold
from search.analysis.segmentation import Cut, segmenter
from search.analysis.variants import MOST, kept_words, rules_by_spelling, spellings

#: Words of jieba's dictionary that are this frequent are held against OpenCC.
_FREQUENT = 800
_WRITTEN = sorted(rules_by_spelling()[0])


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    return segmenter(tmp_path_factory.mktemp("jieba"))


def frequent_words() -> list[str]:
    """The frequent words of jieba's dictionary with a character that some rule changes."""
    rules = rules_by_spelling()[0].values()
    changed = {a for each in rules for rule in each for a, b in zip(rule.written, rule.other, strict=True) if a != b}
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split(" ") for line in lines]
    return [
        word for word, frequency, _ in entries if int(frequency) >= _FREQUENT and len(word) > 1 and changed & set(word)
    ]


class TestWhatIsAsked:
    @pytest.mark.parametrize(
        ("typed", "others"),
        [
            ("看著", {"看着"}),
            ("看着", {"看著"}),
            ("瞭解", {"了解"}),
            ("藉口", {"借口"}),
            ("反覆", {"反复"}),
            ("妳好", {"你好"}),
            ("为甚么", {"为什么"}),
            ("计划", {"计画"}),
            ("身分证", {"身份证"}),
            ("衞生署", {"卫生署"}),
            ("帐户余额", {"账户余额"}),
            ("笑著说", {"笑着说"}),
        ],
    )
    def test_a_word_is_asked_in_its_other_spelling(self, cut: Cut, typed: str, others: set[str]) -> None:
        assert spellings(typed, cut)[0] == typed
        assert set(spellings(typed, cut)[1:]) == others

    @pytest.mark.parametrize("typed", ["著名", "著作", "瞭望台", "慰藉", "覆盖", "电信诈骗", "5g", "《", ""])
    def test_a_word_with_one_spelling_is_asked_alone(self, cut: Cut, typed: str) -> None:
        assert spellings(typed, cut) == (typed,)

    @pytest.mark.parametrize("typed", ["著", "着", "卫", "衞", "妳"])
    def test_a_single_character_is_never_exchanged(self, cut: Cut, typed: str) -> None:
        assert spellings(typed, cut) == (typed,)

    def test_what_stands_across_two_words_is_none(self, cut: Cut) -> None:
        assert list(cut("完成分工")) == ["完成", "分工"]
        assert spellings("完成分工", cut) == ("完成分工",)

    def test_a_character_is_kept_only_where_the_words_say_so(self, cut: Cut) -> None:
        assert "看着作业" in spellings("看著作业", cut)
        assert "看着名" not in spellings("看著名", cut)

    def test_several_words_of_a_text_are_exchanged_each(self, cut: Cut) -> None:
        found = set(spellings("反复了解", cut))
        assert found == {"反复了解", "反覆了解", "反复瞭解", "反覆瞭解"}

    def test_of_many_spellings_those_of_one_convention_come_first(self, cut: Cut) -> None:
        typed = "凭借着对账户身份的反复了解"
        found = spellings(typed, cut)
        assert len(found) == MOST
        assert found[0] == typed
        assert found[1] == "凭藉著对帐户身分的反覆瞭解"

    def test_all_places_of_a_word_change_at_once(self, cut: Cut) -> None:
        assert set(spellings("看着走着", cut)) == {"看着走着", "看著走著"}


class TestBothScripts:
    @pytest.mark.parametrize("conversion", ["s2t", "s2tw", "s2hk"])
    def test_a_frequent_word_and_its_conversion_ask_for_the_same(self, cut: Cut, conversion: str) -> None:
        convert = opencc.OpenCC(conversion).convert
        words = frequent_words()
        assert len(words) > 300
        differing = [word for word in words if not same(word, convert(word), cut)]
        assert differing == []

    def test_so_do_a_traditional_word_and_its_conversion(self, cut: Cut) -> None:
        to_traditional, to_simplified = opencc.OpenCC("s2t").convert, opencc.OpenCC("t2s").convert
        words = [to_traditional(word) for word in frequent_words()]
        differing = [word for word in words if fold(to_simplified(word)) not in spellings(fold(word), cut)]
        assert differing == []


def same(one: str, other: str, cut: Cut) -> bool:
    return set(spellings(fold(one), cut)) == set(spellings(fold(other), cut))


class TestTheRules:
    def test_all_is_folded_and_of_equal_length(self) -> None:
        rules = [rule for each in rules_by_spelling()[0].values() for rule in each]
        assert len(rules) > 900
        for rule in rules:
            assert fold(rule.written) == rule.written != rule.other == fold(rule.other)
            assert len(rule.written) == len(rule.other)

    def test_none_is_written_down_twice(self) -> None:
        for rules in rules_by_spelling()[0].values():
            assert len({rule.other for rule in rules}) == len(rules)

    def test_each_kept_word_is_kept(self, cut: Cut) -> None:
        words = sorted(word for word in kept_words()[0] if len(list(cut(word))) == 1)
        assert len(words) > 30
        assert [word for word in words if word not in spellings(word, cut)[:1]] == []
        assert {word for word in words if len(spellings(word, cut)) > 1} <= {"仇雠"}  # 寇仇 is one of 寇雠's

    @settings(max_examples=100, deadline=None)
    @given(
        st.lists(st.sampled_from([*_WRITTEN, "的", "人", "看", "名", "单", "在", "a", " "]), max_size=9).map("".join)
    )
    def test_whatever_is_typed_comes_first_and_keeps_its_length(self, cut: Cut, typed: str) -> None:
        found = spellings(typed, cut)
        assert found[0] == typed
        assert len(set(found)) == len(found) <= MOST
        assert {len(each) for each in found} == {len(typed)}
