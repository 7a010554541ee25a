"""Whoosh's own writer gets the same terms as ours."""

from __future__ import annotations

import pickle
from collections import Counter

import rjieba
from hypothesis import given, settings

from archive.text.folding import fold
from search.analysis.analyzer import Analyzer
from search.analysis.tokenizer import TermTokenizer
from tests.search.analysis.texts import NAMES, TEXTS


@settings(deadline=None)
@given(TEXTS)
def test_tokens_are_the_terms_at_their_places(text: str) -> None:
    analyzer = Analyzer(rjieba.cut, NAMES)
    tokens = [
        (token.text, token.pos, token.startchar, token.endchar)
        for token in TermTokenizer(analyzer)(text, positions=True, chars=True)
    ]
    folded = fold(text)
    assert Counter(term for term, *_ in tokens) == analyzer.terms(folded)
    assert all(pos == start and folded[start:end] == term for term, pos, start, end in tokens)


def test_a_text_is_not_parted_where_whoosh_wants_it_whole() -> None:
    assert [token.text for token in TermTokenizer(Analyzer(rjieba.cut))("電信 網絡", tokenize=False)] == ["电信 网络"]


def test_it_survives_whooshs_table_of_contents_without_its_names() -> None:
    tokenizer = pickle.loads(pickle.dumps(TermTokenizer(Analyzer(rjieba.cut, frozenset({"信网络"})))))  # noqa: S301
    assert [token.text for token in tokenizer("电信网络")] == ["电信", "信网", "网络", "络"]
    assert tokenizer == TermTokenizer()
