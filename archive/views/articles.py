"""The article page, its history, and the notice that stands where an article was withdrawn."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive import rendition
from archive.models import Article, ArticleAgency
from archive.reading import (
    Withdrawn,
    corrections,
    date_evidence,
    look_up,
    personal_data,
    public_revisions,
    versions,
)
from archive.views.permanent import head_of

#: So many versions are compared on one page of a history.
VERSIONS = 20


@require_safe
def article(request: HttpRequest, public_id: str) -> HttpResponse:
    """One public article. 410 once it was withdrawn; a draft is a 404 like an id that never was."""
    found = look_up(public_id)
    if not isinstance(found, Article):
        return not_there(request, found)
    context = article_context(found, request.GET)
    return render(request, "archive/article.html", {**context, **head_of(request, found, context["revisions"])})


@require_safe
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every version of one article that readers could see, with what each changed."""
    found = look_up(public_id)
    if not isinstance(found, Article):
        return not_there(request, found)
    revisions = public_revisions(found)
    page = Paginator(revisions, VERSIONS).get_page(request.GET.get("page"))
    start = VERSIONS * (page.number - 1)
    context = {
        "article": found,
        "page": page,
        "versions": versions(found, revisions, start, start + VERSIONS),
        "first": revisions[-1].number if revisions else 0,
    }
    return render(request, "archive/history.html", context)


def not_there(request: HttpRequest, found: Withdrawn | None) -> HttpResponse:
    """The notice of a withdrawn article. Raises Http404 for a draft as for an id that never was."""
    if found is None:
        raise Http404
    return render(request, "410.html", {"withdrawn": found}, status=410)


def article_context(article: Article, asked: QueryDict) -> dict[str, Any]:
    """What the article's page shows. asked: the query of its address, which says how it is to be read."""
    modes, private = rendition.modes_of(article, asked), personal_data(article)
    every = list(article.revisions.all()) if modes.removed else None
    revisions = public_revisions(article, every)
    mentioned = article.agency_links.filter(role=ArticleAgency.Role.MENTIONED, agency__confirmed=True)
    mentions = [link.agency for link in mentioned.select_related("agency")]
    agencies = (article.source_id, article.site_id, *(agency.pk for agency in mentions))
    page = rendition.render(article, modes, agencies=agencies, private=private, revisions=every or [])
    return {
        "article": article,
        "modes": modes,
        "rendition": page,
        "tools": rendition.tools_for(article, modes, page),
        "character_count": sum(len(text) for text in article.body),
        "mentions": mentions,
        "evidence": date_evidence(article, private),
        "revisions": revisions,
        "first": revisions[-1].number if revisions else 0,
        "corrections": corrections(article, revisions),
    }
