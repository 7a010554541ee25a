"""What readers reported, on the desk: open ones first, personal data before all; each is settled or dismissed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive import reports
from archive.admin.records import OnlyRead
from archive.admin.site import person
from archive.forms.report import AnswerForm
from archive.models import Article, ProblemReport
from archive.review import collation

Kind, State = ProblemReport.Kind, ProblemReport.State
VERBS = {"settle": reports.settle, "dismiss": reports.dismiss}
#: Where somebody who has read a report goes on, by the state of the article.
PAGES = {Article.State.PUBLISHED: "publication", Article.State.WITHDRAWN: "publication"}


@admin.register(ProblemReport)
class ProblemReportAdmin(OnlyRead):
    list_display = ("made_at", "kind", "beginning", "about", "state", "settled_by")
    list_display_links = ("made_at", "beginning")
    list_filter = ("state", "kind")
    list_select_related = ("article", "settled_by")
    fields = ("kind", "made_at", "state")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProblemReport]:
        found: QuerySet[ProblemReport] = super().get_queryset(request)
        return found.prefetch_related("article__findings")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Open ones first, of those the personal ones, and the oldest: somebody waits."""
        return [_last(state=State.OPEN), _last(kind=Kind.PERSONAL), "pk"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One report, with the ways to its article; a POST answers it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = self._report(object_id)
        return self._answer(request, report) if request.method == "POST" else self._page(request, report, AnswerForm())

    def _answer(self, request: HttpRequest, report: ProblemReport) -> HttpResponse:
        if not request.user.has_perm("archive.change_problemreport"):
            raise PermissionDenied
        close = VERBS.get(request.POST.get("verb", ""))
        if close is None:
            return HttpResponseBadRequest(_("There is no such button."))
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(request, report, form, status=422)
        if not close(report, by=person(request), answer=form.cleaned_data["answer"]):
            messages.warning(request, str(_("Somebody has answered this report meanwhile.")))
            return redirect("admin:archive_problemreport_change", report.pk)
        messages.success(request, str(_("The report is answered.")))
        return redirect("admin:archive_problemreport_changelist")

    def _page(
        self, request: HttpRequest, report: ProblemReport, form: AnswerForm, *, status: int = 200
    ) -> HttpResponse:
        article = report.article
        way = PAGES.get(Article.State(article.state), "review")
        context = {
            "title": _("Report"),
            "report": report,
            "article": article,
            "article_title": collation.covered_title(article) or "—",
            "page": reverse(f"admin:archive_article_{way}", args=[article.pk]),
            "others": article.reports.open().exclude(pk=report.pk).count(),
            "form": form,
            "may_answer": report.state == State.OPEN and request.user.has_perm("archive.change_problemreport"),
        }
        template = "admin/archive/problemreport/page.html"
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context, status=status)

    def _report(self, object_id: str) -> ProblemReport:
        key = int(object_id) if object_id.isascii() and object_id.isdecimal() and len(object_id) < 16 else 0
        found = ProblemReport.objects.select_related("article", "settled_by").prefetch_related("article__findings")
        return get_object_or_404(found, pk=key)

    @admin.display(description=_("what is wrong"))
    def beginning(self, report: ProblemReport) -> str:
        return truncatechars(report.words, 60) or "—"

    @admin.display(description=_("article"))
    def about(self, report: ProblemReport) -> str:
        title = collation.covered_title(report.article) or "—"
        return format_html('<span lang="{}">{}</span>', report.article.lang, truncatechars(title, 40))


def _last(**wanted: Any) -> Case:
    """An order in which rows like this come first."""
    return Case(When(**wanted, then=Value(0)), default=Value(1), output_field=IntegerField())
