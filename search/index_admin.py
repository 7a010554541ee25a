"""The index on the desk: what it has still to learn, and the proofs that withdrawn words are gone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from search.models import IndexChange, IndexPurge


class IndexRecords(admin.ModelAdmin):  # type: ignore[type-arg]
    """Written by the machine, read by people."""

    list_per_page = 50
    list_max_show_all = 200
    list_display_links = None
    empty_value_display = "—"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(IndexChange)
class IndexChangeAdmin(IndexRecords):
    """What is not settled: waiting, set aside with an error, or done while files still hold the older words."""

    list_display = ("article_pk", "action", "created_at", "error", "attempts", "retry_at", "done_at")
    list_filter = (("done_at", admin.EmptyFieldListFilter), ("error", admin.EmptyFieldListFilter))
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndexChange]:
        return super().get_queryset(request).filter(purged_at__isnull=True)

    @admin.action(description=_("Try again now"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[IndexChange]) -> None:
        queryset.filter(done_at__isnull=True).update(retry_at=None)


@admin.register(IndexPurge)
class IndexPurgeAdmin(IndexRecords):
    """Each purge with what was searched for remains, and whether any were found."""

    list_display = ("at", "changes", "documents", "traces", "files", "size", "remains")
    date_hierarchy = "at"
