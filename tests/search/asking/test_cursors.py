"""A cursor comes back as it was given, and nothing else is taken for one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.asking.cursors import decoded, encoded

NUMBERS = st.one_of(st.integers(-1, 2**53), st.floats(allow_nan=False, allow_infinity=False))


@given(st.lists(NUMBERS, min_size=1, max_size=3))
def test_values_come_back_to_the_last_digit(values: list[float]) -> None:
    cursor = encoded(tuple(values))
    assert decoded(cursor, len(values)) == tuple(values)
    assert cursor.isascii() and not set(cursor) & set("+/=&?# ")


@pytest.mark.parametrize("values", [[True, 1], ["1", 1], [None, 1], [math.inf, 1], [math.nan, 1], [[1], 1], {"a": 1}])
def test_what_is_no_list_of_numbers_is_none(values: object) -> None:
    assert decoded(encoded(values), 2) is None  # type: ignore[arg-type]


def test_a_cursor_of_another_order_is_none() -> None:
    assert decoded(encoded((1.5, 2, 3)), 2) is None


@given(st.text(max_size=300))
def test_other_text_raises_nothing(text: str) -> None:
    values = decoded(text, 2)
    assert values is None or len(values) == 2
