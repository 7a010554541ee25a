"""The agencies that an article's text names, as lines of the review page."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Agency, Article, ArticleAgency
from archive.review import collation


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """One agency. quote: words that name it, personal data covered. block: their block's number from 1."""

    link: ArticleAgency
    agency: Agency
    quote: str
    block: int | None


def named_agencies(article: Article, *, hide: set[str]) -> list[NamedAgency]:
    """The agencies mentioned in the text, candidates first: they want a decision. Dismissed ones are left out."""
    links = article.agency_links.filter(role=ArticleAgency.Role.MENTIONED, agency__dismissed=False)
    found = [_named(link, hide) for link in links.select_related("agency")]
    return sorted(found, key=lambda named: (named.agency.confirmed, named.link.pk))


def _named(link: ArticleAgency, hide: set[str]) -> NamedAgency:
    words = link.evidence[0] if link.evidence else {}
    block = words.get("block")
    return NamedAgency(
        link, link.agency, collation.veil(words.get("quote", ""), hide), None if block is None else block + 1
    )
