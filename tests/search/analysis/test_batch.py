"""Many texts at once have the terms that each has by itself."""

from __future__ import annotations

from collections import Counter

import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.folding import fold
from search.analysis.analyzer import Analyzer
from search.analysis.batch import COUNT_BITS, LONG, MOST_OCCURRENCES, MOST_TEXTS, RANK_BITS, TERM_SHIFT, Terms
from search.analysis.codes import folded_table, joined, unspaced_ranks
from tests.search.analysis.texts import NAMES, TEXTS


def counters(terms: Terms, size: int) -> list[Counter[str]]:
    """What the keys say, in strings."""
    found: list[Counter[str]] = [Counter() for _ in range(size)]
    unspaced = unspaced_ranks().unspaced
    for key in terms.pairs.tolist():
        pair = key >> TERM_SHIFT
        term = chr(unspaced[pair >> RANK_BITS]) + chr(unspaced[pair & ((1 << RANK_BITS) - 1)])
        found[key >> COUNT_BITS & MOST_TEXTS][term] += key & MOST_OCCURRENCES
    for key in terms.others.tolist():
        number = key >> TERM_SHIFT
        term = chr(number) if number < LONG else terms.words[number - LONG]
        found[key >> COUNT_BITS & MOST_TEXTS][term] += key & MOST_OCCURRENCES
    return found


def batch(analyzer: Analyzer, texts: list[str]) -> list[Counter[str]]:
    codes, ends = joined(texts)
    return counters(analyzer.batch(folded_table()[codes], ends), len(texts))


@pytest.mark.parametrize("names", [frozenset(), NAMES])
@settings(deadline=None)
@given(texts=st.lists(TEXTS, max_size=6))
def test_many_texts_have_the_terms_of_each(texts: list[str], names: frozenset[str]) -> None:
    analyzer = Analyzer(rjieba.cut, names)
    without_surrogates = ["".join("\ufffd" if 0xD800 <= ord(char) <= 0xDFFF else char for char in one) for one in texts]
    assert batch(analyzer, texts) == [analyzer.terms(fold(one)) for one in without_surrogates]


def test_indexed_are_pairs_last_characters_long_words_whole_runs_and_marks() -> None:
    found = batch(Analyzer(rjieba.cut), ["环境保护，iPhone15 于2024年。于2024年"])[0]
    once = ["环境", "境保", "保护", "护", "环境保护", ",", "iphone15", "。"]
    assert found == Counter({**dict.fromkeys(once, 1), "于": 2, "2024": 2, "年": 2})


def test_a_name_stands_inside_words_overlaps_others_and_counts_once_where_it_is_a_word() -> None:
    names = frozenset({"境保护部", "环境保护", "保护部门"})
    found = batch(Analyzer(rjieba.cut, names), ["环境保护部门"])[0]
    assert [found[name] for name in ("境保护部", "环境保护", "保护部门", "环境保护部门")] == [1, 1, 1, 0]


def test_names_of_letters_alone_with_blanks_or_too_short_are_passed_over() -> None:
    assert Analyzer(rjieba.cut, frozenset({"covid", "海堤 工程", "海堤", " 海堤合", "第5号"})).names == {"第5号"}


def test_a_term_is_counted_up_to_a_limit_on_both_ways() -> None:
    analyzer = Analyzer(rjieba.cut)
    text = "哈" * (MOST_OCCURRENCES + 10) + "，" * (MOST_OCCURRENCES + 1)
    found = batch(analyzer, [text, "哈哈"])
    assert found == [analyzer.terms(fold(text)), analyzer.terms("哈哈")]
    assert found[0]["哈哈"] == found[0][","] == MOST_OCCURRENCES


def test_a_segmenter_that_loses_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="segmenter"):
        batch(Analyzer(lambda text: text.split()), ["环境保护部门"])
