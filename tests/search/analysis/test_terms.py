"""The terms of a text and of a query fit together: what is visible is found, and proof is proof."""

from __future__ import annotations

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from archive.text.folding import fold
from search.analysis import needs_whole_runs, occurrence, proof, query_terms
from search.analysis.analyzer import Analyzer
from search.analysis.runs import Kind, prefix_occurrence, runs

TEXTS = st.text(st.sampled_from("海堤合龙昨日诈骗电信网络々〇カナ한a1Zé_-，。“”… 　\n🦆\U00020000"), max_size=30)
ANALYZER = Analyzer(rjieba.cut)


@given(TEXTS, st.data())
def test_every_piece_of_a_text_has_terms_that_the_text_has(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    piece = folded[start : data.draw(st.integers(start, len(folded)))]
    if piece and occurrence(piece).search(folded):
        assert query_terms(piece) <= ANALYZER.terms(folded).keys()


@given(TEXTS, st.text(st.sampled_from("海堤合龙a1，。"), min_size=1, max_size=3))
def test_a_term_that_proves_a_query_is_there_exactly_when_the_query_occurs(text: str, query: str) -> None:
    term = proof(query)
    if term is not None:
        assert (term in ANALYZER.terms(fold(text))) == bool(occurrence(query).search(fold(text)))


@given(TEXTS)
def test_runs_cover_all_but_the_blanks(text: str) -> None:
    found = list(runs(text))
    assert all(text[run.start : run.end] == run.text for run in found)
    assert "".join(run.text for run in found) == "".join(text.split())
    assert all(len(run.text) == 1 for run in found if run.kind is Kind.MARK)


def test_terms_of_a_text_are_those_of_its_folded_form() -> None:
    traditional, simplified = "電信網絡詐騙手法翻新", "电信网络诈骗手法翻新"
    assert ANALYZER.terms(fold(traditional)) == ANALYZER.terms(fold(simplified))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("5日", "9月5日", True),
        ("5日", "9月15日", True),
        ("15", "2015年", False),
        ("线索111", "线索1110万条", True),
        ("ai", "said", False),
        ("ai", "用AI写作", True),
        ("电信 网络", "电信　 网络", True),
        ("电信 网络", "电信\n网络", False),
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


@pytest.mark.parametrize(
    ("beginning", "text", "found"),
    [("cov", "COVID-19", True), ("ovid", "covid", False), ("信网", "电信网络", True), ("第5", "第57号", True)],
)
def test_a_beginning_of_letters_begins_a_run_and_one_with_han_stands_anywhere(
    beginning: str, text: str, found: bool
) -> None:
    assert bool(prefix_occurrence(beginning).search(fold(text))) == found
