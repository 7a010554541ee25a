"""An explanation of a search as lines of text: the tree with its terms and what they cost, and why hits rank so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from archive.models import Article
from search.engine.explaining import Explanation, HitReport, NodeReport, TextReport
from search.query.rendering import describe
from search.query.syntax import And, Or, Prefer

_INDENT = "  "
#: Index terms that are named of one term of the query; a single character begins hundreds of them.
_NAMED = 8


def lines_of(told: Explanation) -> Iterator[str]:
    """Yield the report, line by line. Articles are read through the gate once more."""
    yield from _node_lines(told.tree, 0)
    for name, report in told.filters.items():
        yield f"{name}:"
        yield from _node_lines(report, 1)
    yield from _hit_lines(told.hits)


def _node_lines(report: NodeReport, depth: int) -> Iterator[str]:
    yield f"{_INDENT * depth}{_called(report)}: {report.matches}, {report.ms:.2f} ms"
    for text in report.texts:
        yield _INDENT * (depth + 1) + _text_line(text)
    for child in report.children:
        yield from _node_lines(child, depth + 1)


def _called(report: NodeReport) -> str:
    """A node by its operator where its children follow, else as a query."""
    match report.node:
        case And():
            return "AND"
        case Or():
            return "OR"
        case Prefer(weight=weight):
            return f"PREFER ×{weight:g}"
        case node:
            return describe(node)


def _text_line(text: TextReport) -> str:
    terms = " ".join(f"{term} {count}" for term, count in text.terms[:_NAMED])
    more = " …" * (len(text.terms) > _NAMED)
    words = _("candidates: %(candidates)d, true: %(holders)d") % {
        "candidates": text.candidates,
        "holders": text.holders,
    }
    return " · ".join(filter(None, [text.field, text.way, terms + more, words]))


def _hit_lines(hits: Sequence[HitReport]) -> Iterator[str]:
    articles = Article.objects.public().in_bulk([report.hit.pk for report in hits])
    for report in hits:
        if article := articles.get(report.hit.pk):
            yield f"{report.hit.score:.4f}  {article}  {article.get_absolute_url()}"
            yield from (f"{_INDENT}{score:.4f}  {field}  {term}" for term, field, score in report.parts)
