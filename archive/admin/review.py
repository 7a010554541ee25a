"""The queue, and the review page: one form, whose every button first saves what was typed and then does its work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.admin import sheet, verbs
from archive.admin.site import person
from archive.forms import AmendForm
from archive.models import Article, UploadBatch
from archive.publishing import Refusal
from archive.review import collation, decisions, queue, roles
from archive.review.outcomes import Mistakes, Objection, Stale

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

PER_PAGE = 50
#: Buttons at a block: the page opens there again.
BLOCK_VERBS = ("cut", "put-back", "as-paragraph", "as-heading", "as-caption")
#: The form has one field for the date, the article three.
FIELD_OF = {"published_on": "published", "published_at": "published", "date_precision": "published"}


def line(request: HttpRequest, site: DeskSite) -> HttpResponse:
    """The queue: drafts that wait, or with ?state=returned those that went back; ?batch= narrows it to one upload."""
    if not roles.may_upload(request.user):
        raise PermissionDenied
    in_returned = request.GET.get("state") == "returned"
    batch = _batch(request)
    read = queue.returned if in_returned else queue.waiting
    articles = read(request.user, batch=batch.pk if batch else None).select_related("created_by")
    page = Paginator(articles, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": pgettext("drafts", "Returned") if in_returned else _("Waiting for review"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "in_returned": in_returned,
        "batch": batch,
        "batches": _batches(request, articles),
    }
    return TemplateResponse(request, "admin/archive/article/queue.html", site.each_context(request) | context)


def review(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show an article to the person who decides about it; a POST presses one of the page's buttons."""
    article = get_object_or_404(Article.objects.select_related("capture", "created_by", "updated_by", "source"), pk=pk)
    if not roles.may_see(request.user, article):
        raise PermissionDenied
    if request.method == "POST":
        return _press(request, site, article)
    return _page(request, site, article, _form(request, article))


def _press(request: HttpRequest, site: DeskSite, article: Article) -> HttpResponse:
    verb, number = verbs.parse(request.POST.get("verb", ""))
    if verb is None:
        return HttpResponseBadRequest(_("There is no such button."))
    if not verb.may(request.user, article):
        raise PermissionDenied
    form = _form(request, article, request.POST)
    if not form.is_valid():
        return _page(request, site, article, form, status=422)
    place = queue.place_of(article, queue.waiting(request.user))
    pressed = verbs.Pressed(person(request), number, request.POST)
    answer = _do(verb, article, form, pressed)
    if answer is not None:
        return _refused(request, site, article, answer)
    messages.success(request, _done(verb, article))
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
def _do(
    verb: verbs.Verb, article: Article, form: AmendForm, pressed: verbs.Pressed
) -> Stale | Mistakes | Objection | Refusal | None:
    """Save what was typed, then do the verb, with nothing in between: nobody decides on words they did not see."""
    wanted = form.wanted if roles.may_amend(pressed.by, article) else {}
    refused = decisions.amend(
        article, wanted, by=pressed.by, version=form.cleaned_data["version"], detect=verbs.personal_data
    )
    return refused or verb.do(article, pressed)


def _refused(
    request: HttpRequest, site: DeskSite, article: Article, answer: Stale | Mistakes | Objection | Refusal
) -> HttpResponse:
    """Show the page again with everything that was typed, and what is stored now beside it."""
    article.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = str(article.version)
    form = _form(request, article, typed)
    form.is_valid()
    if isinstance(answer, Mistakes):
        for name, words in answer.by_field.items():
            form.add_error(FIELD_OF.get(name, name), words)
    elif not isinstance(answer, Stale):
        messages.error(request, answer.label)
    stale = answer if isinstance(answer, Stale) else None
    reopen = request.POST["verb"] if answer in (Objection.NO_REASON, Objection.NO_AGENCY) else ""
    return _page(request, site, article, form, stale=stale, reopen=reopen, status=409 if stale else 422)


def _page(
    request: HttpRequest,
    site: DeskSite,
    article: Article,
    form: AmendForm,
    *,
    stale: Stale | None = None,
    reopen: str = "",
    status: int = 200,
) -> HttpResponse:
    """reopen: the button that wants a reason first; its field is open and has the focus."""
    made = sheet.make(article, form, user=request.user, editing=_editing(request, article), stale=stale is not None)
    context = site.each_context(request) | {"title": made.title, "sheet": made, "form": form, "stale": stale}
    context |= {"typed": {"reason": request.POST.get("reason", "")}, "reopen": reopen, "refused": status != 200}
    return TemplateResponse(request, "admin/archive/article/review.html", context, status=status)


def _form(request: HttpRequest, article: Article, data: Any = None) -> AmendForm:
    return AmendForm(data, article=article, with_text=_editing(request, article))


def _editing(request: HttpRequest, article: Article) -> bool:
    return "edit" in request.GET and roles.may_amend(request.user, article)


def _onward(request: HttpRequest, verb: verbs.Verb, article: Article, place: queue.Place | None) -> str:
    """The next draft in the line when this one is decided, else this page at the block that was touched."""
    if not verb.moves_on:
        name, _colon, number = request.POST["verb"].partition(":")
        anchor = f"#b{int(number)}" if name in BLOCK_VERBS else ""
        return f"{reverse('admin:archive_article_review', args=[article.pk])}{anchor}"
    following = (place.following or place.previous) if place else None
    if following is None:
        return reverse("admin:archive_article_queue")
    return reverse("admin:archive_article_review", args=[following])


def _batch(request: HttpRequest) -> UploadBatch | None:
    """The batch that the queue is narrowed to; an address that names none, or a stranger's, narrows nothing."""
    number = request.GET.get("batch", "")
    batch = UploadBatch.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    return batch if batch and roles.may_see_batch(request.user, batch) else None


def _batches(request: HttpRequest, articles: Any) -> list[UploadBatch]:
    """The batches whose drafts are in the line, for the filter."""
    items = UploadBatch.objects.filter(items__article__in=articles.order_by().values("pk")).distinct()
    return [batch for batch in items[:20] if roles.may_see_batch(request.user, batch)]
