"""What a merge would do, counted before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from archive.authority.merging import names_of
from archive.models import Agency, ArticleAgency


@dataclass(frozen=True, slots=True)
class Effect:
    """What goes from one agency to another. both: articles that name both in one role. names: new to the other."""

    as_source: int
    as_republisher: int
    mentioned: int
    both: int
    names: list[str]
    children: int
    rules: int
    other_kind: bool


def effect_of(gone: Agency, into: Agency) -> Effect:
    """Count what `merge` would move. Writes nothing."""
    roles = {role.value: Count("pk", filter=Q(role=role)) for role in ArticleAgency.Role}
    counted = gone.article_links.aggregate(**roles)
    known = set(names_of(into))
    return Effect(
        as_source=counted["source"],
        as_republisher=counted["republisher"],
        mentioned=counted["mentioned"],
        both=gone.article_links.filter(article__in=into.article_links.values("article")).count(),
        names=[name for name in names_of(gone) if name not in known],
        children=gone.children.count(),
        rules=gone.rules.count(),
        other_kind=gone.kind != into.kind,
    )
