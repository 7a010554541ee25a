"""The queue: the drafts that wait, what they can be narrowed to, and the ticks by which many are worked on at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.admin import queue_filters as filters
from archive.models import Article, Finding, UploadBatch
from archive.models.articles import ArticleQuerySet
from archive.review import assigning, collation, queue, roles
from archive.review.bulk_edits import MOST
from archive.review.narrowing import Narrowing

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 50
#: Kinds of findings that a line names before it counts.
KINDS_NAMED = 3
STATES = (
    ("draft", pgettext_lazy("drafts", "Waiting")),
    ("returned", pgettext_lazy("drafts", "Returned")),
    ("discarded", pgettext_lazy("drafts", "Refused")),
)
TITLES = {
    "draft": gettext_lazy("Waiting for review"),
    "returned": pgettext_lazy("drafts", "Returned"),
    "discarded": pgettext_lazy("drafts", "Refused"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One article of the queue, personal data covered.

    kinds: what is open in it, in words, each once. more: how many kinds are not named.
    """

    article: Article
    title: str
    outlet: str
    kinds: tuple[str, ...]
    more: int


def line(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """The queue, narrowed by the address as `archive.review.narrowing` reads it."""
    if not roles.may_upload(request.user):
        raise PermissionDenied
    asked = _permitted(request, Narrowing.read(request.GET))
    articles = queue.line(request.user, asked)
    reviewers = list(assigning.reviewers()) if roles.may_review(request.user) else []
    page = Paginator(articles.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": TITLES[asked.state],
        "asked": asked,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "lines": _lines(articles, list(page)),
        "selects": filters.selects(request, asked, reviewers),
        "orders": filters.ORDERS,
        "days": filters.DAYS,
        "unnarrowed": Narrowing(state=asked.state, order=asked.order).query,
        "states": [(state, label, replace(asked, state=state).query) for state, label in STATES],
        "may_review": roles.may_review(request.user),
        "reviewers": reviewers,
        "most": MOST,
    }
    return TemplateResponse(request, "admin/archive/article/queue.html", site.each_context(request) | context)


def _permitted(request: HttpRequest, asked: Narrowing) -> Narrowing:
    """A batch that is not there, or is a stranger's, narrows nothing."""
    if asked.batch is None:
        return asked
    batch = UploadBatch.objects.filter(pk=asked.batch).first()
    return asked if batch and roles.may_see_batch(request.user, batch) else replace(asked, batch=None)


def _lines(articles: ArticleQuerySet, keys: list[int]) -> list[Line]:
    """The articles of one page. They are sorted by their keys alone: whole rows are long, and most are not shown."""
    shown = articles.filter(pk__in=keys).select_related("created_by", "assigned_to").defer("evidence")
    return [_line(article) for article in shown]


def _line(article: Article) -> Line:
    found = [one for one in article.findings.all() if one.state == Finding.State.OPEN]
    kinds = list(dict.fromkeys(one.get_kind_display() for one in found if one.kind != Finding.Kind.PINYIN))
    title = collation.covered_title(article) or "—"
    outlet = collation.veil(article.source_name, collation.words_to_hide(article))
    return Line(article, title, outlet, tuple(kinds[:KINDS_NAMED]), max(0, len(kinds) - KINDS_NAMED))
