"""What of a question is looked for."""

from __future__ import annotations

import rjieba
from hypothesis import given
from hypothesis import strategies as st

from search.engine.questions import weights

ACROSS = 0.5


def of(question: str) -> dict[str, float]:
    return weights(question, rjieba.cut, ACROSS)


def test_a_pair_within_a_word_counts_whole_and_one_across_two_words_in_part() -> None:
    assert of("海堤合龙") == {"海堤": 1.0, "堤合": ACROSS, "合龙": 1.0}


def test_a_long_word_has_all_its_pairs() -> None:
    assert of("反诈骗") == {"反诈": ACROSS, "诈骗": 1.0}
    assert of("中华人民共和国")["民共"] == 1.0


def test_words_that_ask_are_left_out_and_part_the_others() -> None:
    assert of("海堤在哪里合龙") == {"海堤": 1.0, "堤在": ACROSS, "合龙": 1.0}
    assert of("诈骗电话为什么很多").keys() == {"诈骗", "骗电", "电话", "很多"}


def test_names_and_words_that_only_look_like_asking_stay() -> None:
    assert {"哪吒"} <= of("电影哪吒").keys()
    assert {"几乎"} <= of("几乎全部").keys()
    assert {"任何"} <= of("任何人").keys()


def test_runs_of_letters_and_digits_are_terms_and_marks_are_not() -> None:
    assert of("iphone15在2024年？").keys() == {"iphone15", "2024", "在"} - {"在"}


def test_nothing_but_asking_words_is_taken_at_its_word() -> None:
    assert of("为什么") == {"为什": 1.0, "什么": 1.0}


def test_a_pair_that_stands_in_a_word_and_across_two_counts_whole() -> None:
    assert of("堤合 海堤合龙 合龙")["合龙"] == 1.0


@given(st.text(max_size=80))
def test_any_text_gives_terms_that_stand_in_it(question: str) -> None:
    found = of(question)
    assert all(term in question and 0 < weight <= 1 for term, weight in found.items())
