"""Takes back a decision about agencies: everything stands as it did before it, and what came since finds its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive.authority import doubts
from archive.authority.linking import announce, articles_of, free_slug, relink, relink_unresolved
from archive.authority.merging import names_of
from archive.authority.moving import move, move_back
from archive.authority.obstacles import Obstacle
from archive.models import Agency, AgencyAlias, AgencyChange, Article, Event
from archive.text.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def undo(change: AgencyChange, *, by: User | None) -> Obstacle | None:
    """Undo a decision. None means done; `change` is refreshed to what was saved.

    Articles that came since are linked by the names that they print, as if the decision had never been taken.
    """
    change.refresh_from_db(from_queryset=AgencyChange.objects.select_for_update())
    if change.undone_at:
        return Obstacle.UNDONE
    if change.later().exists():
        return Obstacle.LATER_FIRST
    agency = Agency.objects.filter(pk=change.agency).first()
    obstacle = Obstacle.GONE if agency is None else _UNDO[change.kind](change, agency, by)
    if obstacle is None:
        change.undone_at, change.undone_by = timezone.now(), by
        change.save(update_fields=["undone_at", "undone_by"])
    return obstacle


def _unconfirm(change: AgencyChange, agency: Agency, by: User | None) -> Obstacle | None:
    """Make it a candidate again: readers no longer see it, articles keep their links."""
    agency.confirmed = False
    agency.save(update_fields=["confirmed", "sort_key"])
    Event.objects.record("confirmation undone", agency, actor=by, name=agency.name)
    doubts.ask_again(change.moved["doubts"], names_of(agency))
    announce(articles_of(agency))
    return None


def _bring_back(change: AgencyChange, into: Agency, by: User | None) -> Obstacle | None:
    """Write the merged agency's row anew and give it all that it had."""
    row = change.moved["agency"]
    if Agency.objects.filter(name=row["name"]).exists():
        return Obstacle.NAME_TAKEN
    gone = _written_anew(row)
    articles = articles_of(into)
    move_back(change.moved, gone, into)
    _stand_where_it_stood(gone, into, change)
    for agency in (gone, into):
        AgencyAlias.objects.get_or_create(agency=agency, key=fold(agency.name), defaults={"name": agency.name})
    told = {"name": gone.name, "into": into.name, "articles": len(articles_of(gone))}
    Event.objects.record("merge undone", gone, actor=by, **told)
    _relink_newcomers(gone, into)
    announce(articles)
    doubts.ask_again(change.moved["doubts"], names_of(gone))
    return None


def _join_again(change: AgencyChange, agency: Agency, by: User | None) -> Obstacle | None:
    """Give an agency back what was split from it, and what came to that since."""
    new = Agency.objects.filter(pk=change.other or 0).first()
    if new is None:
        return Obstacle.GONE
    articles, made = articles_of(new), new.name not in names_before(change)
    move(new, agency)
    if made:
        agency.aliases.filter(name=new.name).delete()
    Event.objects.record("split undone", agency, actor=by, name=agency.name, into=new.name)
    new.delete()
    relink_unresolved()
    announce(articles)
    return None


def _call_as_before(change: AgencyChange, agency: Agency, by: User | None) -> Obstacle | None:
    """Give an agency its former name back, with the dates that its names had."""
    before, after = change.other_name, agency.name
    if Agency.objects.filter(name=before).exclude(pk=agency.pk).exists():
        return Obstacle.NAME_TAKEN
    agency.name = before
    agency.save(update_fields=["name", "sort_key"])
    if dates := change.moved:
        agency.aliases.filter(pk=dates["old"][0]).update(until=dates["old"][1])
        new = agency.aliases.filter(pk=dates["new"][0])
        new.delete() if dates["made"] else new.update(since=dates["new"][1])
    Event.objects.record("rename undone", agency, actor=by, before=after, after=before)
    relink(Article.objects.filter(Q(source=agency) | Q(site=agency)).select_related("source", "site"))
    return None


_UNDO: dict[str, Callable[[AgencyChange, Agency, User | None], Obstacle | None]] = {
    AgencyChange.Kind.CONFIRM: _unconfirm,
    AgencyChange.Kind.MERGE: _bring_back,
    AgencyChange.Kind.SPLIT: _join_again,
    AgencyChange.Kind.RENAME: _call_as_before,
}


def names_before(change: AgencyChange) -> list[str]:
    """The names that a split found and gave away."""
    return list(change.moved["names"])


def _written_anew(row: dict[str, object]) -> Agency:
    """The row as it was; another slug and no parent where these are no longer to be had."""
    agency = Agency(**row)
    if Agency.objects.filter(slug=agency.slug).exists():
        agency.slug = free_slug(agency.name)
    if not Agency.objects.filter(pk=agency.parent_id or 0).exists():
        agency.parent = None
    agency.save(force_insert=True)
    return agency


def _stand_where_it_stood(gone: Agency, into: Agency, change: AgencyChange) -> None:
    """Put the two in their old order, unless somebody has placed them since; nothing may stand above itself."""
    parent = change.moved.get("parent")
    if parent and into.parent_id == parent["after"]:
        into.parent_id = parent["before"]
        into.save(update_fields=["parent", "sort_key"])
    gone.refresh_from_db()
    if any(above.pk == gone.pk for above in gone.ancestors()):
        gone.parent = None
        gone.save(update_fields=["parent", "sort_key"])


def _relink_newcomers(gone: Agency, into: Agency) -> None:
    """Link by their printed names the articles that came while the two were one."""
    keys = set(gone.aliases.values_list("key", flat=True)) - set(into.aliases.values_list("key", flat=True))
    linked = Article.objects.filter(Q(source=into) | Q(site=into)).select_related("source", "site")
    names = {name for pair in linked.values_list("source_name", "site_name") for name in pair if fold(name) in keys}
    relink(linked.filter(Q(source_name__in=names) | Q(site_name__in=names)))
    relink_unresolved()
