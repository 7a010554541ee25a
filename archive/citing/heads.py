"""What the head of an article's page tells programs: <meta> for reference managers, schema.org for search engines.

Meta names: Highwire's citation_* (as Google Scholar documents them), Dublin Core, PRISM's name of the periodical, and
Zotero's own itemType, since the others have no word for a newspaper article.
"""

from __future__ import annotations

from typing import Any

from archive.citing import dates
from archive.citing.facts import Facts


def metas(facts: Facts) -> list[tuple[str, str]]:
    """Return names and contents in their order, none empty; a name may come several times."""
    date = dates.iso(facts.date)
    pairs = [
        ("z:itemType", "newspaperArticle" if facts.is_newspaper else "webpage"),
        ("citation_title", facts.cited_title),
        *(("citation_author", name) for name in facts.creators),
        ("citation_publication_date", dates.slashed(facts.date)),
        ("citation_journal_title", facts.outlet),
        ("citation_language", facts.language),
        ("citation_public_url", facts.permalink),
        ("prism.publicationName", facts.outlet),
        ("DC.title", facts.cited_title),
        *(("DC.creator", name) for name in facts.creators),
        *(("DC.contributor", name) for name in facts.editors),
        ("DC.publisher", facts.outlet),
        ("DC.date", date),
        ("DC.language", facts.language),
        ("DC.identifier", facts.permalink),
        # Zotero takes it for the name of the periodical where it finds no better one.
        ("DC.source", facts.original_url if facts.outlet else ""),
        ("DC.type", "Text"),
    ]
    return [(name, content) for name, content in pairs if content]


def news_article(facts: Facts) -> dict[str, Any]:
    """Return a NewsArticle of schema.org as JSON-LD. What is not known is left out; no date is made whole."""
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": facts.permalink,
        "url": facts.original_url or facts.permalink,
        "archivedAt": facts.permalink,
        "identifier": facts.key,
        "headline": facts.title_here or facts.title,
        "alternativeHeadline": facts.title if facts.title_here else "",
        "author": [_person(name) for name in facts.authors] or ([_organisation(facts.body)] if facts.body else []),
        "editor": [_person(name) for name in facts.editors],
        "publisher": _organisation(facts.outlet),
        "provider": _organisation(facts.republisher),
        "datePublished": dates.iso(facts.date),
        "inLanguage": facts.language,
        "version": facts.version,
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in article.items() if value}


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}
