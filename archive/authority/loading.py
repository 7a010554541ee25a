"""Loads authority lists: agencies with all their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive.authority.linking import free_slug, relink_unresolved
from archive.models import Agency, AgencyAlias
from archive.text.folding import fold
from archive.text.reading_order import sort_key

_ROWS = 200  # in one statement


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load_agencies` did, in rows."""

    added: int
    aliases: int
    known: int
    linked: int  # articles whose printed names are now names of agencies


@transaction.atomic
def load_agencies(records: Iterable[Mapping[str, Any]]) -> Loaded:
    """Add the agencies of an authority list; a second run changes nothing.

    records, one for each agency:
        name     the canonical name, at most 120 characters; in the script that the agency itself uses
        kind     "outlet" or "government"
        level    "central", "provincial", "municipal", "county", or "" where none fits (abroad)
        region   where it belongs, the way down in full names: "江西省南昌市"; "" for the whole country
        parent   the canonical name of the agency above it, in this list or in the archive; "" for none
        aliases  short and former names, abbreviations, domains ("people.com.cn") by which its site is told;
                 one script is enough, since names are compared folded
        slug     the end of its address; without it the name itself

    Only name and kind are needed. What people have filled in since is kept: only missing rows and empty fields are
    written, and a candidate of the same name is confirmed; one that was dismissed stays so.
    Raises django.core.exceptions.ValidationError for a record that breaks the model's rules.
    """
    entries = list(records)
    known = {agency.name: agency for agency in Agency.objects.all()}
    added = _add_agencies([entry for entry in entries if entry["name"] not in known])
    known |= {agency.name: agency for agency in added}
    changed = [known[entry["name"]] for entry in entries if _complete(known[entry["name"]], entry, known)]
    Agency.objects.bulk_update(changed, ["level", "region", "parent", "confirmed"], batch_size=_ROWS)
    aliases = _add_aliases([(known[entry["name"]], _names(entry)) for entry in entries])
    return Loaded(len(added), aliases, len(entries) - len(added), relink_unresolved())


def _add_agencies(entries: Iterable[Mapping[str, Any]]) -> list[Agency]:
    slugs = set(Agency.objects.values_list("slug", flat=True))
    agencies: dict[str, Agency] = {}
    for entry in entries:
        agency = Agency(name=entry["name"], kind=entry["kind"], sort_key=sort_key(entry["name"]))
        agency.slug = free_slug(entry.get("slug") or entry["name"], slugs)
        agency.level, agency.region = entry.get("level") or "", entry.get("region") or ""
        agency.full_clean(validate_unique=False, validate_constraints=False)  # name and slug are new
        agencies.setdefault(agency.name, agency)
        slugs.add(agency.slug)
    return Agency.objects.bulk_create(agencies.values(), batch_size=_ROWS)


def _complete(agency: Agency, entry: Mapping[str, Any], known: Mapping[str, Agency]) -> bool:
    """Fill in what is empty and tell whether that changed it. A list that people keep also confirms a candidate."""
    before = (agency.level, agency.region, agency.parent_id, agency.confirmed)
    agency.level = agency.level or entry.get("level") or ""
    agency.region = agency.region or entry.get("region") or ""
    if agency.parent_id is None and (parent := known.get(entry.get("parent") or "")):
        agency.parent = _not_below(agency, parent, known)
    agency.confirmed = not agency.dismissed
    return before != (agency.level, agency.region, agency.parent_id, agency.confirmed)


def _not_below(agency: Agency, parent: Agency, known: Mapping[str, Agency]) -> Agency:
    """Return the parent. Raises ValidationError where it stands below the agency: nothing stands above itself."""
    by_key, above, steps = {one.pk: one for one in known.values()}, parent, 0
    while above and steps <= len(by_key):
        if above.pk == agency.pk:
            raise ValidationError(f"{agency.name}: {_('An agency cannot be its own parent.')}")
        above, steps = by_key.get(above.parent_id), steps + 1  # type: ignore[assignment,arg-type]
    return parent


def _names(entry: Mapping[str, Any]) -> list[str]:
    return [entry["name"], *(entry.get("aliases") or ())]


def _add_aliases(names: Iterable[tuple[Agency, list[str]]]) -> int:
    """Write the aliases that are missing and return how many; names that fold to the same key are one alias."""
    present = set(AgencyAlias.objects.values_list("agency_id", "key"))
    missing: dict[tuple[int, str], AgencyAlias] = {}
    for agency, aliases in names:
        for name in aliases:
            key = (agency.pk, fold(name.strip()))
            if key not in present:
                missing.setdefault(key, AgencyAlias(agency=agency, name=name.strip(), key=key[1]))
    AgencyAlias.objects.bulk_create(missing.values())
    return len(missing)
