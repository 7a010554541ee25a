"""A new name for an agency, from a day on; the one before stays a name that it is found by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from archive.authority import changes
from archive.authority.linking import LONGEST_NAME, relink_unresolved
from archive.authority.obstacles import Obstacle
from archive.models import Agency, AgencyAlias, AgencyChange, Event
from archive.models.agencies import validate_partial_date
from archive.text.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def rename(agency: Agency, name: str, *, on: str, by: User | None, reason: str = "") -> AgencyChange | Obstacle:
    """Call an agency otherwise. Its address stays, and so does every article.

    on: when the new name came into use, as far as it is known: 2018, 2018-03, 2018-03-19; "" for unknown.
    """
    name, on, before = name.strip(), on.strip(), agency.name
    if obstacle := _why_not(agency, name, on):
        return obstacle
    dates = _date_names(agency, before, name, on)
    agency.name = name
    agency.save(update_fields=["name", "sort_key"])
    Event.objects.record("agency renamed", agency, actor=by, before=before, after=name, on=on, **changes.why(reason))
    kept = changes.keep(AgencyChange.Kind.RENAME, agency, by=by, moved=dates, articles=0, other_name=before)
    relink_unresolved()
    return kept


def _date_names(agency: Agency, before: str, after: str, on: str) -> dict[str, Any]:
    """End the old name and begin the new one. Returns their dates before; names alike but for script have none."""
    new, made = AgencyAlias.objects.get_or_create(agency=agency, key=fold(after), defaults={"name": after})
    if fold(before) == fold(after):
        return {}
    old, _made = AgencyAlias.objects.get_or_create(agency=agency, key=fold(before), defaults={"name": before})
    dates = {"old": [old.pk, old.until], "new": [new.pk, new.since], "made": made}
    old.until, new.since = on or old.until, on or new.since
    old.save(update_fields=["until", "key"])
    new.save(update_fields=["since", "key"])
    return dates


def _why_not(agency: Agency, name: str, on: str) -> Obstacle | None:
    if not name or len(name) > LONGEST_NAME:
        return Obstacle.NO_NAME
    if name == agency.name:
        return Obstacle.ITSELF
    if Agency.objects.filter(name=name).exists():
        return Obstacle.NAME_TAKEN
    try:
        validate_partial_date(on or "2018")
    except ValidationError:
        return Obstacle.BAD_DATE
    return None
