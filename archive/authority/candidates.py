"""Names that pages bear and nobody has confirmed: proposed by ingest, then confirmed, merged or dismissed by people.

A candidate is an Agency row that is not confirmed: once for each name, linked to every article that bears it, so that
its number of articles tells how much it matters. It has no public page, and ingest does not know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Max, Q

from archive.authority.linking import (
    LONGEST_NAME,
    announce,
    find,
    free_slug,
    relink,
    relink_unresolved,
    settle_unknown,
)
from archive.models import Agency, AgencyAlias, Article, ArticleAgency, Event
from archive.models.agencies import AgencyQuerySet
from archive.text.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def waiting(*, once: bool = False) -> AgencyQuerySet:
    """Return the candidates with `articles_known` (how many) and `latest` (the last link), the most frequent first.

    once: those bodies instead that a single article mentions. They are many, and few of them matter yet; an outlet
    that a page credits always waits.
    """
    counted = Agency.objects.candidates().annotate(
        articles_known=Count("article_links__article", distinct=True), latest=Max("article_links__pk")
    )
    rare = Q(articles_known=1, kind=Agency.Kind.GOVERNMENT)
    chosen = counted.filter(rare) if once else counted.filter(articles_known__gt=0).exclude(rare)
    return chosen.order_by("-articles_known", "sort_key", "name")


@transaction.atomic
def propose_outlet(name: str) -> Agency | None:
    """Return a candidate outlet of this name, which nobody has confirmed; None if the name cannot be an outlet's.

    A name that one or more agencies bear already, or that was dismissed, proposes nothing new.
    """
    return _propose(name, Agency.Kind.OUTLET)


@transaction.atomic
def propose_body(name: str, *, level: str, region: str) -> Agency | None:
    """Return a candidate government body of this name, as `propose_outlet` does, with its level and region."""
    return _propose(name, Agency.Kind.GOVERNMENT, level=level, region=region)


@transaction.atomic
def confirm_outlet(name: str, *, by: User | None) -> Agency:
    """Return the confirmed agency of this name; a candidate is confirmed, an unknown name becomes a new outlet.

    Every article that prints the name is linked to it. Raises ValueError for an empty or too long name.
    """
    agency = find(name)
    if agency is None:
        agency = _revived(name) or _new(name, Agency.Kind.OUTLET)
    if not agency.confirmed:
        confirm(agency, by=by)
    return agency


@transaction.atomic
def confirm(candidate: Agency, *, by: User | None) -> None:
    """Make a candidate an agency for all to see, linked to every article that bears its name."""
    candidate.confirmed, candidate.dismissed = True, False
    candidate.save(update_fields=["confirmed", "dismissed", "sort_key"])
    Event.objects.record("confirmed", candidate, actor=by, name=candidate.name)
    bearing = list(_articles(candidate))
    relink_unresolved()
    announce(bearing)
    settle_unknown(_names(candidate))


@transaction.atomic
def merge(candidate: Agency, into: Agency, *, by: User | None) -> int:
    """Make a candidate's names aliases of another agency, move its articles there and return how many they are.

    The candidate's row goes; the event keeps its name. Raises ValueError for a confirmed agency or one with itself.
    """
    if candidate.confirmed or candidate.pk == into.pk:
        raise ValueError(f"only a candidate is merged, into another agency: {candidate.name!r}")
    articles, names = list(_articles(candidate)), _names(candidate)
    _move_links(candidate, into)
    Article.objects.filter(source=candidate).update(source=into)
    Article.objects.filter(site=candidate).update(site=into)
    candidate.children.update(parent=into)
    candidate.rules.update(outlet=into)
    kept = set(into.aliases.values_list("key", flat=True))
    candidate.aliases.exclude(key__in=kept).update(agency=into)
    Event.objects.record("merged", into, actor=by, name=candidate.name, into=into.name, articles=len(articles))
    candidate.delete()
    relink_unresolved()
    announce(Article.objects.filter(pk__in=[article.pk for article in articles]))
    settle_unknown(names)
    return len(articles)


@transaction.atomic
def dismiss(candidate: Agency, *, by: User | None) -> None:
    """Decide that a name is no agency's: articles keep it as printed, and it is not proposed again.

    Mentions stay linked, unseen, so that `take_back` restores everything. Raises ValueError for a confirmed agency.
    """
    if candidate.confirmed:
        raise ValueError(f"a confirmed agency is not dismissed: {candidate.name!r}")
    candidate.dismissed = True
    candidate.save(update_fields=["dismissed", "sort_key"])
    Event.objects.record("dismissed", candidate, actor=by, name=candidate.name)
    relink(Article.objects.filter(Q(source=candidate) | Q(site=candidate)))
    settle_unknown(_names(candidate))


@transaction.atomic
def take_back(dismissed: Agency, *, by: User | None) -> None:
    """Make a dismissed name a candidate again."""
    dismissed.dismissed = False
    dismissed.save(update_fields=["dismissed", "sort_key"])
    Event.objects.record("proposed again", dismissed, actor=by, name=dismissed.name)
    relink_unresolved()


def _propose(name: str, kind: str, *, level: str = "", region: str = "") -> Agency | None:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        return None
    if AgencyAlias.objects.filter(key=fold(name)).exists():
        return find(name)
    return _new(name, kind, level=level, region=region)


def _new(name: str, kind: str, *, level: str = "", region: str = "") -> Agency:
    """Make a candidate. Raises ValueError for what is no name."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"not a name of 1 to {LONGEST_NAME} characters: {name!r}")
    agency = Agency.objects.create(
        name=name, kind=kind, level=level, region=region, slug=free_slug(name), confirmed=False
    )
    AgencyAlias.objects.create(agency=agency, name=name)
    return agency


def _revived(name: str) -> Agency | None:
    """The agency of exactly this name that was dismissed before."""
    return Agency.objects.filter(name=name.strip(), dismissed=True).first()


def _names(agency: Agency) -> list[str]:
    return list(agency.aliases.values_list("name", flat=True))


def _articles(agency: Agency) -> list[Article]:
    """Every article linked to the agency, in any role."""
    linked = Q(pk__in=agency.article_links.values("article")) | Q(source=agency) | Q(site=agency)
    return list(Article.objects.filter(linked))


def _move_links(candidate: Agency, into: Agency) -> None:
    """Move the links in each role; an article that is linked already keeps its own link's evidence."""
    for role in ArticleAgency.Role.values:
        linked = into.article_links.filter(role=role).values("article")
        candidate.article_links.filter(role=role).exclude(
            article__in=list(linked.values_list("article", flat=True))
        ).update(agency=into)
    candidate.article_links.all().delete()
