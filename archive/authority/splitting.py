"""One record that holds two agencies: some of its names, and the articles that print them, become another one's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from archive.authority import changes
from archive.authority.linking import LONGEST_NAME, announce, articles_of, free_slug, relink_unresolved
from archive.authority.obstacles import Obstacle
from archive.models import Agency, AgencyAlias, AgencyChange, Article, ArticleAgency, Event
from archive.text.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, slots=True)
class NameInUse:
    """One name of an agency. printed: how many articles print it as their source or site."""

    alias: AgencyAlias
    printed: int


def names_in_use(agency: Agency) -> list[NameInUse]:
    """The names that a split can take away, that is all but its own, with what would go along."""
    printed: dict[str, set[int]] = {}
    for field in ("source", "site"):
        for pk, name in Article.objects.filter(**{field: agency}).values_list("pk", f"{field}_name"):
            printed.setdefault(fold(name), set()).add(pk)
    aliases = agency.aliases.exclude(key=fold(agency.name))
    return [NameInUse(alias, len(printed.get(alias.key, ()))) for alias in aliases]


@transaction.atomic
def split(
    agency: Agency, aliases: Collection[int], *, name: str, by: User | None, reason: str = ""
) -> AgencyChange | Obstacle:
    """Make a new agency of some names of one. It is of the same kind, level, region and parent.

    aliases: keys of the names that go. name: what the new agency is called; one of them, or another.
    Articles whose source or site prints one of the names go along, and so do mentions read from it; an article that
    mentions both is linked to both.
    """
    going = list(agency.aliases.filter(pk__in=aliases))
    if obstacle := _why_not(agency, going, name.strip()):
        return obstacle
    new = _new(agency, name.strip())
    AgencyAlias.objects.filter(pk__in=[alias.pk for alias in going]).update(agency=new)
    AgencyAlias.objects.get_or_create(agency=new, key=fold(new.name), defaults={"name": new.name})
    keys = {alias.key for alias in going} | {fold(new.name)}
    _move_printed(agency, new, keys)
    _move_mentions(agency, new, keys)
    articles = articles_of(new)
    names = [alias.name for alias in going]
    told = {"name": agency.name, "into": new.name, "names": names, **changes.why(reason)}
    Event.objects.record("agency split", agency, actor=by, **told)
    other = {"other": new.pk, "other_name": new.name}
    kept = changes.keep(AgencyChange.Kind.SPLIT, agency, by=by, moved={"names": names}, articles=len(articles), **other)
    relink_unresolved()
    announce(articles)
    return kept


def _why_not(agency: Agency, going: list[AgencyAlias], name: str) -> Obstacle | None:
    if not going:
        return Obstacle.NO_NAMES
    if fold(agency.name) in {alias.key for alias in going} | {fold(name)}:
        return Obstacle.OWN_NAME
    if not name or len(name) > LONGEST_NAME:
        return Obstacle.NO_NAME
    return Obstacle.NAME_TAKEN if Agency.objects.filter(name=name).exists() else None


def _new(agency: Agency, name: str) -> Agency:
    same: dict[str, Any] = {field: getattr(agency, field) for field in ("kind", "level", "region", "parent")}
    return Agency.objects.create(name=name, slug=free_slug(name), confirmed=agency.confirmed, **same)


def _move_printed(agency: Agency, new: Agency, keys: set[str]) -> None:
    """Move the articles that print one of the names, in both roles."""
    for field, role in (("source", ArticleAgency.Role.SOURCE), ("site", ArticleAgency.Role.REPUBLISHER)):
        linked = Article.objects.filter(**{field: agency})
        printed = linked.order_by().values_list(f"{field}_name", flat=True).distinct()
        names = [name for name in printed if fold(name) in keys]
        going = linked.filter(**{f"{field}_name__in": names})
        agency.article_links.filter(role=role, article__in=going.values("pk")).update(agency=new)
        going.update(**{field: new})


def _move_mentions(agency: Agency, new: Agency, keys: set[str]) -> None:
    """Move the mentions that were read from one of the names. One that was read from both stays and is doubled."""
    staying = set(agency.aliases.values_list("key", flat=True))
    for link in agency.article_links.filter(role=ArticleAgency.Role.MENTIONED):
        read = [piece for piece in link.evidence if _read_from(fold(piece["quote"]), keys, staying)]
        if read and len(read) == len(link.evidence):
            link.agency = new
            link.save(update_fields=["agency"])
        elif read:
            ArticleAgency.objects.create(article_id=link.article_id, agency=new, role=link.role, evidence=read)


def _read_from(quote: str, going: set[str], staying: set[str]) -> bool:
    """Whether a quote holds a name that goes; the longest name at a place is the one that was meant."""
    for name in sorted(going | staying, key=len, reverse=True):
        if name in quote:
            if name in going:
                return True
            quote = quote.replace(name, "\n")
    return False
