"""The outlet rules of the database as plain data, for the part of ingest that has none."""

from __future__ import annotations

from archive.ingest.records import OutletRule, Reason, Role
from archive.models import OutletRule as Row
from archive.text.wording import Match


def kept_rules() -> tuple[OutletRule, ...]:
    """Return the active rules, the oldest first, each with all names of its outlet."""
    rows = Row.objects.active().select_related("outlet").prefetch_related("outlet__aliases")
    return tuple(_rule(row) for row in rows)


def _rule(row: Row) -> OutletRule:
    aliases = tuple(sorted(alias.key for alias in row.outlet.aliases.all())) if row.outlet else ()
    return OutletRule(
        name=row.name,
        match=Match(row.match),
        words=row.key,
        role=Role(row.role),
        reason=Reason(row.reason) if row.reason else None,
        hosts=(row.host,) if row.host else tuple(alias for alias in aliases if "." in alias),
        outlets=aliases,
    )
