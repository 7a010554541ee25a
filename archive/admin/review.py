"""The review page: one form, whose every button first saves what was typed and then does its work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from archive.admin import comparing, leaks, presence, refusals, sheet, verbs
from archive.admin.site import person
from archive.forms import AmendForm, brought_up_to_date, left_over
from archive.models import Agency, Article, Review
from archive.publishing import Refusal
from archive.review import changes, collation, decisions, queue, roles
from archive.review.narrowing import Narrowing
from archive.review.outcomes import Mistakes, Objection, Stale
from archive.review.presence import BEAT

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

#: Buttons at a block: the page opens there again.
BLOCK_VERBS = ("cut", "put-back", "as-paragraph", "as-heading", "as-caption")
#: The form has one field for the date, the article three.
FIELD_OF = {"published_on": "published", "published_at": "published", "date_precision": "published"}
#: Answers that want something typed beside the button: its field opens again.
WANTS_WORDS = (Objection.NO_REASON, Objection.NO_AGENCY, Objection.NO_NAME, Objection.SEVERAL_AGENCIES)

Answer = Stale | Mistakes | Objection | Refusal


def review(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show an article to the person who decides about it; a POST presses one of the page's buttons.

    The parameters of the queue lead along its line; ?edit opens the text, ?with= puts another article beside it.
    """
    article = get_object_or_404(Article.objects.select_related("capture", "created_by", "updated_by", "source"), pk=pk)
    if not roles.may_see(request.user, article):
        raise PermissionDenied
    if request.method == "POST":
        return _press(request, site, article)
    return _page(request, site, article, _form(request, article))


def address(article: int, narrowing: Narrowing) -> str:
    """The address of an article's page on the way along a line of the queue."""
    url = reverse("admin:archive_article_review", args=[article])
    return f"{url}?{narrowing.query}" if narrowing.query else url


def _press(request: HttpRequest, site: DeskSite, article: Article) -> HttpResponse:
    verb, number = verbs.parse(request.POST.get("verb", ""))
    if verb is None:
        return HttpResponseBadRequest(_("There is no such button."))
    if not verb.may(request.user, article):
        raise PermissionDenied
    form = _form(request, article, request.POST)
    if not form.is_valid():
        return _page(request, site, article, form, status=422)
    place, before = _place(request, article), article.version
    pressed = verbs.Pressed(person(request), number, request.POST)
    answer = _do(verb, article, form, pressed)
    if answer is not None:
        return _refused(request, site, article, answer)
    messages.success(request, _done(verb, article))
    if article.state in changes.HAS_BEEN_PUBLIC and article.version != before and not verb.moves_on:
        leaks.check(request, article)
    return redirect(_onward(request, verb, article, place))


def _done(verb: verbs.Verb, article: Article) -> str:
    """What is said when it is done. Where the next article opens, a link leads back to the one decided about."""
    if not verb.moves_on:
        return str(verb.done)
    published = article.state == Article.State.PUBLISHED
    url = article.get_absolute_url() if published else reverse("admin:archive_article_review", args=[article.pk])
    title = collation.covered_title(article) or "—"
    return format_html('{} <a href="{}" lang="{}">{}</a>', verb.done, url, article.lang, title)


@transaction.atomic
def _do(verb: verbs.Verb, article: Article, form: AmendForm, pressed: verbs.Pressed) -> Answer | None:
    """Save what was typed, then do the verb, with nothing in between: nobody decides on words they did not see."""
    wanted = form.wanted if roles.may_amend(pressed.by, article) else {}
    refused = decisions.amend(
        article, wanted, by=pressed.by, version=form.cleaned_data["version"], detect=verbs.personal_data
    )
    return refused or verb.do(article, pressed)


def _refused(request: HttpRequest, site: DeskSite, article: Article, answer: Answer) -> HttpResponse:
    """Show the page again with everything that was typed, and what is stored now beside it."""
    article.refresh_from_db()
    stored = _form(request, article)
    if isinstance(answer, Stale):
        form = _form(request, article, brought_up_to_date(request.POST, stored))
        lost = left_over(request.POST, stored)
        return _page(request, site, article, form, stale=answer, left_over=lost, status=409)
    form = _form(request, article, {**request.POST.dict(), "version": article.version})
    form.is_valid()
    if isinstance(answer, Mistakes):
        for name, words in answer.by_field.items():
            form.add_error(FIELD_OF.get(name, name), words)
    else:
        messages.error(request, refusals.in_words(article, answer))
    reopen = request.POST["verb"] if answer in WANTS_WORDS else ""
    return _page(request, site, article, form, reopen=reopen, status=422)


def _page(
    request: HttpRequest,
    site: DeskSite,
    article: Article,
    form: AmendForm,
    *,
    stale: Stale | None = None,
    left_over: Mapping[int, str] | None = None,
    reopen: str = "",
    status: int = 200,
) -> HttpResponse:
    """reopen: the button that wants words first; its field is open and has the focus."""
    made = sheet.make(
        article,
        form,
        user=request.user,
        place=_place(request, article),
        editing=_editing(request, article),
        stale=stale is not None,
        typed=request.POST,
        left_over=left_over or {},
    )
    context = {"title": made.title, "sheet": made, "form": form, "stale": stale, "reopen": reopen}
    context |= {"typed": request.POST.dict(), "refused": status != 200, "beside": comparing.beside(request, article)}
    context |= {"here": presence.here(article, request), "beat": BEAT}
    context |= {"kinds": Agency.Kind.choices, "categories": Review.Category.choices}
    page = "admin/archive/article/review.html"
    return TemplateResponse(request, page, site.each_context(request) | context, status=status)


def _form(request: HttpRequest, article: Article, data: Any = None) -> AmendForm:
    return AmendForm(data, article=article, with_text=_editing(request, article))


def _editing(request: HttpRequest, article: Article) -> bool:
    return "edit" in request.GET and roles.may_amend(request.user, article)


def _place(request: HttpRequest, article: Article) -> queue.Place | None:
    """Where the article stands in the line that this person works along; None where it is in another state."""
    narrowing = Narrowing.read(request.GET)
    if article.state != narrowing.state:
        return None
    return queue.place_beside(article, queue.line(request.user, narrowing))


def _onward(request: HttpRequest, verb: verbs.Verb, article: Article, place: queue.Place | None) -> str:
    """The next draft in the line when this one is decided, else this page at the block that was touched."""
    narrowing = Narrowing.read(request.GET)
    if not verb.moves_on:
        name, _colon, number = request.POST["verb"].partition(":")
        anchor = f"#b{int(number)}" if name in BLOCK_VERBS else ""
        return f"{address(article.pk, narrowing)}{anchor}"
    following = (place.following or place.previous) if place else None
    if following is None:
        queue_page = reverse("admin:archive_article_queue")
        return f"{queue_page}?{narrowing.query}" if narrowing.query else queue_page
    return address(following, narrowing)
