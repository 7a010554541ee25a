"""Two articles side by side, paragraph beside paragraph, with what only one of them has marked."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two articles, each with its title, and their paragraphs in rows. like: how alike they were found, or None."""

    articles: list[tuple[Article, str]]
    rows: list[diffs.Beside]
    like: duplicates.LikeArticle | None

    @property
    def other(self) -> Article:
        return self.articles[1][0]


def compare(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show the article beside the one of ?with=. Both must be open to this person."""
    article, other = _article(request, str(pk)), _article(request, request.GET.get("with", ""))
    context = {"title": _("Side by side"), "sides": side_by_side(article, other)}
    return TemplateResponse(request, "admin/archive/article/compare.html", site.each_context(request) | context)


def beside(request: HttpRequest, article: Article) -> SideBySide | None:
    """The article beside the one of ?with=, for the review page; None where no other is asked for."""
    if "with" not in request.GET:
        return None
    return side_by_side(article, _article(request, request.GET["with"]))


def side_by_side(article: Article, other: Article) -> SideBySide:
    """Put the texts of two articles beside each other, personal data of both covered in both."""
    hide = collation.words_to_hide(article) | collation.words_to_hide(other)
    known = [like for like in duplicates.likenesses_of(article) if like.other.pk == other.pk]
    titles = [(one, collation.veil(str(one), hide) or "—") for one in (article, other)]
    return SideBySide(titles, diffs.side_by_side(article.body, other.body, hide=hide), known[0] if known else None)


def _article(request: HttpRequest, key: str) -> Article:
    if not key.isdecimal() or len(key) > 15:
        raise Http404
    article = get_object_or_404(Article.objects.prefetch_related("findings"), pk=int(key))
    if not roles.may_see(request.user, article):
        raise PermissionDenied
    return article
