"""The terms of a text and of a query fit together: what is visible is found, and proof is proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.folding import fold
from search.analysis import index_terms, needs_whole_runs, occurrence, proof, query_terms, segmenter
from search.analysis.runs import Kind, han_runs, marks, runs, words

TEXTS = st.text(st.sampled_from("海堤合龙昨日诈骗电信网络々〇カナ한a1Zé_-，。“”… 　\n🦆\U00020000"), max_size=30)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> object:
    return segmenter(tmp_path_factory.mktemp("segmenter"))


def test_indexed_are_pairs_last_characters_long_words_whole_runs_and_marks(tmp_path: Path) -> None:
    terms = index_terms("环境保护，iphone15 于2024年。", segmenter(tmp_path))
    assert terms == {"环境", "境保", "保护", "护", "环境保护", "，", "iphone15", "于", "2024", "年", "。"}


@given(TEXTS, st.data())
def test_every_piece_of_a_text_has_terms_that_the_text_has(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    piece = folded[start : data.draw(st.integers(start, len(folded)))]
    if piece and occurrence(piece).search(folded):
        assert query_terms(piece) <= index_terms(folded, lambda han: han.split("\n"))


@given(TEXTS, st.text(st.sampled_from("海堤合龙a1，。"), min_size=1, max_size=3))
def test_a_term_that_proves_a_query_is_there_exactly_when_the_query_occurs(text: str, query: str) -> None:
    term = proof(query)
    if term is not None:
        assert (term in index_terms(fold(text), lambda han: [])) == bool(occurrence(query).search(fold(text)))


@given(TEXTS)
def test_the_fast_ways_to_runs_agree_with_the_slow_one(text: str) -> None:
    found = list(runs(text))
    assert han_runs(text) == [run.text for run in found if run.kind is Kind.HAN]
    assert words(text) == [run.text for run in found if run.kind is Kind.WORD]
    assert marks(text) == {run.text for run in found if run.kind is Kind.MARK}
    assert all(text[run.start : run.end] == run.text for run in found)
    assert "".join(run.text for run in found) == "".join(text.split())


def test_terms_of_a_text_are_those_of_its_folded_form(cut: object) -> None:
    traditional, simplified = "電信網絡詐騙手法翻新", "电信网络诈骗手法翻新"
    assert index_terms(fold(traditional), cut) == index_terms(fold(simplified), cut)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("5日", "9月5日", True),
        ("5日", "9月15日", True),
        ("15", "2015年", False),
        ("线索111", "线索1110万条", True),
        ("ai", "said", False),
        ("ai", "用AI写作", True),
        ("电信 网络", "电信　\n网络", True),
        ("a.b", "a.b", True),
        ("a.b", "axb", False),
    ],
)
def test_letters_and_digits_are_found_whole_by_themselves_and_anywhere_with_han(
    query: str, text: str, found: bool
) -> None:
    assert bool(occurrence(query).search(fold(text))) == found


def test_only_terms_without_han_need_whole_runs() -> None:
    assert needs_whole_runs("15") and needs_whole_runs("covid-19")
    assert not needs_whole_runs("5日") and not needs_whole_runs("第5") and not needs_whole_runs("（5）")
