"""Words that find nothing are replaced by words of the archive that sound or look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.suggestions.correction import Correction, correct, corrections
from search.suggestions.shapes import looking_like
from tests.search.suggestions.invented import InventedArchive, vocabulary

ARCHIVE = InventedArchive(
    ["警方破获电信诈骗案，诈骗团伙落网", "上海提醒防范诈骗", "银行与电信公司", "候选人未到", "绿色长廊"] * 3
)
WORDS = vocabulary(
    "诈骗", "电信", "警方", "银行", "上海", "候选人", "诈骗案", "照片", "作品", "大学", "未到", "绿色", "团伙"
)


def meant(typed: str) -> str | None:
    found = correct(typed, WORDS, ARCHIVE)
    return found.text if found else None


class TestSlips:
    @pytest.mark.parametrize(
        ("typed", "right"),
        [
            ("榨骗", "诈骗"),
            ("诈编", "诈骗"),
            ("zhapian", "诈骗"),
            ("zapian", "诈骗"),
            ("dxzp", "电信诈骗"),
            ("dianxin zhapian", "电信诈骗"),
            ("dian xin zha pian", "电信诈骗"),
            ("dianxinzhapian", "电信诈骗"),
            ("dianxin诈骗", "电信诈骗"),
            ("电信榨骗", "电信诈骗"),
            ("骗诈", "诈骗"),
            ("侯选人", "候选人"),
            ("末到", "未到"),
            ("lvse", "绿色"),
            ("上海 榨骗", "上海 诈骗"),
        ],
    )
    def test_what_was_meant_is_proposed(self, typed: str, right: str) -> None:
        assert meant(typed) == right

    def test_with_how_many_articles_it_finds(self) -> None:
        assert correct("榨骗", WORDS, ARCHIVE) == Correction("诈骗", 6)

    @pytest.mark.parametrize(
        "typed", ["", "诈骗", "电信诈骗", "hello", "covid-19", "2024", "标题:榨骗", "“榨骗”", "-榨骗", "榨 骗"]
    )
    def test_nothing_is_proposed_for_what_is_right_or_no_plain_words(self, typed: str) -> None:
        assert meant(typed) is None

    def test_words_that_never_meet_are_not_put_together(self) -> None:
        assert meant("大学榨骗") is None

    def test_a_query_that_finds_a_little_is_doubted_only_for_much_more(self) -> None:
        few = InventedArchive(["榨骗", *["诈骗"] * 9])
        many = InventedArchive(["榨骗", *["诈骗"] * 10])
        assert correct("榨骗", WORDS, few) is None
        assert correct("榨骗", WORDS, many) == Correction("诈骗", 10)


class TestWhatIsNotPublic:
    def test_a_word_that_only_hidden_articles_hold_is_not_proposed(self) -> None:
        hidden = InventedArchive(["天气晴朗"], hidden=["电信诈骗"])
        assert correct("榨骗", WORDS, hidden) is None
        assert correct("dxzp", WORDS, hidden) is None
        assert corrections("zhapian", WORDS, hidden, most=8) == []


@given(st.text("诈骗榨编电信上海dxzp' ，1ａ𠀀", max_size=20))
def test_whatever_was_typed_what_is_proposed_finds_articles(typed: str) -> None:
    found = correct(typed, WORDS, ARCHIVE)
    assert found is None or found.count == ARCHIVE.count(found.text.split()) > 0


def test_characters_look_alike_in_both_directions_where_people_mix_them_up() -> None:
    for one, other in ("诈炸", "未末", "己已", "骗编", "候侯", "戌戍"):
        assert other in looking_like(one) and one in looking_like(other)
    assert looking_like("㐀") == ""
