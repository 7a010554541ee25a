"""The tree survives its way through Haystack."""

from __future__ import annotations

import pytest
from haystack.query import SQ, SearchQuerySet
from hypothesis import given
from hypothesis import strategies as st

from search.query.compiler import compile_to_sq, narrowing, tree_of
from search.query.syntax import And, Everything, Field, Node, Not, Or, Phrase, Term

LEAVES = st.sampled_from([Term("海"), Term("堤"), Term("合"), Field("script", "exact", "hans")])
TREES = st.recursive(
    LEAVES,
    lambda trees: st.one_of(
        trees.map(Not),
        st.lists(trees, min_size=2, max_size=3).map(lambda children: And(tuple(children))),
        st.lists(trees, min_size=2, max_size=3).map(lambda children: Or(tuple(children))),
    ),
    max_leaves=8,
)


def holds(node: Node, text: str, script: str) -> bool:
    """What the tree says of a document of this text and script."""
    match node:
        case Everything():
            return True
        case Term(words):
            return words in text
        case Field(_, _, value):
            return script == value
        case Not(child):
            return not holds(child, text, script)
        case And(children):
            return all(holds(child, text, script) for child in children)
        case Or(children):
            return any(holds(child, text, script) for child in children)


@given(TREES)
def test_a_tree_means_the_same_after_haystack_has_carried_it(tree: Node) -> None:
    carried = tree_of(SearchQuerySet().filter(compile_to_sq(tree)).query.query_filter)
    documents = [
        (text, script) for text in ("", "海", "堤", "海堤", "海合", "海堤合", "合") for script in ("hans", "hant")
    ]
    assert [holds(tree, *one) for one in documents] == [holds(carried, *one) for one in documents]


def test_words_never_become_conditions() -> None:
    assert tree_of(SQ(content__exact="script:hans) OR (text:*")) == Phrase("script:hans) or (text:*")


def test_what_no_backend_knows_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="fuzzy"):
        tree_of(SQ(content__fuzzy="海堤"))
    with pytest.raises(ValueError, match="regex"):
        tree_of(SQ(script__regex="h.*"))
    with pytest.raises(ValueError, match="field:value"):
        narrowing("hans")
