"""The tree survives its way through Haystack."""

from __future__ import annotations

import pytest
from haystack.inputs import AltParser, Clean, Raw
from haystack.query import SQ, SearchQuerySet
from hypothesis import given
from hypothesis import strategies as st

from search.query.compiler import Columns, boosted, compile_to_sq, narrowing, tree_of
from search.query.parser import parse
from search.query.syntax import (
    And,
    Clause,
    Everything,
    Field,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Term,
    Written,
)

COLUMNS = Columns(frozenset({"title", "body"}), "archive.article")
LEAVES = st.sampled_from(
    [Term("海"), Term("堤"), Term("合"), Field("script", "exact", "hans"), Nothing(), Written("堤"), Prefix("合")]
)
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
        case Nothing():
            return False
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
    carried = tree_of(SearchQuerySet().filter(compile_to_sq(tree)).query.query_filter, COLUMNS)
    documents = [
        (text, script) for text in ("", "海", "堤", "海堤", "海合", "海堤合", "合") for script in ("hans", "hant")
    ]
    assert [holds(tree, *one) for one in documents] == [holds(carried, *one) for one in documents]


def test_words_never_become_conditions() -> None:
    assert tree_of(SQ(content__exact="script:hans) OR (text:*"), COLUMNS) == Phrase("script:hans) or (text:*")


@pytest.mark.parametrize(
    "tree",
    [
        Prefix("covid"),
        Written("網絡"),
        Term("海堤", fields=("title",)),
        Phrase("海堤 合龙", fields=("title", "body")),
        Prefer(Term("海堤"), Phrase("海堤合龙"), 0.5),
        Clause("source", "汐城晚报"),
        Nothing(),
        And((Prefix("covid"), Not(Prefer(Term("海"), Term("堤"))))),
    ],
)
def test_what_only_a_tree_can_say_is_carried_as_it_is(tree: Node) -> None:
    assert tree_of(SearchQuerySet().filter(compile_to_sq(tree)).query.query_filter, COLUMNS) == tree


def test_texts_are_asked_by_words_and_columns_by_values() -> None:
    for condition, tree in [
        (SQ(title="海堤 合龙"), And((Term("海堤", fields=("title",)), Term("合龙", fields=("title",))))),
        (SQ(title__exact="海堤 合龙"), Phrase("海堤 合龙", fields=("title",))),
        (SQ(text__startswith="電"), Prefix("电")),
        (SQ(content=""), Everything()),
        (SQ(source__in=[1, 2]), Field("source", "in", (1, 2))),
        (SQ(django_id="7"), Field("pk", "content", "7")),
        (SQ(id="archive.article.7"), Field("pk", "exact", 7)),
        (SQ(id="auth.user.7"), Nothing()),
        (SQ(content=Clean("script:hans")), Term("script:hans")),
    ]:
        assert tree_of(condition, COLUMNS) == tree, condition


def test_narrowing_reads_values_and_spans() -> None:
    assert narrowing('script_exact:"hans"', COLUMNS) == Field("script", "exact", "hans")
    assert narrowing("day:[20240101 TO *]", COLUMNS) == Field("day", "gte", "20240101")
    assert narrowing("title:海堤", COLUMNS) == Phrase("海堤", fields=("title",))


def test_boosts_prefer_and_shut_nothing_out() -> None:
    assert boosted(Term("海"), {"堤": 2.0}) == Prefer(Term("海"), Phrase("堤"), 2.0)


def test_what_no_backend_knows_is_refused_by_name() -> None:
    for condition, name in [
        (SQ(content__fuzzy="海堤"), "fuzzy"),
        (SQ(script__regex="h.*"), "regex"),
        (SQ(id__gt="archive.article.1"), "gt"),
        (SQ(content=AltParser("dismax", "海堤")), "parser"),
    ]:
        with pytest.raises(ValueError, match=name):
            tree_of(condition, COLUMNS)
    with pytest.raises(ValueError, match="field:value"):
        narrowing("hans", COLUMNS)


def test_a_raw_string_is_what_a_reader_types() -> None:
    assert tree_of(SQ(content=Raw("海堤 -合龙")), COLUMNS) == parse("海堤 -合龙").tree
