"""Names that a reader typed become conditions on columns; names that nobody bears find nothing, and are told."""

from __future__ import annotations

import pytest

from archive.models import Agency
from search.asking.names import resolved
from search.mistakes import explained
from search.query.syntax import And, Clause, Everything, Field, Node, Not, Nothing, Or, ParsedQuery, Term
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db


def tree(node: Node) -> Node:
    return resolved(ParsedQuery(node)).tree


def test_a_source_is_the_agency_of_the_name_or_the_name_as_printed() -> None:
    agency = AgencyFactory(name="濱海電訊", aliases=["濱訊"])
    for name in ("濱海電訊", "滨海电讯", "滨讯"):
        found = tree(Clause("source", name))
        assert isinstance(found, Or) and found.children[0] == Field("source", "in", (agency.pk,))
    assert tree(Clause("source", "无名小报")) == Term("无名小报", fields=("outlet",))


def test_part_of_a_name_stands_for_all_that_hold_it_unless_one_is_called_so() -> None:
    police, bureau = AgencyFactory(name="汐城市公安局"), AgencyFactory(name="汐城市公安局盐仓分局")
    assert tree(Clause("agency", "盐仓")) == Field("agencies", "in", (bureau.pk,))
    assert tree(Clause("agency", "公安局")) == Field("agencies", "in", (police.pk, bureau.pk))
    assert tree(Clause("agency", "汐城市公安局")) == Field("agencies", "in", (police.pk,))


def test_a_candidate_that_nobody_confirmed_is_no_agency() -> None:
    AgencyFactory(name="疑似某局", confirmed=False)
    assert tree(Clause("agency", "疑似某局")) == Nothing()


@pytest.mark.parametrize("name", ["浙江", "浙江省", "浙江省"])
def test_a_place_is_the_division_with_or_without_its_kind(name: str) -> None:
    assert tree(Clause("place", name)) == Field("places", "in", (33,))


def test_kinds_of_source_have_names_in_three_languages() -> None:
    for name in ("政府", "government", "Official", "官方"):
        assert tree(Clause("type", name)) == Field("kind", "exact", Agency.Kind.GOVERNMENT.value)


def test_unknown_names_are_found_in_any_part_of_the_tree_and_told_with_their_place() -> None:
    node = And((Not(Clause("place", "乌有乡", 3, 9)), Or((Everything(), Clause("agency", "乌有局", 12, 18)))))
    found = resolved(ParsedQuery(node))
    assert found.tree == And((Not(Nothing()), Or((Everything(), Nothing()))))
    assert [(one.code, one.position, one.end) for one in found.mistakes] == [
        ("unknown-place", 3, 9), ("unknown-agency", 12, 18),
    ]  # fmt: skip
    assert all("乌有" in explained(one) for one in found.mistakes)
