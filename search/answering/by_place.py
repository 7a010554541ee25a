"""How many public articles are about each place, out of the index, and the divisions that lie in one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.text.divisions import Division, above, divisions
from search.backends import IndexUnavailable
from search.backends.whoosh import session
from search.engine.searching import Asked
from search.query.syntax import Everything

_COLUMN = "places"


@dataclass(frozen=True, slots=True)
class Place:
    """A division that articles are about. within: those next below it, in the order of their codes."""

    division: Division
    count: int
    within: tuple[Place, ...] = ()


def count_by_place() -> dict[str, int] | None:
    """Public articles by the code (GB/T 2260) of each division, those of the divisions within it included.

    None where the index cannot be read. About a millisecond for 70,000 articles.
    """
    try:
        found = session().search(Asked(Everything(), order=("-pk",), stop=1, facets=(_COLUMN,)))
    except IndexUnavailable:
        return None
    return {str(code): count for code, count in found.facets[_COLUMN]}


def provinces(counts: Mapping[str, int]) -> list[Place]:
    """The provinces that articles are about, each with the cities in it."""
    tree = _nearest(counts)
    return [Place(one.division, one.count, tuple(tree.get(one.division.code, ()))) for one in tree.get("", ())]


def within(division: Division, counts: Mapping[str, int]) -> list[Place]:
    """The divisions next below this one that articles are about."""
    return _nearest(counts).get(division.code, [])


def _nearest(counts: Mapping[str, int]) -> dict[str, list[Place]]:
    """The places under the code of the one around them, "" for provinces, in the order of their codes."""
    tree: dict[str, list[Place]] = {}
    for division in _known(counts):
        around = above(division)
        tree.setdefault(around[-1].code if around else "", []).append(Place(division, counts[division.code]))
    return tree


def _known(counts: Mapping[str, int]) -> Iterator[Division]:
    return (divisions()[code] for code in sorted(counts) if code in divisions())
