"""The lists of outlets and government bodies: outlets by initial, bodies by level and province, all with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import holdings
from archive.holdings import Holding
from archive.models import Agency
from archive.text.divisions import Division, by_region, divisions
from archive.text.folding import fold

#: Names on one page: a list of thousands is walked in pages of some 100 KB.
PAGE = 300
_LONGEST = 60  # characters of a name that is looked for
_LEVELS = {level: rank for rank, level in enumerate(Agency.Level.values)}
_PROVINCE = 2  # digits of its code


@dataclass(frozen=True, slots=True)
class Section:
    """Agencies under one heading. key: of its place in the page. level: a value of Agency.Level for bodies."""

    key: str
    title: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """A way to a section: how many names it has in all, and the page on which it begins."""

    section: Section
    count: int
    page: int


@dataclass(frozen=True, slots=True)
class Part:
    """The agencies of one kind. jumps: by the name of their level, "" for outlets. page: with section."""

    kind: Agency.Kind
    count: int
    jumps: Sequence[tuple[str, Sequence[Jump]]]
    page: Page[tuple[Section, Holding]]

    @property
    def sections(self) -> list[tuple[str, list[tuple[Section, list[Holding]]]]]:
        """The page's agencies by section, and the sections by the name of their level."""
        sections = [
            (section, [one for _section, one in group]) for section, group in groupby(self.page, key=itemgetter(0))
        ]
        return [(level_name(level), list(group)) for level, group in groupby(sections, key=lambda one: one[0].level)]


@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """Agencies in the order of a Chinese index, outlets first, then government bodies by level and province."""
    kind, name = request.GET.get("kind", ""), request.GET.get("name", "").strip()[:_LONGEST]
    section = kind if kind in Agency.Kind.values else ""
    kinds = [Agency.Kind(section)] if section else list(Agency.Kind)
    number = request.GET.get("page") if section else None
    parts = [part(one, called(holdings.holdings_by_agency(kind=one), name), number) for one in kinds]
    return render(request, "archive/agency_list.html", {"parts": parts, "section": section, "name": name})


def called(agencies: Iterable[Holding], name: str) -> list[Holding]:
    """Those whose name holds the words, in whichever script they are typed."""
    words = fold(name)
    return [one for one in agencies if words in fold(one.name)] if words else list(agencies)


def part(kind: Agency.Kind, agencies: Iterable[Holding], number: str | None) -> Part:
    """Lay out one kind: its sections in their order, and the page of this number."""
    place = by_initial if kind == Agency.Kind.OUTLET else by_level
    lines = [(section, one) for _rank, section, one in sorted(map(place, agencies), key=itemgetter(0))]
    return Part(kind, len(lines), list(jumps_of(lines)), Paginator(lines, PAGE).get_page(number))


#: Where an agency stands: what its kind is ordered by, and its section.
Placed = tuple[tuple[str | int, ...], Section, Holding]


def by_initial(one: Holding) -> Placed:
    """An outlet stands under the first letter of its reading; what begins with a digit comes first."""
    initial = one.reading_order[:1].upper()
    title = initial if "A" <= initial <= "Z" else "0–9"
    return (title, one.reading_order, one.slug), Section(f"initial-{title[0]}", title), one


def by_level(one: Holding) -> Placed:
    """A body stands under its level and its province, there by the code of its region."""
    region = by_region().get(fold(one.region))
    code = region.code if region else ""
    province = divisions().get(code[:_PROVINCE])
    rank = (_LEVELS.get(one.level, len(_LEVELS)), code[:_PROVINCE], code, one.reading_order, one.slug)
    key = f"{one.level or 'level'}-{code[:_PROVINCE] or '00'}"
    return rank, Section(key, title_of(province, one.level), one.level), one


def title_of(province: Division | None, level: str) -> str:
    """What a section of bodies is called: by its province, which the whole country's has none."""
    if province:
        return province.name
    return "" if level == Agency.Level.CENTRAL else _("Region not stated")


def level_name(level: str) -> str:
    """What a level is called; "" for none."""
    return str(dict(Agency.Level.choices).get(level, ""))


def jumps_of(lines: Sequence[tuple[Section, Holding]]) -> Iterable[tuple[str, list[Jump]]]:
    """The ways to all sections of a list, by the name of their level."""
    counts = Counter(section for section, _ in lines)
    begins = {section: place for place, (section, _) in reversed(list(enumerate(lines)))}
    jumps = [Jump(section, count, begins[section] // PAGE + 1) for section, count in counts.items()]
    return ((level_name(level), list(group)) for level, group in groupby(jumps, key=lambda one: one.section.level))
