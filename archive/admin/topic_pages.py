"""The page on which a topic is put together: its words, its articles with their notes, and whether readers see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import topics
from archive.admin import topic_lines
from archive.admin.site import person
from archive.admin.verbs import personal_data
from archive.forms import TopicForm
from archive.models import Topic
from archive.review import roles
from archive.topics import Gone, Mistakes, Stale

if TYPE_CHECKING:
    from archive.admin.site import DeskSite


def make(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """Ask for the words of a new topic; a POST makes it, in preparation."""
    _may(request)
    form = TopicForm(request.POST if request.method == "POST" else None)
    if request.POST.get("verb") != "preview" and form.is_bound and form.is_valid():
        made = topics.make(form.wanted, by=person(request), detect=personal_data)
        if isinstance(made, Topic):
            messages.success(request, _("The topic is in preparation. Add its articles, then show it to readers."))
            return redirect("admin:archive_topic_change", made.pk)
        form.refuse(made.by_field)
    context = {"title": _("New topic"), "form": form, "preview": request.POST.get("verb") == "preview"}
    return _render(request, site, "make", context, status=422 if form.errors else 200)


def topic(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show a topic to the staff; a POST presses one of the page's buttons."""
    _may(request)
    found = get_object_or_404(Topic, pk=pk)
    if request.method != "POST":
        return _page(request, site, found)
    name, _colon, number = request.POST.get("verb", "").partition(":")
    verb = VERBS.get(name)
    if verb is None or (number and not (number.isdecimal() and len(number) < 16)):
        return HttpResponseBadRequest(_("There is no such button."))
    return verb(request, site, found, int(number or 0))


def _save(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    form = _form(topic, request.POST)
    if not form.is_valid():
        return _page(request, site, topic, form=form, status=422)
    answer = topics.change(topic, form.wanted, version=form.seen, by=person(request), detect=personal_data)
    if isinstance(answer, Stale):
        return _overtaken(request, site, topic, answer)
    if isinstance(answer, Mistakes):
        form.refuse(answer.by_field)
        return _page(request, site, topic, form=form, status=422)
    return _done(request, topic, answer, _("Saved."))


def _overtaken(request: HttpRequest, site: DeskSite, topic: Topic, stale: Stale) -> HttpResponse:
    """Show what was typed beside what is stored now. Saving again keeps what was typed: that is a decision then."""
    topic.refresh_from_db()
    stored = _form(topic)
    form = _form(topic, {**request.POST.dict(), "version": topic.version})
    differ = {
        name: stored[name].value()
        for name in ("title", "slug", "introduction")
        if form[name].value() != stored[name].value()
    }
    return _page(request, site, topic, form=form, stale=stale, stored=differ, status=409)


def _preview(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    return _page(request, site, topic, form=_form(topic, request.POST), preview=True)


def _put(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    report = topics.put_lines(topic, request.POST.get("lines", ""), by=person(request))
    left = [line.text for line in report if line.article is None]
    told: dict[str, Any] = {"report": topic_lines.reported(report), "left": "\n".join(left), "nothing": not report}
    return _page(request, site, topic, status=200 if report else 422, **told)


def _notes(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    kept = topics.annotate(topic, topic_lines.typed_notes(request.POST), by=person(request), detect=personal_data)
    if kept.overtaken or kept.private:
        return _page(request, site, topic, kept=kept, status=409 if kept.overtaken else 422)
    words = ngettext("%(count)d note changed.", "%(count)d notes changed.", kept.changed) % {"count": kept.changed}
    return _done(request, topic, None, words)


def _take_out(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    topics.take_out(topic, [number], by=person(request))
    return _done(request, topic, None, _("Taken out of the topic. The article itself stays."))


def _show(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    answer = topics.show(topic, version=_version(request), by=person(request))
    seen = topic.entries.of_public_articles().exists()
    words = (
        _("Readers see the topic now.") if seen else _("Readers see the topic once one of its articles is published.")
    )
    return _done(request, topic, answer, words)


def _take_back(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    return _done(request, topic, topics.take_back(topic, by=person(request)), _("Readers no longer see the topic."))


def _delete(request: HttpRequest, site: DeskSite, topic: Topic, number: int) -> HttpResponse:
    answer = topics.delete(topic, by=person(request), confirmed="confirmed" in request.POST)
    if answer is None:
        messages.success(request, _("The topic is deleted. Its articles stay."))
        return redirect("admin:archive_topic_changelist")
    return _done(request, topic, answer, "")


def _done(request: HttpRequest, topic: Topic, answer: Stale | Gone | None, words: str) -> HttpResponse:
    """Say what was done, or why not, and show the page anew."""
    if isinstance(answer, Stale):
        messages.error(
            request,
            _("%(who)s changed the topic meanwhile. Look at it as it stands now.")
            % {"who": answer.by or _("Somebody")},
        )
    elif answer is not None:
        messages.error(request, answer.label)
    else:
        messages.success(request, words)
    if answer == Gone.DELETED:
        return redirect("admin:archive_topic_changelist")
    return redirect(topic_lines.address(topic, request.GET.get("page", "")))


def _page(
    request: HttpRequest,
    site: DeskSite,
    topic: Topic,
    *,
    form: TopicForm | None = None,
    kept: topics.NotesKept | None = None,
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    """form: what was typed and not saved. kept: notes of which some were not. told: what only one button has to say."""
    page = topic_lines.page_of(topic, request.GET.get("page", ""))
    context = {
        "title": topic.title,
        "topic": topic,
        "form": form or _form(topic),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "entries": topic_lines.entries(page, kept),
        "kept": kept,
        "seen": topic.entries.of_public_articles().count(),
        "most": topics.MOST_LINES,
    }
    return _render(request, site, "topic", context | told, status=status)


def _form(topic: Topic, data: Any = None) -> TopicForm:
    return TopicForm(data, topic=topic, fixed=topics.slug_is_fixed(topic))


def _version(request: HttpRequest) -> int:
    """The version that the person saw; 0, which none has, where the form does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _may(request: HttpRequest) -> None:
    if not roles.may_edit_topics(request.user):
        raise PermissionDenied


def _render(
    request: HttpRequest, site: DeskSite, name: str, context: Mapping[str, Any], *, status: int
) -> HttpResponse:
    template = f"admin/archive/topic/{name}.html"
    return TemplateResponse(request, template, site.each_context(request) | dict(context), status=status)


#: The buttons of the page. number: the key of the article beside which the button stands, 0 for others.
VERBS: dict[str, Callable[[HttpRequest, DeskSite, Topic, int], HttpResponse]] = {
    "save": _save,
    "preview": _preview,
    "put": _put,
    "notes": _notes,
    "take-out": _take_out,
    "show": _show,
    "take-back": _take_back,
    "delete": _delete,
}
