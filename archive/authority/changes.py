"""Keeps decisions about agencies so that they can be undone, and leads from what is gone to what took its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.models import Agency, AgencyChange

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_LONGEST_WAY = 20  # merges of merged ones that are followed


def keep(
    kind: AgencyChange.Kind, agency: Agency, *, by: User | None, moved: dict[str, Any], articles: int, **other: Any
) -> AgencyChange:
    """Write down a decision. other: `other`, `other_name`, `other_slug` where a second agency had a part in it."""
    return AgencyChange.objects.create(
        kind=kind, agency=agency.pk, name=agency.name, made_by=by, moved=moved, articles=articles, **other
    )


def why(reason: str) -> dict[str, str]:
    """A reason as an event keeps it: nothing where none was given. At most 200 characters."""
    return {"reason": reason.strip()[:200]} if reason.strip() else {}


def successor(slug: str) -> Agency | None:
    """The confirmed agency that took in the one which had this address; None where there is none."""
    merges = AgencyChange.objects.standing().filter(kind=AgencyChange.Kind.MERGE)
    found = merges.filter(other_slug=slug).exclude(other_slug="").first()
    for _step in range(_LONGEST_WAY):
        if found is None:
            return None
        if agency := Agency.objects.confirmed().filter(pk=found.agency).first():
            return agency
        found = merges.filter(other=found.agency).first()
    return None
