"""The vocabulary holds the index's words and the phrases of titles and texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.suggestions.lexicon import Entry
from search.suggestions.vocabulary import LONGEST_PHRASE, Title, phrases_of, vocabulary_of
from tests.search.suggestions.invented import split


def phrases(*texts: str, least: int = 1) -> dict[str, int]:
    return dict(phrases_of(texts, split, least=least))


def test_neighbouring_words_make_phrases() -> None:
    assert phrases("电信|网络|诈骗") == {"电信网络": 1, "网络诈骗": 1, "电信网络诈骗": 1}


def test_a_phrase_counts_once_a_text_and_must_stand_in_enough_of_them() -> None:
    assert phrases("电信|诈骗|，|电信|诈骗", "电信|诈骗|罪", least=2) == {"电信诈骗": 2}


def test_marks_letters_and_joining_words_make_none() -> None:
    assert phrases("电信|，|诈骗", "电信|5g|诈骗", "的|诈骗", "诈骗|了", "是|在") == {}


def test_what_mostly_goes_on_is_no_phrase_by_itself() -> None:
    found = phrases(*["诈骗|全|产业链"] * 8, *["诈骗|团伙"] * 5, *["诈骗|团伙|头目"] * 2, least=2)
    assert "诈骗全" not in found
    assert found["诈骗全产业链"] == 8
    assert found["诈骗团伙"] == 7


def test_all_kinds_are_looked_up_in_their_own_list() -> None:
    titles = [Title(7, "电信诈骗案下降"), Title(3, "海堤合龙")]
    found = vocabulary_of([("海堤", 5)], titles, [["电信|诈骗"]], [Entry("滨海市公安局", 1, 9)], split)
    assert [found.words.weight_of(word) for word in ("海堤", "电信诈骗", "滨海市公安局")] == [5, 1, 0]
    assert [found.titles.ref(number) for number in found.titles.typed("d", 9) + found.titles.beginning("海", 9)] == [
        7,
        3,
    ]
    assert [found.agencies.ref(number) for number in found.agencies.abbreviated("bhsgaj", 9)] == [9]


@given(
    st.lists(st.lists(st.sampled_from(["电信", "诈骗", "，", "的", "案", "a", "网络安全法"]), max_size=9), max_size=6)
)
def test_every_phrase_stands_in_a_text(texts: list[list[str]]) -> None:
    for phrase, count in phrases(*("|".join(words) for words in texts if words)).items():
        assert 2 < len(phrase) <= LONGEST_PHRASE
        assert sum(phrase in "".join(words) for words in texts) >= count > 0
