"""One bad item never holds up the good ones, and a fault from outside is never taken for a bad item."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from search.indexing.halving import in_halves


@given(st.lists(st.integers(0, 30), unique=True), st.sets(st.integers(0, 30)))
def test_all_good_items_are_done_in_order_and_all_bad_ones_told(items: list[int], bad: set[int]) -> None:
    def do(some: Sequence[int]) -> list[int]:
        if bad & set(some):
            raise ValueError(min(bad & set(some)))
        return list(some)

    done, failed = in_halves(items, do)
    assert [item for some in done for item in some] == [item for item in items if item not in bad]
    assert [item for item, _error in failed] == [item for item in items if item in bad]
    assert all(str(error) == str(item) for item, error in failed)


def test_what_goes_well_is_done_once_and_together() -> None:
    calls: list[int] = []
    in_halves(range(200), lambda some: calls.append(len(some)))
    assert calls == [200]


@pytest.mark.parametrize("fault", [OSError("disk full"), MemoryError(), OperationalError("locked")])
def test_faults_from_outside_pass(fault: Exception) -> None:
    def fail(_: Sequence[int]) -> None:
        raise fault

    with pytest.raises(type(fault)):
        in_halves([1, 2, 3], fail)
