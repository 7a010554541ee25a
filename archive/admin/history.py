"""An article's whole history on the desk: every event, review and revision in one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import Promise

from archive.audit import history
from archive.audit.history import Step
from archive.audit.wording import ACTIONS
from archive.models import Article, Finding, Revision
from archive.review import collation, roles

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One step as the page tells it."""

    step: Step
    did: str | Promise


def of_article(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show everything that happened to an article to those who may see it, the newest first."""
    article = get_object_or_404(Article.objects.prefetch_related("findings"), pk=pk)
    if not roles.may_see(request.user, article):
        raise PermissionDenied
    page = Paginator(history.of(article), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": collation.covered_title(article) or "—",
        "article": article,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "lines": [Line(step, _did(step)) for step in page],
        "covered": any(one.kind in Finding.PERSONAL_DATA for one in article.findings.all()),
        "may_see_log": request.user.has_perm("archive.view_event"),
    }
    template = "admin/archive/article/history.html"
    return TemplateResponse(request, template, site.each_context(request) | context)


def _did(step: Step) -> str | Promise:
    if step.event:
        return ACTIONS.get(step.event.action, step.event.action)
    if step.review:
        return step.review.get_decision_display()
    return step.revision.get_kind_display() if step.revision else Revision.Kind.EDIT.label
