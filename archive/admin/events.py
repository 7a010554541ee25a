"""The log: who did what, when and why. It can be read, searched and taken away as a table, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from archive.admin.records import OnlyRead
from archive.audit import columns, details
from archive.audit.reasons import reasons, to_cover
from archive.audit.wording import ACTIONS, SUBJECTS
from archive.models import Event
from archive.review import collation
from archive.text.spreadsheets import csv_lines

WORDS = ACTIONS | SUBJECTS
PAGES = {
    "article": "admin:archive_article_review",
    "uploadbatch": "admin:archive_uploadbatch_ledger",
    "agency": "admin:archive_agency_change",
    "topic": "admin:archive_topic_change",
    "dictionaryword": "admin:search_dictionaryword_change",
    "problemreport": "admin:archive_problemreport_change",
}


class InWords(admin.AllValuesFieldListFilter):
    """The stored keys as a filter, each in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            stored = str(choice["display"])
            yield {**choice, "display": WORDS.get(stored, stored)}


class ByPerson(admin.AllValuesFieldListFilter):
    """Who did it, by name; what the machine did by itself stands last."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("The machine")}


@admin.register(Event)
class EventAdmin(OnlyRead):
    list_display = ("at", "did", "subject", "actor_name", "said")
    list_filter = (("action", InWords), ("subject_type", InWords), ("actor_name", ByPerson))
    search_fields = ("actor_name", "subject_id", "action", "hash")
    date_hierarchy = "at"
    fields = ("at", "did", "subject", "actor_name", "said", "stored", "previous", "hash")
    readonly_fields = ("did", "subject", "said", "stored")
    change_list_template = "admin/archive/event/change_list.html"
    show_full_result_count = False
    list_select_related: ClassVar[bool] = False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export)
        return [path("export/", export, name="archive_event_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        """Send the events that the list would show, all pages of it, as CSV while they are read."""
        if not self.has_view_permission(request):
            return self.changelist_view(request)
        try:
            events: QuerySet[Event] = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:archive_event_changelist")
        lines = csv_lines(columns.rows(events.order_by("pk")))
        name = f"baoku-log-{timezone.localdate():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)  # type: ignore[return-value]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Look up the reasons of all events on the page together."""
        changelist = super().get_changelist_instance(request)
        self._keep_reasons(changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Event | None:
        event: Event | None = super().get_object(request, object_id, from_field)
        self._keep_reasons([event] if event else [])
        return event

    def heading(self, record: Event) -> str:
        return f"{timezone.localtime(record.at):%Y-%m-%d %H:%M} {self.did(record)}"

    @admin.display(description=_("action"), ordering="action")
    def did(self, event: Event) -> str:
        return str(ACTIONS.get(event.action, event.action))

    @admin.display(description=_("why, before and after"))
    def said(self, event: Event) -> str:
        """Why it was done, each value that changed with the old one struck, and what else was written down."""
        told = details.told(event, hide=event.hide)  # type: ignore[attr-defined]
        why = told.why or event.reason  # type: ignore[attr-defined]
        rest = format_html_join(" ", '<span class="said"><b>{}</b> {}</span>', ((o.label, o.value) for o in told.rest))
        return format_html(
            "{}{}{}",
            format_html('<p class="why">{}</p>', why) if why else "",
            format_html_join("", '<p class="turned"><b>{}</b> <del>{}</del> <ins>{}</ins></p>', told.changes),
            format_html("<p>{}</p>", rest) if rest else "",
        )

    @admin.display(description=_("stored details"))
    def stored(self, event: Event) -> str:
        return collation.veil(json.dumps(event.data, ensure_ascii=False), event.hide)  # type: ignore[attr-defined]

    @admin.display(description=_("subject"), ordering="subject_type")
    def subject(self, event: Event) -> str:
        """The kind and number of what it happened to, with the way there."""
        words = f"{SUBJECTS.get(event.subject_type, event.subject_type)} {event.subject_id}"
        page = PAGES.get(event.subject_type)
        if page is None or not event.subject_id.isdecimal():
            return words
        return format_html('<a href="{}">{}</a>', reverse(page, args=[event.subject_id]), words)

    def _keep_reasons(self, events: Any) -> None:
        """Put to each event the reason that a review keeps, and the personal data to cover, for `said`."""
        shown = list(events)
        found, hide = reasons(shown), to_cover(shown)
        for event in shown:
            event.reason, event.hide = found.get(event.pk, ""), hide.get(event.pk, set())
