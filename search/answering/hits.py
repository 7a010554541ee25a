"""From what the engine found to what a reader sees: articles read through the gate, with their words marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from archive.models import Article
from search.asking.requests import FEW, SearchRequest
from search.backends.sessions import Session, damage_told
from search.engine import searching
from search.engine.matching import matching
from search.engine.questions import weights
from search.engine.relaxed import relaxed
from search.engine.searching import Asked, Found
from search.highlighting import marked, snippet
from search.query.parser import normal, relaxable
from search.query.syntax import And, Field, ParsedQuery, positive_terms

#: Reprints that are shown under one hit.
MOST_REPRINTS = 10
#: What no list of hits shows and what would take time to decode.
_UNSHOWN = ("evidence", "authors", "editors")


@dataclass(frozen=True, slots=True)
class Hit:
    """A public article with what was found in it, as HTML that is safe to show.

    `exact`: all that was asked for stands in it; else it is only related. `reprints` are the first of the `others`
    other matches with the same text.
    """

    article: Article
    title: SafeString
    snippet: SafeString
    score: float = 0.0
    exact: bool = True
    others: int = 0
    reprints: Sequence[Article] = ()


def shown(
    at: Session, request: SearchRequest, query: ParsedQuery, asked: Asked, found: Found
) -> tuple[list[Hit], list[Hit]]:
    """Return the page's hits and, where there are few on the first page, the related ones. Costs one query.

    An article that the gate no longer lets through is left out, whatever the index says.
    """
    soft = _related(at, request, query, asked, found)
    family = _reprints(at, asked, found) if asked.collapse else {}
    keys = [hit.pk for hit in (*found.hits, *soft)] + [pk for pks in family.values() for pk in pks]
    articles = Article.objects.public().order_by().select_related("source", "site").defer(*_UNSHOWN).in_bulk(keys)
    terms = marked_terms(query)
    exact = [
        replace(
            _hit(articles[hit.pk], terms, hit, passages=request.passages),
            reprints=[articles[pk] for pk in family.get(hit.pk, ()) if pk in articles],
        )
        for hit in found.hits
        if hit.pk in articles
    ]
    words = _soft_terms(query, at)
    related = [replace(_hit(articles[hit.pk], words, hit), exact=False) for hit in soft if hit.pk in articles]
    return exact, related


def without_scores(articles: Sequence[Article], query: ParsedQuery) -> list[Hit]:
    """Return hits for articles that were found without the index."""
    terms = marked_terms(query)
    return [Hit(article, marked(str(article), terms), snippet(_passages(article), terms)) for article in articles]


def marked_terms(query: ParsedQuery) -> list[str]:
    """The folded words that are marked in titles and snippets."""
    return list(dict.fromkeys(normal(term.text) for term in positive_terms(query.tree)))


def _hit(article: Article, terms: Sequence[str], found: searching.Hit, *, passages: bool = True) -> Hit:
    passage = snippet(_passages(article), terms) if passages else SafeString("")
    return Hit(article, marked(str(article), terms), passage, found.score, others=found.others)


def _passages(article: Article) -> list[str]:
    return [*article.body, article.original_title, article.kicker, article.subtitle]


def _related(
    at: Session, request: SearchRequest, query: ParsedQuery, asked: Asked, found: Found
) -> Sequence[searching.Hit]:
    """What answers a question in plain words, where few articles hold all of them; nothing is relaxed elsewhere."""
    words = relaxable(query.tree)
    wanted = min(FEW, request.length) - found.count
    if words is None or wanted <= 0 or found.count >= request.related or request.page > 1 or asked.after:
        return ()
    with damage_told(at.root):
        return relaxed(
            at.snapshot,
            normal(words),
            at.analyzer.cut,
            limit=wanted,
            visible=at.visible,
            filters=tuple(asked.filters.values()),
            without=matching(at.snapshot, asked.tree),
            collapse=asked.collapse,
        )


def _soft_terms(query: ParsedQuery, at: Session) -> list[str]:
    """What is marked in related articles: what they were ranked by within words, for whole runs are not there."""
    words = relaxable(query.tree)
    if words is None:
        return []
    return [term for term, part in weights(normal(words), at.analyzer.cut, across=0.0).items() if part]


def _reprints(at: Session, asked: Asked, found: Found) -> Mapping[int, list[int]]:
    """For each hit that others were put under, the keys of the first of those, the oldest first."""
    heads = {int(hit.segment.number("family")[hit.number]): hit.pk for hit in found.hits if hit.others}
    if not heads:
        return {}
    within = And((asked.tree, Field("family", "in", tuple(heads))))
    rest = at.search(Asked(tree=within, filters=asked.filters, order=("moment", "pk")))
    families: dict[int, list[int]] = defaultdict(list)
    for hit in rest.hits:
        head = heads[int(hit.segment.number("family")[hit.number])]
        if hit.pk != head and len(families[head]) < MOST_REPRINTS:
            families[head].append(hit.pk)
    return families
