"""Which confirmed agency a candidate may be another name of: one name holds the other, or they differ by little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archive.models import Agency, AgencyAlias
from archive.text.folding import fold

_SHORTEST = 3  # characters: shorter names stand in too many others
_MOST = 2  # agencies proposed for one candidate


def likely_owners(candidates: Iterable[Agency]) -> dict[int, list[Agency]]:
    """Return for candidates, by their keys, the confirmed agencies of the same kind that they may belong to.

    The one that shares the most characters comes first. Costs one query.
    """
    aliases = AgencyAlias.objects.filter(agency__confirmed=True).select_related("agency")
    known: dict[str, list[AgencyAlias]] = defaultdict(list)
    for alias in aliases:
        if len(alias.key) >= _SHORTEST and "." not in alias.key:  # a domain is no part of a name
            known[alias.agency.kind].append(alias)
    found = {one.pk: _owners(fold(one.name), known[one.kind]) for one in candidates}
    return {key: agencies for key, agencies in found.items() if agencies}


def _owners(name: str, aliases: Iterable[AgencyAlias]) -> list[Agency]:
    shared: dict[Agency, int] = {}
    for alias in aliases:
        if alias.key in name or (len(name) >= _SHORTEST and name in alias.key):
            shared[alias.agency] = max(shared.get(alias.agency, 0), min(len(alias.key), len(name)))
    return sorted(shared, key=lambda agency: (-shared[agency], agency.sort_key))[:_MOST]
