"""From what a reader chose (days, values of facets) to conditions on the columns of the index."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from archive.models import Agency
from search.asking.requests import SearchRequest
from search.query.syntax import And, Field, Node, Not

#: Facets whose values stand in addresses as slugs of agencies, and the columns that hold the agencies' keys.
AGENCIES = {"source": "source", "agency": "agencies"}
#: Facets whose values stand in addresses as they stand in their columns.
PLAIN = {"script": "script", "kind": "kind"}
#: All facets that a reader can choose from, in the order of the page.
CHOICES = ("source", "agency", "place", "script", "kind")


def conditions_of(request: SearchRequest) -> dict[str, Node]:
    """Return the conditions, each under the name of the facet that it came from. Costs one query at most."""
    conditions = {name: _chosen(name, values) for name, values in _keyed(request.chosen).items()}
    if span := _span(request.first_day, request.last_day):
        conditions["year"] = span
    return conditions


def excludes(value: str) -> bool:
    """Tell whether the value, as it stands in an address, is shut out."""
    return value.startswith("-")


def _keyed(chosen: Mapping[str, Iterable[str]]) -> dict[str, list[tuple[bool, object]]]:
    """The chosen values as their columns hold them, each with whether it is shut out."""
    slugs = {value.removeprefix("-") for name in AGENCIES for value in chosen.get(name, ())}
    keys = dict(Agency.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}

    def key(name: str, value: str) -> object:
        if name in AGENCIES:
            return keys.get(value, -2)  # an agency that is not there: no document has it
        return int(value) if name == "place" else value

    return {
        name: [(excludes(value), key(name, value.removeprefix("-"))) for value in values]
        for name, values in chosen.items()
        if values
    }


def _chosen(name: str, values: list[tuple[bool, object]]) -> Node:
    column = AGENCIES.get(name) or PLAIN.get(name) or "places"
    wanted = tuple(value for excluded, value in values if not excluded)
    unwanted = tuple(value for excluded, value in values if excluded)
    nodes: list[Node] = [Field(column, "in", wanted)] if wanted else []
    nodes += [Not(Field(column, "in", unwanted))] if unwanted else []
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _span(first: datetime.date | None, last: datetime.date | None) -> Node | None:
    bounds: list[Node] = [Field("day", "gte", _number(first))] if first else []
    bounds += [Field("day", "lte", _number(last))] if last else []
    return And(tuple(bounds)) if bounds else None


def _number(day: datetime.date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
