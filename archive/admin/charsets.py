"""Decoding a draft's page again: the ways in which its bytes can be read, one click each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.admin.site import person
from archive.ingest.redecoding import Obstacle, Option, options, redecode
from archive.models import Article, Revision
from archive.review import roles

if TYPE_CHECKING:
    from archive.admin.site import DeskSite


def decode_again(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show how the page reads in each charset; a POST reads it again in the chosen one."""
    article = get_object_or_404(Article.objects.select_related("capture"), pk=pk)
    if not (roles.may_review(request.user) or roles.may_amend(request.user, article)):
        raise PermissionDenied
    if request.method == "POST":
        return _read_again(request, site, article)
    return _page(request, site, article)


def _read_again(request: HttpRequest, site: DeskSite, article: Article) -> HttpResponse:
    if request.POST.get("version") != str(article.version):
        messages.error(request, _("The article was changed meanwhile. Look again before you decode it."))
        return _page(request, site, article, status=409)
    try:
        answer = redecode(article, request.POST.get("charset", ""), by=person(request))
    except OSError:
        answer = Obstacle.FAILED
    if answer is not None:
        messages.error(request, answer.label)
        return _page(request, site, article, status=422)
    messages.success(request, _("Decoded again. Everything was read anew from the original."))
    return redirect(reverse("admin:archive_article_review", args=[article.pk]))


def _page(request: HttpRequest, site: DeskSite, article: Article, *, status: int = 200) -> HttpResponse:
    context = {
        "title": _("Decode again"),
        "article": article,
        "options": _options(article),
        "edited": article.version > 1 or Revision.objects.filter(article=article).exists(),
        "may": article.capture is not None and article.state in roles.IN_THE_MAKING,
        "refused": status != 200,
    }
    page = "admin/archive/article/charset.html"
    return TemplateResponse(request, page, site.each_context(request) | context, status=status)


def _options(article: Article) -> list[Option]:
    """None where the store has lost the original; the page then says so."""
    try:
        return options(article)
    except OSError:
        return []
