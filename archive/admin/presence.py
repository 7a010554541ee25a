"""Two people at one article: each open page says every few seconds that it is there, and hears who else is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from archive.admin.site import person
from archive.models import Article
from archive.review import presence, roles


@require_POST
def present(request: HttpRequest, pk: int) -> JsonResponse:
    """Note that this person is at the article, or with `leaving` is no more. Answer who else is, and what changed."""
    article = get_object_or_404(Article.objects.select_related("updated_by"), pk=pk)
    user = person(request)
    if not roles.may_see(user, article):
        raise PermissionDenied
    if "leaving" in request.POST:
        presence.leave(article, user)
        return JsonResponse({})
    presence.arrive(article, user)
    return JsonResponse({"here": here(article, request), "changed": _changed(article, request)})


def here(article: Article, request: HttpRequest) -> str:
    """Who else has the article open, in words; empty where nobody has."""
    names = presence.others_at(article, request.user)
    if not names:
        return ""
    told = {"names": "、".join(names)}
    return ngettext("%(names)s has this article open too.", "%(names)s have this article open too.", len(names)) % told


def _changed(article: Article, request: HttpRequest) -> str:
    """That somebody saved since the page was shown, in words; empty where nobody did."""
    if request.POST.get("version", "") == str(article.version):
        return ""
    if article.updated_by and article.updated_by != request.user:
        name = article.updated_by.get_full_name() or article.updated_by.get_username()
        return _("%(name)s saved this article while you have it open.") % {"name": name}
    return _("This article was changed while you have it open.")
