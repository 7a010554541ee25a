"""Two agencies that are one: the names, articles and everything else of one move to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from archive.authority import changes, doubts
from archive.authority.linking import announce, articles_of, relink_unresolved, settle_unknown
from archive.authority.moving import move
from archive.models import Agency, AgencyChange, Event

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def merge(gone: Agency, into: Agency, *, by: User | None, reason: str = "") -> AgencyChange:
    """Make all names of one agency, or candidate, names of another, and move there all that is linked to it.

    Its row goes; the change that is returned holds what `undo` needs to bring it back. Readers of the articles see it
    at once. Raises ValueError for an agency with itself.
    """
    if gone.pk == into.pk:
        raise ValueError(f"an agency is merged into another one: {gone.name!r}")
    names, articles = names_of(gone), articles_of(gone)
    row = _row(gone)
    moved = _step_aside(gone, into) | {"doubts": doubts.of(names)} | move(gone, into)
    told = {"name": gone.name, "into": into.name, "articles": len(articles), **changes.why(reason)}
    Event.objects.record("merged", into, actor=by, **told)
    gone.delete()
    kept = changes.keep(
        AgencyChange.Kind.MERGE,
        into,
        by=by,
        moved=moved | {"agency": row},
        articles=len(articles),
        other=row["id"],
        other_name=row["name"],
        other_slug=row["slug"] if row["confirmed"] else "",
    )
    relink_unresolved()
    announce(articles)
    settle_unknown(names)
    return kept


def names_of(agency: Agency) -> list[str]:
    """Every name that the agency is known by."""
    return list(agency.aliases.values_list("name", flat=True))


def _row(agency: Agency) -> dict[str, Any]:
    """The agency's own columns, to write the row anew."""
    return {field.attname: getattr(agency, field.attname) for field in Agency._meta.concrete_fields}


def _step_aside(gone: Agency, into: Agency) -> dict[str, Any]:
    """Take `gone` out of the way above `into`, which would come to stand above itself. Returns what it was before."""
    if all(above.pk != gone.pk for above in into.ancestors()):
        return {}
    before, into.parent = into.parent_id, gone.parent
    into.save(update_fields=["parent", "sort_key"])
    return {"parent": {"before": before, "after": into.parent_id}}
