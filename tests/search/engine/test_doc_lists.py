"""Lists of documents are joined and compared as sets are, however long the one or the other is."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from search.engine.doc_lists import Docs, held_by, shared, union

SIZE = 3_000
#: A few documents, or nearly all: both ways of comparing are taken.
SETS = st.sets(st.integers(0, SIZE - 1), max_size=30) | st.sets(st.integers(0, SIZE - 1), max_size=30).map(
    lambda few: set(range(SIZE)) - few
)


def listed(some: set[int]) -> Docs:
    return np.array(sorted(some), np.int32)


@given(one=SETS, other=SETS)
@example(one=set(), other=set())
@example(one=set(range(SIZE)), other=set(range(SIZE)))
@example(one={0}, other={SIZE - 1})
def test_what_two_lists_share_stands_at_these_rows_of_each(one: set[int], other: set[int]) -> None:
    of_one, of_other = shared(listed(one), listed(other), SIZE)
    assert listed(one)[of_one].tolist() == listed(other)[of_other].tolist() == sorted(one & other)


@given(docs=SETS, other=SETS)
def test_each_document_is_told_to_be_in_the_other_list_or_not(docs: set[int], other: set[int]) -> None:
    assert held_by(listed(docs), listed(other), SIZE).tolist() == [doc in other for doc in sorted(docs)]


@given(st.lists(SETS, max_size=4))
def test_a_union_has_each_document_once_in_order(sets: list[set[int]]) -> None:
    assert union(list(map(listed, sets))).tolist() == sorted(set().union(*sets))
