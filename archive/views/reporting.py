"""The page on which a reader reports a problem with an article, and the one that says that the report came."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from archive import reports
from archive.accounts.addresses import address_of
from archive.forms.report import ReportForm
from archive.models import Article
from archive.reading import look_up
from archive.reports import Refusal
from archive.reports.filing import Words
from archive.views.articles import not_there

WHY_NOT: dict[Refusal, str | Promise] = {
    Refusal.SENDER: _("You have sent several reports already. Please try again in an hour, or tomorrow."),
    Refusal.ARTICLE: _("The desk has many reports about this article and is looking into it. Yours was not kept."),
    Refusal.EVERYBODY: _("More reports are coming in than the desk can read. Please try again in an hour."),
}
#: What a form in a browser sends. Files are never read: nobody is to fill the disk without an account.
_FORM = "application/x-www-form-urlencoded"


@csrf_exempt  # there is no session to ride on and no cookie to compare with: ReportForm has a token of its own
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form, and where it is sent. What was not taken is shown again with every word of it."""
    found = look_up(public_id)
    if not isinstance(found, Article):
        return not_there(request, found)
    if request.method != "POST":
        return _page(request, ReportForm(article=found, initial={"paragraph": _paragraph(request)}))
    form = ReportForm(request.POST if request.content_type == _FORM else QueryDict(), article=found)
    if form.is_by_a_machine:  # it is told what people are told, and nothing is kept
        return redirect("archive:report-sent", public_id)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    said = Words(given["kind"], given["words"], given["paragraph"], given["contact"])
    taken = reports.file(found, said, address=address_of(request))
    if isinstance(taken, Refusal):
        form.add_error(None, str(WHY_NOT[taken]))
        return _page(request, form, status=429)
    return redirect("archive:report-sent", public_id)


@require_safe
def report_sent(request: HttpRequest, public_id: str) -> HttpResponse:
    """Thanks, and what happens next. The same for everybody: nothing of any report is on it."""
    found = look_up(public_id)
    if not isinstance(found, Article):
        return not_there(request, found)
    return render(request, "archive/report_sent.html", {"article": found})


def _page(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"article": form.article, "form": form}
    answer = render(request, "archive/report.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"  # its token is dated, and a cache would hand out an old one
    return answer


def _paragraph(request: HttpRequest) -> int | None:
    asked = request.GET.get("paragraph", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 6 else None
