"""What a person changed in an agency's record: told with before and after, and followed by the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from archive.authority.linking import announce, articles_of, relink, relink_unresolved
from archive.models import Agency, AgencyAlias, Article, Event
from archive.text.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User

FIELDS = ("name", "slug", "kind", "level", "region", "confirmed")
#: Fields that the search index knows of an agency.
INDEXED = {"kind", "region", "confirmed"}

Facts = dict[str, Any]


def facts_of(agency: Agency) -> Facts:
    """Everything that people fill in about an agency, as stored now: fields, parent, names with their dates."""
    stored = Agency.objects.select_related("parent").get(pk=agency.pk)
    facts: Facts = {field: getattr(stored, field) for field in FIELDS}
    facts["parent"] = stored.parent.name if stored.parent else ""
    facts["names"] = sorted(_with_dates(alias) for alias in stored.aliases.all())
    return facts


@transaction.atomic
def follow(agency: Agency, before: Facts | None, *, by: User | None) -> None:
    """Keep the canonical name among the names, record what changed, and link articles by the names there are now.

    before: what `facts_of` told of the agency before it was saved; None for a new one.
    """
    AgencyAlias.objects.get_or_create(agency=agency, key=fold(agency.name), defaults={"name": agency.name})
    after = facts_of(agency)
    if before is None:
        Event.objects.record("agency added", agency, actor=by, name=agency.name)
    elif changed := {field: [before[field], after[field]] for field in after if after[field] != before[field]}:
        Event.objects.record("agency changed", agency, actor=by, name=agency.name, changes=changed)
        _follow_names(agency)
        if INDEXED.intersection(changed):
            announce(articles_of(agency))
    relink_unresolved()


def _follow_names(agency: Agency) -> None:
    """Take articles off the agency that print a name which is no longer its own."""
    keys = set(agency.aliases.values_list("key", flat=True))
    linked = Article.objects.filter(Q(source=agency) | Q(site=agency)).select_related("source", "site")
    printed = {name for pair in linked.values_list("source_name", "site_name").distinct() for name in pair}
    lost = [name for name in printed if name and fold(name) not in keys]
    relink(linked.filter(Q(source_name__in=lost) | Q(site_name__in=lost)))


def _with_dates(alias: AgencyAlias) -> str:
    return f"{alias.name} ({alias.since}–{alias.until})" if alias.since or alias.until else alias.name
