"""What every kind of record on the desk has in common: nothing is ever deleted, and lists stay short."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class KeptForEver(admin.ModelAdmin):  # type: ignore[type-arg]
    """Records that nobody deletes, not even the owner of the machine: articles are withdrawn, accounts closed."""

    list_per_page = 50
    list_max_show_all = 200
    empty_value_display = "—"

    def heading(self, record: Any) -> str:
        """What a record's page is called."""
        return str(record)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        record = context.get("original")
        if record is not None:
            context["title"] = self.heading(record)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OnlyRead(KeptForEver):
    """Records that the machine writes and people read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
