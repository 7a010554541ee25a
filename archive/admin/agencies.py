"""The authority file on the desk: agencies with all their names, candidates to be confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive import authority
from archive.admin.records import KeptForEver
from archive.admin.site import person
from archive.models import Agency, AgencyAlias, Event
from archive.text.folding import fold


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = AgencyAlias
    extra = 2
    fields = ("name",)


@admin.register(Agency)
class AgencyAdmin(KeptForEver):
    list_display = ("name", "kind", "level", "region", "parent", "confirmed", "articles_known")
    list_filter = ("confirmed", "kind", "level")
    search_fields = ("name", "aliases__name")
    list_select_related = ("parent",)
    fields = ("name", "slug", "kind", "level", "region", "parent", "confirmed")
    inlines = (AliasInline,)
    actions = ("confirm",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A parent is chosen here and nothing else: no windows to add or change one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "parent" and field:
            for way in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(field.widget, way, False)
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        agencies: QuerySet[Agency] = super().get_queryset(request)
        return agencies.annotate(known=Count("article_links__article", distinct=True))

    @admin.display(description=_("articles"), ordering="known")
    def articles_known(self, agency: Agency) -> int:
        return agency.known  # type: ignore[attr-defined, no-any-return]

    @admin.action(description=_("Confirm the chosen agencies"), permissions=["change"])
    def confirm(self, request: HttpRequest, agencies: QuerySet[Agency]) -> None:
        candidates = list(agencies.filter(confirmed=False))
        with transaction.atomic():
            for agency in candidates:
                authority.confirm_outlet(agency.name, by=person(request))
        words = ngettext("%(count)d agency confirmed.", "%(count)d agencies confirmed.", len(candidates))
        self.message_user(request, words % {"count": len(candidates)}, messages.SUCCESS)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The canonical name is an alias too; articles that print one of the names are linked at once."""
        super().save_related(request, form, formsets, change)
        agency = form.instance
        AgencyAlias.objects.get_or_create(agency=agency, key=fold(agency.name), defaults={"name": agency.name})
        Event.objects.record("agency changed" if change else "agency added", agency, actor=person(request))
        authority.relink_unresolved()
