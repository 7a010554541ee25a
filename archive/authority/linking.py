"""Finds agencies by their names, and links articles to those whose names they print."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from archive.models import Agency, AgencyAlias, Article, ArticleAgency, Finding
from archive.signals import articles_changed
from archive.text.folding import fold

LONGEST_NAME = 120  # characters, the width of the column
_LONGEST_SLUG = 80


def known_names() -> list[tuple[str, str, list[str]]]:
    """Return (canonical name, kind, aliases) of every confirmed agency, for the part of ingest without a database."""
    rows = Agency.objects.confirmed().values_list("pk", "name", "kind")
    known: dict[int, tuple[str, str, list[str]]] = {pk: (name, kind, []) for pk, name, kind in rows}
    for agency, name in AgencyAlias.objects.filter(agency__confirmed=True).values_list("agency", "name"):
        if agency in known:  # else it was confirmed between the two questions: the next one learns it
            known[agency][2].append(name)
    return list(known.values())


def find(name: str, *, current: Agency | None = None, on: datetime.date | None = None) -> Agency | None:
    """Return the agency that `name` is a name of, in either script; None where none is, or one cannot tell which.

    Candidates are found too, dismissed ones never.
    current: stays the answer as long as it bears the name, so a person's choice among namesakes lasts.
    on: the day on which the name was printed; among several that bear it, those count that were called so then.
    """
    names = AgencyAlias.objects.filter(key=fold(name.strip()), agency__dismissed=False).select_related("agency")
    aliases = list(names) if name.strip() else []
    if current in [alias.agency for alias in aliases]:
        return current
    bearers = [alias.agency for alias in aliases if on is None or alias.in_use(on)] or [one.agency for one in aliases]
    exact = [agency for agency in bearers if agency.name == name.strip()]
    return (exact or bearers)[0] if len(exact) == 1 or len(bearers) == 1 else None


@transaction.atomic
def link_agencies(article: Article) -> bool:
    """Link the article's printed source and site to the agencies known by those names. Tell whether that changed.

    Only the links and their two columns are written: announcing the change is the caller's part.
    """
    before = (article.source_id, article.site_id)
    article.source = find(article.source_name, current=article.source, on=article.published_on)
    article.site = find(article.site_name, current=article.site, on=article.published_on)
    changed = before != (article.source_id, article.site_id)
    if changed:
        article.save(update_fields=["source", "site"])
    _link(article, ArticleAgency.Role.SOURCE, article.source, article.evidence.get("source", []))
    _link(article, ArticleAgency.Role.REPUBLISHER, article.site, article.evidence.get("site", []))
    return changed


def relink_unresolved() -> int:
    """Link the articles whose printed names have become names of agencies; return how many. Readers see it at once."""
    unresolved = Article.objects.filter(_unlinked("source") | _unlinked("site"))
    printed = {name for pair in unresolved.values_list("source_name", "site_name").distinct() for name in pair if name}
    names = [name for name in sorted(printed) if find(name) or _told_by_dates(name)]
    articles = unresolved.filter(Q(source_name__in=names) | Q(site_name__in=names)).select_related("source", "site")
    linked = relink(articles)
    settle_unknown(names)
    return linked


def relink(articles: Iterable[Article]) -> int:
    """Link each article anew by its printed names and return how many changed. Readers see it at once."""
    changed = {article.pk for article in articles if link_agencies(article)}
    announce(changed)
    return len(changed)


def announce(keys: Collection[int]) -> None:
    """Tell the listeners of every public one of the articles of these keys."""
    if keys:
        articles_changed.send(sender=Article, keys=set(keys))


def articles_of(agency: Agency) -> set[int]:
    """The keys of every article linked to the agency, in any role."""
    linked = Q(pk__in=agency.article_links.values("article")) | Q(source=agency) | Q(site=agency)
    return set(Article.objects.filter(linked).values_list("pk", flat=True))


def settle_unknown(names: Iterable[str]) -> None:
    """Take away the findings that call one of these names an unknown outlet, unless it still is a candidate's."""
    keys = {fold(name) for name in names}
    still = set(AgencyAlias.objects.filter(key__in=keys, agency__in=Agency.objects.candidates()).values_list("key"))
    open_ones = Finding.objects.open().filter(kind=Finding.Kind.UNKNOWN_OUTLET)
    texts = open_ones.order_by().values_list("text", flat=True).distinct()
    open_ones.filter(text__in=[text for text in texts if fold(text) in keys and (fold(text),) not in still]).delete()


def free_slug(name: str, taken: Collection[str] | None = None) -> str:
    """Return a slug in the name's own characters that no other agency has. taken: the slugs there are, where known."""
    base = slugify(name, allow_unicode=True)[: _LONGEST_SLUG - 6] or "agency"
    if taken is None:
        taken = set(Agency.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken)


def _told_by_dates(name: str) -> bool:
    """Whether the day of an article may tell which of several agencies its name is."""
    dated = AgencyAlias.objects.exclude(since="", until="")
    return dated.filter(key=fold(name.strip()), agency__dismissed=False).exists()


def _unlinked(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) & ~Q(**{f"{field}_name": ""})


def _link(article: Article, role: str, agency: Agency | None, evidence: Sequence[Mapping[str, Any]]) -> None:
    links = article.agency_links.filter(role=role)
    links.exclude(agency=agency).delete()
    if agency:
        ArticleAgency.objects.get_or_create(
            article=article, agency=agency, role=role, defaults={"evidence": list(evidence)}
        )
