"""The log: who did what, when. It can be read and searched, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.admin.records import OnlyRead
from archive.models import Event

#: The stored keys of actions and of kinds of subjects, in words. A key that is missing here is shown as it is stored.
ACTIONS: dict[str, str | Promise] = {
    "uploaded": pgettext_lazy("event", "Uploaded"),
    "unpacked": pgettext_lazy("event", "Unpacked"),
    "drafted": pgettext_lazy("event", "Draft made"),
    "imported": pgettext_lazy("event", "Imported"),
    "amended": pgettext_lazy("event", "Corrected"),
    "block cut": pgettext_lazy("event", "Paragraph cut"),
    "block restored": pgettext_lazy("event", "Block restored"),
    "role changed": pgettext_lazy("event", "Role of a block changed"),
    "rule made": pgettext_lazy("event", "Outlet rule made"),
    "rule followed": pgettext_lazy("event", "Outlet rule followed"),
    "rule switched on": pgettext_lazy("event", "Outlet rule switched on"),
    "rule switched off": pgettext_lazy("event", "Outlet rule switched off"),
    "redecoded": pgettext_lazy("event", "Decoded again"),
    "finding kept": pgettext_lazy("event", "Finding settled"),
    "finding masked": pgettext_lazy("event", "Personal data masked"),
    "original opened": pgettext_lazy("event", "Original opened"),
    "returned": pgettext_lazy("event", "Returned"),
    "resubmitted": pgettext_lazy("event", "Handed in again"),
    "published": pgettext_lazy("event", "Published"),
    "withdrawn": pgettext_lazy("event", "Withdrawn"),
    "restored": pgettext_lazy("event", "Restored"),
    "confirmed": pgettext_lazy("event", "Agency confirmed"),
    "merged": pgettext_lazy("event", "Candidate merged"),
    "dismissed": pgettext_lazy("event", "Candidate dismissed"),
    "proposed again": pgettext_lazy("event", "Candidate proposed again"),
    "agency added": pgettext_lazy("event", "Agency added"),
    "agency changed": pgettext_lazy("event", "Agency changed"),
    "word added": pgettext_lazy("event", "Dictionary word added"),
    "word changed": pgettext_lazy("event", "Dictionary word changed"),
    "word removed": pgettext_lazy("event", "Dictionary word removed"),
    "samples-started": pgettext_lazy("event", "Samples started"),
    "samples-loaded": pgettext_lazy("event", "Samples loaded"),
}
SUBJECTS: dict[str, str | Promise] = {
    "article": pgettext_lazy("subject", "Article"),
    "uploadbatch": pgettext_lazy("subject", "Batch"),
    "agency": pgettext_lazy("subject", "Agency"),
    "outletrule": pgettext_lazy("subject", "Outlet rule"),
    "dictionaryword": pgettext_lazy("subject", "Dictionary word"),
    "user": pgettext_lazy("subject", "Account"),
}
WORDS = ACTIONS | SUBJECTS
PAGES = {
    "article": "admin:archive_article_review",
    "uploadbatch": "admin:archive_uploadbatch_ledger",
    "agency": "admin:archive_agency_change",
    "dictionaryword": "admin:search_dictionaryword_change",
}


class InWords(admin.AllValuesFieldListFilter):
    """The stored keys as a filter, each in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            stored = str(choice["display"])
            yield {**choice, "display": WORDS.get(stored, stored)}


@admin.register(Event)
class EventAdmin(OnlyRead):
    list_display = ("at", "did", "subject", "actor_name", "data")
    list_filter = (("action", InWords), ("subject_type", InWords))
    search_fields = ("actor_name", "subject_id", "action")
    date_hierarchy = "at"
    fields = ("at", "did", "subject", "actor_name", "data", "previous", "hash")
    readonly_fields = ("did", "subject")
    show_full_result_count = False
    list_select_related: ClassVar[bool] = False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def heading(self, record: Event) -> str:
        return f"{timezone.localtime(record.at):%Y-%m-%d %H:%M} {self.did(record)}"

    @admin.display(description=_("action"), ordering="action")
    def did(self, event: Event) -> str:
        return str(ACTIONS.get(event.action, event.action))

    @admin.display(description=_("subject"), ordering="subject_type")
    def subject(self, event: Event) -> str:
        """The kind and number of what it happened to, with the way there."""
        words = f"{SUBJECTS.get(event.subject_type, event.subject_type)} {event.subject_id}"
        page = PAGES.get(event.subject_type)
        if page is None or not event.subject_id.isdecimal():
            return words
        return format_html('<a href="{}">{}</a>', reverse(page, args=[event.subject_id]), words)
