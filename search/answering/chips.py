"""The conditions of a search as a reader sees them: chips for those in force, panels with values to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.models import Agency
from search.answering.facets import KIND_LABELS, SCRIPT_LABELS, Facets, FacetValue, place_name
from search.asking.conditions import AGENCIES, CHOICES, excludes
from search.asking.requests import SearchRequest

#: What each facet is called.
TITLES: Mapping[str, Promise] = {
    "source": gettext_lazy("Source"),
    "agency": pgettext_lazy("facet", "Agency"),
    "place": pgettext_lazy("facet", "Place"),
    "script": gettext_lazy("Script"),
    "kind": pgettext_lazy("facet", "Kind of source"),
}
#: Values of a facet that are seen at once, and with those that unfold.
_SEEN, _MOST = 8, 40

#: What values are called, by facet and value.
Labels = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force: what it is called, and the parameter and value that have to go for it to go.

    of: the facet that it is a value of; "" for days.
    """

    label: str
    name: str
    value: str
    excluded: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class PanelValue:
    """A value of a facet with what its links do: `chosen` and `excluded` tell what is in force."""

    value: str
    label: str
    count: int
    chosen: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet: its first values, and the rest."""

    name: str
    title: str
    values: Sequence[PanelValue]
    rest: Sequence[PanelValue]


def chips_of(asked: SearchRequest, facets: Facets) -> list[Chip]:
    """Return the conditions in force, days first."""
    chips = []
    if asked.first_day:
        chips.append(Chip(_("from %(day)s") % {"day": asked.first_day.isoformat()}, "from", ""))
    if asked.last_day:
        chips.append(Chip(_("until %(day)s") % {"day": asked.last_day.isoformat()}, "to", ""))
    labels = _labels(asked, facets)
    for name, values in asked.chosen.items():
        title = str(TITLES[name])
        chips += [Chip(labels[name, _plain(one)], name, one, excludes(one), title) for one in values]
    return chips


def panels_of(asked: SearchRequest, facets: Facets) -> list[Panel]:
    """Return the facets that have anything to choose from, in the order of the page."""
    labels = _labels(asked, facets)
    panels = [_panel(name, asked.chosen.get(name, ()), getattr(facets, name), labels) for name in CHOICES]
    return [panel for panel in panels if panel.values]


def whole_year(asked: SearchRequest) -> str:
    """The year that the days asked for make up from end to end; "" for any other span."""
    first, last = asked.first_day, asked.last_day
    if not first or not last or first.year != last.year:
        return ""
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return f"{first.year:04}" if whole else ""


def _panel(name: str, chosen: Sequence[str], counted: Sequence[FacetValue], labels: Labels) -> Panel:
    """Values in force are seen even where the rest of the query leaves none of them."""
    present = {one.value for one in counted}
    absent = [FacetValue(one, labels[name, one], 0) for one in map(_plain, chosen) if one not in present]
    values = [
        PanelValue(one.value, one.label, one.count, one.value in chosen, f"-{one.value}" in chosen)
        for one in (*absent, *counted)
    ]
    values.sort(key=lambda one: not (one.chosen or one.excluded))
    return Panel(name, str(TITLES[name]), values[:_SEEN], values[_SEEN:_MOST])


def _labels(asked: SearchRequest, facets: Facets) -> Labels:
    """What the chosen values are called: as the facets have it, and from their own lists where those have them not."""
    labels = {(name, one.value): one.label for name in CHOICES for one in getattr(facets, name)}
    missing = {(name, _plain(one)) for name, values in asked.chosen.items() for one in values} - labels.keys()
    slugs = {value for name, value in missing if name in AGENCIES}
    names = dict(Agency.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}
    for name, value in missing:
        labels[name, value] = _label(name, value, names)
    return labels


def _label(name: str, value: str, agencies: Mapping[str, str]) -> str:
    if name in AGENCIES:
        return agencies.get(value, value)
    if name == "place":
        return place_name(int(value))
    return str((SCRIPT_LABELS if name == "script" else KIND_LABELS)[value])


def _plain(value: str) -> str:
    return value.removeprefix("-")
