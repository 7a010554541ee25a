"""Counts by year, source and script, with names for the reader. Counted over all matches that the public may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.models import Agency, Article

#: The columns that are counted; also the names in the API's answer.
NAMES = ("year", "source", "script")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: as it stands in addresses, as readers see it, and in how many of the matches it occurs."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    year: Sequence[FacetValue] = ()
    source: Sequence[FacetValue] = ()
    script: Sequence[FacetValue] = ()

    def as_dict(self) -> dict[str, list[dict[str, Any]]]:
        """For JSON: {"year": [{"value", "label", "count"}], …}."""
        return {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in getattr(self, name)]
            for name in NAMES
        }


def facets_of(counts: Mapping[str, Sequence[tuple[Any, int]]]) -> Facets:
    """Return the facets for Haystack's counts by column. Costs one query, for the sources' names."""
    return Facets(
        year=[FacetValue(str(year), str(year), count) for year, count in sorted(counts["year"], reverse=True)],
        source=_sources(counts["source"]),
        script=[FacetValue(code, str(SCRIPT_LABELS[code]), count) for code, count in counts["script"]],
    )


def _sources(counts: Sequence[tuple[int, int]]) -> list[FacetValue]:
    """Name the outlets by their records as they are now, so that a renamed one shows its new name at once."""
    agencies = Agency.objects.in_bulk([pk for pk, _ in counts])
    found = [(agencies[pk], count) for pk, count in counts if pk in agencies]
    return [FacetValue(agency.slug, agency.name, count) for agency, count in found]


SCRIPT_LABELS = {script.value: script.label for script in Article.Script}
