"""Work on the ticked drafts of the queue: assign, edit fields after a preview, publish, return, refuse."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin import agency_names, bulk_history, bulk_pages
from archive.admin.site import person
from archive.admin.verbs import personal_data
from archive.forms import BulkEditForm
from archive.models import Article, Review
from archive.review import assigning, bulk_decisions, bulk_edits, bulk_publishing, queue, roles
from archive.review.bulk_decisions import DECISIONS
from archive.review.bulk_edits import MOST, Done
from archive.review.bulk_publishing import Sorted
from archive.review.narrowing import Narrowing
from archive.review.outcomes import Objection

if TYPE_CHECKING:
    from archive.admin.site import DeskSite


def assign(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """Give the ticked drafts to the chosen reviewer, or to nobody."""
    _only(roles.may_review(request.user))
    if request.method != "POST":
        return redirect(queue_address(request))
    key = request.POST.get("to", "")
    to = assigning.reviewers().filter(pk=int(key)).first() if key.isdecimal() and len(key) < 16 else None
    if to is None and key != "nobody":
        messages.error(request, _("Choose whom to assign to."))
        return redirect(queue_address(request))
    done = bulk_edits.give(ticked(request), to, by=person(request))
    words = ngettext("%(count)d draft assigned.", "%(count)d drafts assigned.", done.changed)
    bulk_history.tell(request, done, words)
    return redirect(queue_address(request))


def edit(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """Set fields of the ticked drafts. What was not previewed is not saved: then the preview comes first."""
    _only(roles.may_upload(request.user))
    versions = _versions(request)
    if not versions:
        return _nothingticked(request)
    form = BulkEditForm(request.POST if "step" in request.POST else None)
    form.offer_names(agency_names.asked_by_the_field())
    ready = form.is_bound and form.is_valid()
    if ready and _held_back(form):
        form.add_error(None, _("These words hold personal data. Correct such articles one by one."))
        ready = False
    seal = _seal(form, versions) if ready else ""
    if ready and request.POST["step"] == "save" and request.POST.get("seen") == seal:
        return _save(request, form, versions)
    previewed = bulk_pages.preview_of(versions, form) if ready else None
    context = {"title": _("Edit fields"), "form": form, "versions": versions, "preview": previewed, "seal": seal}
    context |= {"line": _line_of(request), "back": queue_address(request)}
    return _page(request, site, "bulk_edit", context, status=422 if form.is_bound and not ready else 200)


def publish(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """Publish the ticked drafts in which nothing is open, after a page that says which those are."""
    _only(roles.may_review(request.user))
    versions = _versions(request)
    if not versions:
        return _nothingticked(request)
    if request.POST.get("step") == "save":
        return _publish(request, versions)
    articles = list(Article.objects.filter(pk__in=versions).order_by("pk").defer("evidence"))
    found = bulk_publishing.sort_out(articles, by=person(request))
    context = {
        "title": _("Publish together"),
        "versions": {article.pk: article.version for article in found.fit},
        "fit": bulk_pages.titled(found.fit),
        "groups": bulk_pages.by_hindrance(found.unfit),
        "line": _line_of(request),
        "back": queue_address(request),
    }
    return _page(request, site, "bulk_publish", context)


def decide(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """Return or refuse the ticked drafts for one reason, after a page that names them and asks for it."""
    _only(roles.may_review(request.user))
    versions = _versions(request)
    if not versions:
        return _nothingticked(request)
    typed, wrong, name = request.POST.get("reason", ""), "", request.POST.get("step", "")
    if name in DECISIONS:
        answer = bulk_decisions.decide(versions, name, reason=typed, by=person(request))
        if not isinstance(answer, Objection):
            return _decided(request, name, answer)
        wrong = str(answer.label)
    articles = list(Article.objects.filter(pk__in=versions).order_by("pk").prefetch_related("findings"))
    context = {
        "title": _("Return or refuse"),
        "versions": versions,
        "articles": bulk_pages.titled(articles),
        "returnable": len(bulk_decisions.sort_out(articles, Review.Decision.RETURN).fit),
        "typed": typed,
        "wrong": wrong,
        "line": _line_of(request),
        "back": queue_address(request),
    }
    return _page(request, site, "bulk_decide", context, status=422 if wrong else 200)


def queue_address(request: HttpRequest) -> str:
    """The queue as it was narrowed where the ticks were made."""
    query = Narrowing.read(QueryDict(_line_of(request))).query
    address = reverse("admin:archive_article_queue")
    return f"{address}?{query}" if query else address


def _save(request: HttpRequest, form: BulkEditForm, versions: dict[int, int]) -> HttpResponse:
    only_empty = form.cleaned_data["only_empty"]
    by = person(request)
    done = bulk_edits.make(versions, form.wanted, by=by, detect=personal_data, only_empty=only_empty)
    words = ngettext("%(count)d draft changed.", "%(count)d drafts changed.", done.changed)
    bulk_history.tell(request, done, words)
    return redirect(queue_address(request))


def _publish(request: HttpRequest, versions: dict[int, int]) -> HttpResponse:
    done = bulk_publishing.publish(versions, by=person(request), detect=personal_data)
    words = ngettext("%(count)d article published.", "%(count)d articles published.", len(done.fit))
    messages.success(request, words % {"count": len(done.fit)})
    _tell_left(request, done)
    return redirect(queue_address(request))


def _decided(request: HttpRequest, name: str, done: bulk_decisions.Decided) -> HttpResponse:
    count = len(done.articles.fit)
    words = {
        Review.Decision.RETURN: ngettext("%(count)d draft returned.", "%(count)d drafts returned.", count),
        Review.Decision.REFUSE: ngettext("%(count)d draft refused.", "%(count)d drafts refused.", count),
    }
    bulk_history.tell(request, Done(done.edit, count, 0), words[Review.Decision(name)])
    _tell_left(request, done.articles)
    return redirect(queue_address(request))


def _tell_left(request: HttpRequest, done: Sorted) -> None:
    """Say how many were left, by what stood in the way."""
    for hindrance, titled in bulk_pages.by_hindrance(done.unfit):
        words = ngettext("%(count)d was left: %(why)s", "%(count)d were left: %(why)s", len(titled))
        messages.warning(request, words % {"count": len(titled), "why": hindrance.label})


def ticked(request: HttpRequest) -> list[int]:
    """The keys of the ticked drafts; with `all`, of the first ones of the line, as many as are worked on at once."""
    if "all" in request.POST:
        asked = Narrowing.read(QueryDict(_line_of(request)))
        return list(queue.line(request.user, asked).values_list("pk", flat=True)[:MOST])
    return [int(key) for key in request.POST.getlist("chosen") if key.isdecimal() and len(key) < 16][:MOST]


def _versions(request: HttpRequest) -> dict[int, int]:
    """{key: version} of the drafts that this person may change: as they were shown, else as they are now."""
    shown = dict(_pair(text) for text in request.POST.getlist("draft")[:MOST] if _pair(text))  # type: ignore[misc]
    drafts = queue.visible_to(request.user).filter(pk__in=shown or ticked(request), state__in=roles.IN_THE_MAKING)
    now = dict(drafts.order_by("pk").values_list("pk", "version"))
    return {key: shown.get(key, version) for key, version in now.items()}


def _pair(text: str) -> tuple[int, int] | None:
    key, _colon, version = text.partition(":")
    right = all(part.isdecimal() and len(part) < 16 for part in (key, version))
    return (int(key), int(version)) if right else None


def _held_back(form: BulkEditForm) -> bool:
    """Whether personal data was typed, which would go into every article."""
    return any(personal_data(str(value)) for name, value in form.wanted.items() if name not in bulk_edits.DATE)


def _seal(form: BulkEditForm, versions: dict[int, int]) -> str:
    """Tells one edit from another, so that nobody saves what was not previewed."""
    told = [sorted(versions), sorted(form.wanted.items()), form.cleaned_data["only_empty"]]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _nothingticked(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, _("Tick the drafts first."))
    return redirect(queue_address(request))


def _line_of(request: HttpRequest) -> str:
    return request.POST.get("line", "")[:2000]


def _only(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _page(
    request: HttpRequest, site: DeskSite, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    template = f"admin/archive/article/{name}.html"
    return TemplateResponse(request, template, site.each_context(request) | context, status=status)
