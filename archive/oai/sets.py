"""Sets: the articles of one outlet or government body, by the source that they name, and of all of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.models import Agency, Article
from archive.models.articles import ArticleQuerySet

#: The protocol has few characters for the name of a set and no Chinese ones: other slugs stand in Punycode (RFC 3492).
_PLAIN = re.compile(r"(?!xn--)[A-Za-z0-9_-]+")
_CODED = re.compile(r"xn--([A-Za-z0-9_-]+)")


def spec_of(agency: Agency) -> str:
    """Return the setSpec of an agency: outlet:<slug> or government:<slug>."""
    return spec(agency.kind, agency.slug)


def spec(kind: str, slug: str) -> str:
    """Return the setSpec of an agency of this kind and slug."""
    return f"{kind}:{slug if _PLAIN.fullmatch(slug) else 'xn--' + slug.encode('punycode').decode()}"


def all_sets() -> Iterator[tuple[str, str]]:
    """Yield setSpec and setName: both kinds, then each confirmed agency that is the source of a public article.

    Costs one query.
    """
    yield from ((kind.value, str(kind.label)) for kind in Agency.Kind)
    sources = Article.objects.public().filter(source__confirmed=True).order_by("source__kind", "source__slug")
    for kind, slug, name in sources.values_list("source__kind", "source__slug", "source__name").distinct():
        yield spec(kind, slug), name


def within(articles: ArticleQuerySet, name: str) -> ArticleQuerySet | None:
    """Those of the articles that are in the set; None where there is no such set. Costs a query for one agency's."""
    kind, parted, coded = name.partition(":")
    if kind not in Agency.Kind.values:
        return None
    if not parted:
        return articles.filter(source__in=Agency.objects.confirmed().filter(kind=kind))
    slug = _slug(coded)
    agency = Agency.objects.confirmed().filter(kind=kind, slug=slug).first() if slug else None
    return articles.filter(source=agency) if agency else None


def _slug(coded: str) -> str:
    """The slug that stands in a setSpec; "" where none does."""
    inside = _CODED.fullmatch(coded)
    if inside is None:
        return coded if _PLAIN.fullmatch(coded) else ""
    try:
        slug = inside[1].encode().decode("punycode")
    except UnicodeError:
        return ""
    return slug if slug.isprintable() else ""  # PostgreSQL refuses a NUL in any text
