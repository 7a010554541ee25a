"""Articles that were chosen elsewhere on the desk, in the queue or a list or on their pages, are put into a topic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import topics
from archive.admin import bulk, bulk_pages, topic_lines
from archive.admin.site import person
from archive.admin.verbs import personal_data
from archive.models import Article, Topic
from archive.review import queue, roles
from archive.review.bulk_edits import MOST
from archive.topics import Mistakes

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

NEW = "new"


def gather(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """Ask into which topic the ticked articles, or ?article=, go; a POST that names one puts them there."""
    if not roles.may_edit_topics(request.user):
        raise PermissionDenied
    keys = bulk.ticked(request) if request.method == "POST" else _keys([request.GET.get("article", "")])
    return ask(request, site, keys)


def ask(request: HttpRequest, site: DeskSite, keys: Iterable[int]) -> HttpResponse:
    """As `gather`, for articles that were chosen in another way. keys: theirs, of which MOST are taken."""
    articles = list(queue.visible_to(request.user).filter(pk__in=list(keys)[:MOST]).defer("evidence").order_by("pk"))
    if not articles:
        messages.error(request, _("Tick the articles first."))
        return redirect("admin:archive_topic_changelist")
    wrong = ""
    if request.POST.get("step") == "put":
        chosen = _chosen(request)
        if isinstance(chosen, Topic):
            return _put(request, chosen, articles)
        wrong = chosen
    return _page(request, site, articles, wrong)


def _put(request: HttpRequest, topic: Topic, articles: list[Article]) -> HttpResponse:
    new = topics.put(topic, articles, by=person(request))
    words = ngettext("%(count)d article added to the topic.", "%(count)d articles added to the topic.", len(new))
    messages.success(request, words % {"count": len(new)})
    if same := len(articles) - len(new):
        words = ngettext("%(count)d was in it already.", "%(count)d were in it already.", same)
        messages.info(request, words % {"count": same})
    return redirect(topic_lines.address(topic))


def _chosen(request: HttpRequest) -> Topic | str:
    """The topic that was chosen, or made of the title that was typed; else why there is none."""
    key = request.POST.get("topic", "")
    if key == NEW:
        wanted = {"title": request.POST.get("title", ""), "slug": "", "introduction": ""}
        made = topics.make(wanted, by=person(request), detect=personal_data)
        return _in_words(made) if isinstance(made, Mistakes) else made
    found = Topic.objects.filter(pk__in=_keys([key])).first()
    return found or _("Choose a topic.")


def _in_words(mistakes: Mistakes) -> str:
    return " ".join(dict.fromkeys(word for words in mistakes.by_field.values() for word in words))


def _page(request: HttpRequest, site: DeskSite, articles: list[Article], wrong: str) -> HttpResponse:
    context = {
        "title": _("Add to a topic"),
        "articles": bulk_pages.titled(articles),
        "topics": Topic.objects.defer("introduction"),
        "typed": request.POST.dict(),
        "wrong": wrong,
        "new": NEW,
    }
    if len(articles) == 1:
        context["within"] = Topic.objects.filter(articles=articles[0]).defer("introduction")
    page = "admin/archive/topic/gather.html"
    return TemplateResponse(request, page, site.each_context(request) | context, status=422 if wrong else 200)


def _keys(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 16]
