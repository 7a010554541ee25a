"""Confirmed agencies by part of one of their names, for a field that is filled by typing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Value, When
from django.db.models.functions import Length

from archive.models import AgencyAlias
from archive.text.folding import fold

MOST = 20
_LOOKED_AT = 5 * MOST  # names: an agency may have several that fit


@dataclass(frozen=True, slots=True)
class Match:
    """An agency by its name. known_as: the name that fits what was typed, "" where that is the same."""

    name: str
    known_as: str = ""


def matching(typed: str, *, kind: str = "") -> list[Match]:
    """Return at most MOST confirmed agencies one of whose names holds what was typed, in either script. One query.

    Names that are what was typed come first, then those that begin with it, the shorter ones before the longer.
    kind: of Agency.Kind, "" for all.
    """
    key = fold(typed.strip())
    if not key:
        return []
    names = AgencyAlias.objects.filter(key__contains=key, agency__confirmed=True)
    names = names.filter(agency__kind=kind) if kind else names
    begins = Case(When(key=key, then=Value(0)), When(key__startswith=key, then=Value(1)), default=Value(2))
    ordered = names.order_by(begins, Length("key"), "agency__sort_key", "pk")
    found: dict[str, Match] = {}
    for name, fits in ordered.values_list("agency__name", "name")[:_LOOKED_AT]:
        found.setdefault(name, Match(name, "" if fits == name else fits))
    return list(found.values())[:MOST]
