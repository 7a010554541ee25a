"""Correcting what readers see: a form with a note for them, and a preview of what they will be shown as changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin import leaks, refusals, verbs
from archive.admin.site import person
from archive.forms import CorrectionForm, brought_up_to_date, left_over
from archive.models import Article
from archive.publishing import Refusal
from archive.review import collation, corrections, roles
from archive.review.outcomes import Mistakes, Objection, Stale
from archive.review.redlines import Redline, redline

if TYPE_CHECKING:
    from archive.admin.site import DeskSite

Answer = Stale | Mistakes | Refusal | Objection
#: The form has one field for the date, the article three.
FIELD_OF = {"published_on": "published", "published_at": "published", "date_precision": "published"}
#: Answers that are about the note.
ABOUT_NOTE = (Objection.NO_NOTE, Objection.PRIVATE_NOTE)


def correct(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Show the form; a POST previews the correction, or with `do` makes it."""
    article = get_object_or_404(Article.objects.select_related("updated_by", "capture"), pk=pk)
    if not roles.may_review(request.user):
        raise PermissionDenied
    if article.state != Article.State.PUBLISHED:
        messages.error(request, Refusal.WRONG_STATE.label)
        return redirect("admin:archive_article_review", pk)
    if request.method != "POST":
        return _page(request, site, article, CorrectionForm(article=article))
    form = CorrectionForm(request.POST, article=article)
    if not form.is_valid():
        return _page(request, site, article, form, status=422)
    if "do" not in request.POST:
        return _preview(request, site, article, form)
    answer = _correct(request, article, form)
    if answer is not None:
        return _refused(request, site, article, form, answer)
    messages.success(request, _("Corrected. Readers see the note and what changed."))
    leaks.check(request, article)
    return redirect("admin:archive_article_publication", pk)


def _correct(request: HttpRequest, article: Article, form: CorrectionForm) -> Answer | None:
    typed = form.cleaned_data
    return corrections.correct(
        article,
        form.wanted,
        by=person(request),
        version=typed["version"],
        note=typed["note"],
        detect=verbs.personal_data,
        seal_before=typed["seal_before"],
    )


def _preview(request: HttpRequest, site: DeskSite, article: Article, form: CorrectionForm) -> HttpResponse:
    """Make the correction, read what it changed, and take it back: what is shown is what would be."""
    change: Redline | None = None
    with transaction.atomic():
        answer = _correct(request, article, form)
        if answer is None:
            after, before = article.revisions.all()[:2]
            change = redline(before, after)
        transaction.set_rollback(True)
    article.refresh_from_db()
    if answer is not None:
        return _refused(request, site, article, form, answer)
    return _page(request, site, article, form, change=change)


def _refused(
    request: HttpRequest, site: DeskSite, article: Article, form: CorrectionForm, answer: Answer
) -> HttpResponse:
    """Show the form again with all that was typed, and why nothing was done."""
    article.refresh_from_db()
    if isinstance(answer, Stale):
        stored = CorrectionForm(article=article)
        form = CorrectionForm(brought_up_to_date(request.POST, stored), article=article)
        lost = left_over(request.POST, stored)
        return _page(request, site, article, form, stale=answer, left_over=lost, status=409)
    if isinstance(answer, Mistakes):
        for name, words in answer.by_field.items():
            form.add_error(FIELD_OF.get(name, name), words)
    elif answer in ABOUT_NOTE:
        form.add_error("note", str(answer.label))
    else:
        messages.error(request, refusals.in_words(article, answer))
    return _page(request, site, article, form, status=422)


def _page(
    request: HttpRequest, site: DeskSite, article: Article, form: CorrectionForm, *, status: int = 200, **shown: Any
) -> HttpResponse:
    context = {
        "title": _("Correct: %(title)s") % {"title": collation.covered_title(article)},
        "article": article,
        "form": form,
        "back": reverse("admin:archive_article_publication", args=[article.pk]),
        **shown,
    }
    page = "admin/archive/article/correct.html"
    return TemplateResponse(request, page, site.each_context(request) | context, status=status)
