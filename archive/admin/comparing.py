"""Two articles side by side, paragraph beside paragraph, with what only one of them has marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from archive import duplicates
from archive.models import Article
from archive.review import collation, diffs, roles

if TYPE_CHECKING:
    from archive.admin.site import DeskSite


def compare(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show the article beside the one of ?with=. Both must be open to this person."""
    article, other = _article(request, str(pk)), _article(request, request.GET.get("with", ""))
    hide = collation.words_to_hide(article) | collation.words_to_hide(other)
    known = [like for like in duplicates.likenesses_of(article) if like.other.pk == other.pk]
    context = {
        "title": _("Side by side"),
        "articles": [(one, collation.covered_title(one) or "—") for one in (article, other)],
        "rows": diffs.side_by_side(article.body, other.body, hide=hide),
        "like": known[0] if known else None,
    }
    return TemplateResponse(request, "admin/archive/article/compare.html", site.each_context(request) | context)


def _article(request: HttpRequest, key: str) -> Article:
    if not key.isdecimal() or len(key) > 15:
        raise Http404
    article = get_object_or_404(Article.objects.prefetch_related("findings"), pk=int(key))
    if not roles.may_see(request.user, article):
        raise PermissionDenied
    return article
