"""Names that pages bear and nobody has confirmed: proposed by ingest, then confirmed, merged or dismissed by people.

A candidate is an Agency row that is not confirmed: once for each name, linked to every article that bears it, so that
its number of articles tells how much it matters. It has no public page, and ingest does not know it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F, Max, Q

from archive.authority import changes, doubts
from archive.authority.linking import (
    LONGEST_NAME,
    announce,
    articles_of,
    find,
    free_slug,
    relink,
    relink_unresolved,
    settle_unknown,
)
from archive.authority.merging import names_of
from archive.models import Agency, AgencyAlias, AgencyChange, Article, Event
from archive.models.agencies import AgencyQuerySet
from archive.text.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def waiting(*, once: bool = False) -> AgencyQuerySet:
    """Return the candidates with `articles_known` (how many) and `latest` (the last link), the most frequent first.

    once: those bodies instead that a single article mentions. They are many, and few of them matter yet; an outlet
    that a page credits always waits.
    """
    counted = _counted().annotate(latest=Max("article_links__pk"))
    chosen = counted.filter(_RARE) if once else counted.filter(_FREQUENT)
    return chosen.order_by(F("articles_known").desc(), "sort_key", "name")


def how_many() -> dict[str, int]:
    """How many names wait: "outlet" and "government", "once" for bodies that a single article mentions, "dismissed"."""
    kinds = {kind: Count("pk", filter=_FREQUENT & Q(kind=kind)) for kind in Agency.Kind.values}
    counts: dict[str, int] = _counted().aggregate(once=Count("pk", filter=_RARE), **kinds)
    return counts | {"dismissed": Agency.objects.filter(dismissed=True).count()}


def _counted() -> AgencyQuerySet:
    """With how many articles bear the name; discarded ones do not count."""
    living = ~Q(article_links__article__state=Article.State.DISCARDED)
    return Agency.objects.candidates().annotate(
        articles_known=Count("article_links__article", distinct=True, filter=living)
    )


_RARE = Q(articles_known=1, kind=Agency.Kind.GOVERNMENT)
_FREQUENT = Q(articles_known__gt=0) & ~_RARE


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


def confirm(candidate: Agency, *, by: User | None) -> None:
    """Make a candidate an agency for all to see, linked to every article that bears its name."""
    confirm_all([candidate], by=by)


@transaction.atomic
def confirm_all(candidates: Iterable[Agency], *, by: User | None) -> None:
    """Confirm several candidates at once, each a decision of its own that can be undone."""
    bearing: set[int] = set()
    names: list[str] = []
    for candidate in candidates:
        bearing |= _confirm(candidate, by)
        names += names_of(candidate)
    relink_unresolved()
    announce(bearing)
    settle_unknown(names)


def dismiss(candidate: Agency, *, by: User | None) -> None:
    """Decide that a name is no agency's: articles keep it as printed, and it is not proposed again.

    Mentions stay linked, unseen, so that `take_back` restores everything. Raises ValueError for a confirmed agency.
    """
    dismiss_all([candidate], by=by)


@transaction.atomic
def dismiss_all(candidates: Iterable[Agency], *, by: User | None) -> None:
    """Dismiss several candidates at once, as `dismiss` does with one."""
    for candidate in candidates:
        if candidate.confirmed:
            raise ValueError(f"a confirmed agency is not dismissed: {candidate.name!r}")
        candidate.dismissed = True
        candidate.save(update_fields=["dismissed", "sort_key"])
        Event.objects.record("dismissed", candidate, actor=by, name=candidate.name)
        relink(Article.objects.filter(Q(source=candidate) | Q(site=candidate)))
        settle_unknown(names_of(candidate))


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


def _confirm(candidate: Agency, by: User | None) -> set[int]:
    """Confirm one and return the keys of its articles."""
    moved, articles = {"doubts": doubts.of(names_of(candidate))}, articles_of(candidate)
    candidate.confirmed, candidate.dismissed = True, False
    candidate.save(update_fields=["confirmed", "dismissed", "sort_key"])
    Event.objects.record("confirmed", candidate, actor=by, name=candidate.name)
    changes.keep(AgencyChange.Kind.CONFIRM, candidate, by=by, moved=moved, articles=len(articles))
    return articles
