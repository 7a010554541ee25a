"""Agencies named by hand on an article's page: linked, created where they are unknown, taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from archive import authority
from archive.models import Agency, Article, ArticleAgency, Event
from archive.review.outcomes import Objection
from archive.signals import article_published

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MENTIONED = ArticleAgency.Role.MENTIONED


@transaction.atomic
def name_agency(article: Article, typed: str, *, kind: str, by: User | None) -> Objection | None:
    """Link the agency that the article names. A candidate is confirmed by it, an unknown name becomes an agency.

    typed: any of its names. kind: of Agency.Kind, what an unknown name is.
    """
    name = typed.strip()
    if not name or len(name) > authority.LONGEST_NAME or kind not in Agency.Kind.values:
        return Objection.NO_NAME
    agency = authority.find(name) or _propose(name, kind)
    if agency is None:  # several agencies bear it, or it was dismissed as none
        return Objection.SEVERAL_AGENCIES
    if not agency.confirmed:
        authority.confirm(agency, by=by)
    _link, new = ArticleAgency.objects.get_or_create(
        article=article, agency=agency, role=MENTIONED, defaults={"evidence": _words_of(article, name)}
    )
    if new:
        Event.objects.record("agency named", article, actor=by, agency=agency.pk, name=agency.name)
        _announce(article)
    return None


@transaction.atomic
def take_off(article: Article, link: int, *, by: User | None) -> Objection | None:
    """Take a mentioned agency off the article. link: the key of the link. The agency itself stays."""
    found = article.agency_links.filter(pk=link, role=MENTIONED).select_related("agency").first()
    if found is None:
        return Objection.NO_LINK
    Event.objects.record("agency taken off", article, actor=by, agency=found.agency_id, name=found.agency.name)
    found.delete()
    _announce(article)
    return None


def _propose(name: str, kind: str) -> Agency | None:
    if kind == Agency.Kind.OUTLET:
        return authority.propose_outlet(name)
    return authority.propose_body(name, level="", region="")


def _words_of(article: Article, name: str) -> list[dict[str, object]]:
    """Where the text has the name, as evidence; nothing where a person knows it from elsewhere."""
    block = next((block for block in article.blocks.all() if block.in_body and name in block.cleaned), None)
    return [{"quote": name, "where": "block", "block": block.position, "used": True}] if block else []


def _announce(article: Article) -> None:
    if article.state == Article.State.PUBLISHED:
        article_published.send(sender=Article, article=article)
