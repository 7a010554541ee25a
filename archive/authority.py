"""Agencies as an authority file: loaded from lists, found by any of their names, confirmed by people.

A name that is printed on a page stays with the article as it was printed. It is linked to an agency only when
exactly one is known by it; an agency that nobody confirmed is a candidate and has no public page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from archive.models import Agency, AgencyAlias, Article, ArticleAgency, Event
from archive.signals import article_published
from archive.text.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST_NAME = 120  # characters, the width of the column
_LONGEST_SLUG = 80


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

    records: name, kind ("outlet" or "government") and optionally level, region, parent (a name), aliases, slug.
    What people have filled in since is kept: only missing rows and empty fields are written.
    Raises django.core.exceptions.ValidationError for a record that breaks the model's rules.
    """
    entries = list(records)
    known = {agency.name: agency for agency in Agency.objects.all()}
    added = [_add_agency(entry, known) for entry in entries if entry["name"] not in known]
    for entry in entries:
        _complete(known[entry["name"]], entry, known)
    aliases = _add_aliases([(known[entry["name"]], _names(entry)) for entry in entries])
    return Loaded(len(added), aliases, len(entries) - len(added), relink_unresolved())


def known_names() -> list[tuple[str, str, list[str]]]:
    """Return (canonical name, kind, aliases) of every confirmed agency, for the part of ingest without a database."""
    agencies = Agency.objects.confirmed().prefetch_related("aliases")
    return [(agency.name, agency.kind, [alias.name for alias in agency.aliases.all()]) for agency in agencies]


def find(name: str, *, current: Agency | None = None) -> Agency | None:
    """Return the agency that `name` is a name of, in either script; None where none is, or one cannot tell which.

    current: stays the answer as long as it bears the name, so a person's choice among namesakes lasts.
    """
    bearers = list(Agency.objects.filter(aliases__key=fold(name.strip())).distinct()) if name.strip() else []
    if current in bearers:
        return current
    exact = [agency for agency in bearers if agency.name == name.strip()]
    return (exact or bearers)[0] if len(exact) == 1 or len(bearers) == 1 else None


@transaction.atomic
def link_agencies(article: Article) -> bool:
    """Link the article's printed source and site to the agencies known by those names. Tell whether that changed.

    Only the links and their two columns are written: announcing the change is the caller's part.
    """
    before = (article.source_id, article.site_id)
    article.source = find(article.source_name, current=article.source)
    article.site = find(article.site_name, current=article.site)
    changed = before != (article.source_id, article.site_id)
    if changed:
        article.save(update_fields=["source", "site"])
    _link(article, ArticleAgency.Role.SOURCE, article.source, article.evidence.get("source", []))
    _link(article, ArticleAgency.Role.REPUBLISHER, article.site, article.evidence.get("site", []))
    return changed


@transaction.atomic
def confirm_outlet(name: str, *, by: User | None) -> Agency:
    """Return the confirmed agency of this name; a candidate is confirmed, an unknown name becomes a new outlet.

    Every article that prints the name is linked to it. Raises ValueError for an empty or too long name.
    """
    agency = find(name)
    if agency is None:
        agency = _new_outlet(name, confirmed=True)
    elif agency.confirmed:
        return agency
    else:
        agency.confirmed = True
        agency.save(update_fields=["confirmed"])
    Event.objects.record("confirmed", agency, actor=by, name=agency.name)
    relink_unresolved()
    return agency


@transaction.atomic
def propose_outlet(name: str) -> Agency | None:
    """Return a candidate outlet of this name, which nobody has confirmed; None if the name cannot be an outlet's.

    A name that one or more agencies bear already proposes nothing new.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        return None
    if AgencyAlias.objects.filter(key=fold(name)).exists():
        return find(name)
    return _new_outlet(name, confirmed=False)


def relink_unresolved() -> int:
    """Link the articles whose printed names have become names of agencies; return how many. Readers see it at once."""
    unresolved = Article.objects.filter(_unlinked("source") | _unlinked("site"))
    printed = {name for pair in unresolved.values_list("source_name", "site_name").distinct() for name in pair if name}
    names = [name for name in sorted(printed) if find(name)]
    articles = unresolved.filter(Q(source_name__in=names) | Q(site_name__in=names)).select_related("source", "site")
    linked = 0
    for article in articles:
        if link_agencies(article):
            linked += 1
            if article.state == Article.State.PUBLISHED:
                article_published.send(sender=Article, article=article)
    return linked


def _unlinked(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) & ~Q(**{f"{field}_name": ""})


def _link(article: Article, role: str, agency: Agency | None, evidence: Sequence[Mapping[str, Any]]) -> None:
    links = article.agency_links.filter(role=role)
    links.exclude(agency=agency).delete()
    if agency:
        ArticleAgency.objects.get_or_create(
            article=article, agency=agency, role=role, defaults={"evidence": list(evidence)}
        )


def _add_agency(entry: Mapping[str, Any], known: dict[str, Agency]) -> Agency:
    agency = Agency(name=entry["name"], kind=entry["kind"], slug=_free_slug(entry.get("slug") or entry["name"]))
    agency.level, agency.region = entry.get("level") or "", entry.get("region") or ""
    agency.full_clean()
    agency.save()
    known[agency.name] = agency
    return agency


def _complete(agency: Agency, entry: Mapping[str, Any], known: Mapping[str, Agency]) -> None:
    """Fill in what is empty. A list that people keep also confirms a candidate."""
    before = (agency.level, agency.region, agency.parent_id, agency.confirmed)
    agency.level = agency.level or entry.get("level") or ""
    agency.region = agency.region or entry.get("region") or ""
    agency.parent = agency.parent or known.get(entry.get("parent") or "")
    agency.confirmed = True
    if before != (agency.level, agency.region, agency.parent_id, agency.confirmed):
        agency.save()


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


def _new_outlet(name: str, *, confirmed: bool) -> Agency:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"not a name of 1 to {LONGEST_NAME} characters: {name!r}")
    kind = Agency.Kind.OUTLET
    agency = Agency.objects.create(name=name, kind=kind, slug=_free_slug(name), confirmed=confirmed)
    AgencyAlias.objects.create(agency=agency, name=name)
    return agency


def _free_slug(name: str) -> str:
    """Return a slug in the name's own characters that no other agency has."""
    base = slugify(name, allow_unicode=True)[: _LONGEST_SLUG - 6] or "agency"
    taken = set(Agency.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken)
