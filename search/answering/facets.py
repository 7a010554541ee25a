"""Counts by year, month, source, agency, place, script and kind, with names for the reader.

Counted over all matches that the public may see; each facet as if nothing were chosen in it, so that a reader can
choose more of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from archive.models import Agency, Article
from archive.text.divisions import divisions

#: The columns that are counted, by the facet's name in addresses and in the API's answer.
COLUMN_OF = {
    "year": "year",
    "month": "month",
    "source": "source",
    "agency": "agencies",
    "place": "places",
    "script": "script",
    "kind": "kind",
}
NAMES = tuple(COLUMN_OF)
COLUMNS = tuple(COLUMN_OF.values())
#: Values of one facet that are told; years and months are told in full.
MOST_VALUES = 50

SCRIPT_LABELS = {script.value: script.label for script in Article.Script}
KIND_LABELS = {kind.value: kind.label for kind in Agency.Kind}

Counts = Sequence[tuple[Any, int]]


class _Named(NamedTuple):
    """What is shown of an agency."""

    slug: str
    name: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: as it stands in addresses, as readers see it, and in how many of the matches it occurs."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    year: Sequence[FacetValue] = ()
    month: Sequence[FacetValue] = ()
    source: Sequence[FacetValue] = ()
    agency: Sequence[FacetValue] = ()
    place: Sequence[FacetValue] = ()
    script: Sequence[FacetValue] = ()
    kind: Sequence[FacetValue] = ()

    def as_dict(self) -> dict[str, list[dict[str, Any]]]:
        """For JSON: {"year": [{"value", "label", "count"}], …}."""
        return {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in getattr(self, name)]
            for name in NAMES
        }


def facets_of(counts: Mapping[str, Counts]) -> Facets:
    """Return the facets for the engine's counts by column. Costs one query, for the agencies' names."""
    most = {name: counts.get(column, ())[:MOST_VALUES] for name, column in COLUMN_OF.items()}
    agencies = _named({pk for name in ("source", "agency") for pk, _ in most[name]})
    return Facets(
        year=_dated(counts.get("year", ()), str),
        month=_dated(counts.get("month", ()), month_of),
        source=_agencies(most["source"], agencies),
        agency=_agencies(most["agency"], {pk: one for pk, one in agencies.items() if one.confirmed}),
        place=[FacetValue(str(code), place_name(code), count) for code, count in most["place"] if place_name(code)],
        script=_labelled(most["script"], SCRIPT_LABELS),
        kind=_labelled(most["kind"], KIND_LABELS),
    )


def month_of(number: int) -> str:
    """The month as it stands in addresses: 202409 is 2024-09."""
    return f"{number // 100:04}-{number % 100:02}"


def place_name(code: int) -> str:
    """What the division is called, "" for a code that none has."""
    found = divisions().get(str(code))
    return found.name if found else ""


def _dated(counts: Counts, written: Callable[[int], str]) -> list[FacetValue]:
    return [FacetValue(written(number), written(number), count) for number, count in sorted(counts, reverse=True)]


def _named(keys: Collection[int]) -> dict[int, _Named]:
    rows = Agency.objects.filter(pk__in=keys).order_by().values_list("pk", "slug", "name", "confirmed")
    return {pk: _Named(slug, name, confirmed) for pk, slug, name, confirmed in rows}


def _agencies(counts: Counts, agencies: Mapping[int, _Named]) -> list[FacetValue]:
    """Name the agencies by their records as they are now, so that a renamed one shows its new name at once."""
    return [FacetValue(agencies[pk].slug, agencies[pk].name, count) for pk, count in counts if pk in agencies]


def _labelled(counts: Iterable[tuple[Any, int]], labels: Mapping[str, Any]) -> list[FacetValue]:
    return [FacetValue(code, str(labels[code]), count) for code, count in counts if code in labels]
