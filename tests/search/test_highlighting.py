"""Marks stand in the article's own script, on the best stretch of it."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import SNIPPET_LENGTH, marked, snippet

BODY = [
    "汐城市三號海堤工程進入第三年。",
    "昨天上午十點二十分，隨着最後一斗塊石沉入龍口，海堤在平潮時分合龍，堤上的工人放起了鞭炮，老船長卻說還要看兩個汛期。"
    * 3,
]


def plain(html: str) -> str:
    return unescape(html.replace("<mark>", "").replace("</mark>", ""))


def test_a_simplified_query_marks_traditional_text_as_it_is() -> None:
    assert marked("三號海堤昨日合龍", ["合龙"]) == "三號海堤昨日<mark>合龍</mark>"


def test_marks_that_overlap_or_touch_become_one() -> None:
    assert marked("电信网络诈骗", ["电信网络", "网络诈骗"]) == "<mark>电信网络诈骗</mark>"
    assert marked("电信网络", ["电信", "网络"]) == "<mark>电信网络</mark>"


def test_letters_and_digits_are_marked_as_whole_runs() -> None:
    assert marked("said AI", ["ai"]) == "said <mark>AI</mark>"


def test_the_snippet_is_the_stretch_with_most_of_the_words() -> None:
    text = snippet(BODY, ["海堤", "合龙"])
    assert "<mark>海堤</mark>在平潮時分<mark>合龍</mark>" in text
    assert len(plain(text)) <= SNIPPET_LENGTH + 4


def test_the_snippet_begins_at_a_clause_and_says_where_it_is_cut() -> None:
    text = snippet(["堤身沉降仍須觀測兩個汛期。" * 5 + BODY[1]], ["合龙"])
    assert text.startswith("……隨着最後一斗塊石沉入龍口，") and text.endswith("……")


def test_without_a_match_the_beginning_stands_for_the_text() -> None:
    assert snippet(BODY, ["没有"]) == BODY[0]
    assert snippet([], ["海堤"]) == ""
    assert snippet(["", "  "], []) == ""


def test_a_short_text_is_shown_whole() -> None:
    assert snippet(["海堤合龙。"], ["合龙"]) == "海堤<mark>合龙</mark>。"


@given(
    st.text(st.sampled_from("海堤合龙，。 <&a1"), max_size=400),
    st.lists(st.sampled_from(["海堤", "合龙", "，", "a1", "<"])),
)
def test_a_snippet_is_a_stretch_of_the_text_with_balanced_marks(text: str, terms: list[str]) -> None:
    html = snippet([text], terms)
    assert plain(html).strip("…") in text
    assert html.count("<mark>") == html.count("</mark>")
    assert "<mark><mark>" not in html and len(plain(html)) <= SNIPPET_LENGTH + 4
    assert plain(marked(text, terms)) == text
