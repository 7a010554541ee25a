"""The log: who did what, when. It can be read and searched, never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from archive.admin.records import OnlyRead
from archive.models import Event


@admin.register(Event)
class EventAdmin(OnlyRead):
    list_display = ("at", "action", "subject_type", "subject_id", "actor_name", "data")
    list_filter = ("action", "subject_type")
    search_fields = ("actor_name", "subject_id", "action")
    date_hierarchy = "at"
    fields = ("at", "action", "subject_type", "subject_id", "actor_name", "data", "previous", "hash")
    show_full_result_count = False
    list_select_related: ClassVar[bool] = False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}
