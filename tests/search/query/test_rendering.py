"""Trees are described in one line, those that no reader can type as well."""

from __future__ import annotations

import pytest

from search.query.rendering import describe
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

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Everything(), "*"),
        (Nothing(), "NOTHING"),
        (And((A, Or((B, C)))), "a AND (b OR c)"),
        (Or((And((A, B)), Not(C))), "(a AND b) OR NOT c"),
        (Not(Or((A, B))), "NOT (a OR b)"),
        (Phrase("a b", fields=("title",)), 'title:"a b"'),
        (Term("10:30"), '"10:30"'),
        (Term("与"), '"与"'),
        (Term("新华社", fields=("outlet",)), "outlet:新华社"),
        (Written("詐騙", fields=("body",)), "text:exact:詐騙"),
        (Prefix("covid"), "covid*"),
        (Clause("source", "新华社"), 'source:"新华社"'),
        (Field("script", "exact", "hant"), "script:hant"),
        (Field("agencies", "in", (3, 5)), "agencies in (3, 5)"),
        (Field("day", "range", (20200101, 20200101)), "date:2020-01-01"),
        (Field("day", "range", (10101, 20200101)), "date:0001-01-01..2020-01-01"),
        (Field("day", "gt", 20200101), "date:>2020-01-01"),
        (Prefer(And((A, B)), Phrase("a b"), 0.5), '(a AND b) PREFER "a b"×0.5'),
    ],
)
def test_every_node_has_its_words(tree: Node, expected: str) -> None:
    assert describe(tree) == expected
