"""The authority file on the desk: agencies with all their names, and the door to the candidates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive import authority
from archive.admin import candidates
from archive.admin.records import KeptForEver
from archive.admin.site import person
from archive.models import Agency, AgencyAlias, Event
from archive.text.folding import fold


class ByTyping(forms.TextInput):
    """A text field with the confirmed agencies' names to choose from while typing."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        choices = {"id": f"{name}-names", "names": candidates.names_to_choose()}
        field = super().render(name, value, {**(attrs or {}), "list": choices["id"]}, renderer)
        return format_html("{}{}", field, render_to_string("admin/archive/agency/names.html", choices))


class AgencyByName(forms.CharField):
    """An agency, chosen by any of its names."""

    widget = ByTyping

    def prepare_value(self, value: Any) -> Any:
        """Show the name of what is stored."""
        agency = Agency.objects.filter(pk=value).first() if isinstance(value, int) else None
        return agency.name if agency else value

    def clean(self, value: Any) -> Agency | None:
        typed = super().clean(value)
        agency = authority.find(typed) if typed else None
        if typed and agency is None:
            raise forms.ValidationError(_("No agency is known by this name, or more than one."))
        return agency


class AgencyForm(forms.ModelForm):  # type: ignore[type-arg]
    parent = AgencyByName(label=_("Parent body"), required=False)

    def clean_parent(self) -> Agency | None:
        """An agency does not stand above itself, however long the way."""
        parent: Agency | None = self.cleaned_data["parent"]
        above = parent
        while above:
            if above.pk == self.instance.pk:
                raise forms.ValidationError(_("An agency cannot be its own parent."))
            above = above.parent
        return parent


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = AgencyAlias
    extra = 2
    fields = ("name",)


@admin.register(Agency)
class AgencyAdmin(KeptForEver):
    form = AgencyForm
    list_display = ("name", "kind", "level", "region", "parent", "articles_known")
    list_filter = ("kind", "level")
    search_fields = ("name", "aliases__name", "aliases__key", "region")
    list_select_related = ("parent",)
    fields = ("name", "slug", "kind", "level", "region", "parent", "confirmed")
    inlines = (AliasInline,)
    change_list_template = "admin/archive/agency/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self._candidates)
        return [path("candidates/", view, name="archive_agency_candidates"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        """The list holds the confirmed ones, which candidates would bury; a candidate's own page can be opened."""
        agencies: QuerySet[Agency] = super().get_queryset(request)
        match = request.resolver_match
        if match and match.url_name == "archive_agency_changelist":
            agencies = agencies.filter(confirmed=True)
        return agencies.annotate(known=Count("article_links__article", distinct=True))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Agency], search_term: str
    ) -> tuple[QuerySet[Agency], bool]:
        """Names are found in either script."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        folded, doubled_too = super().get_search_results(request, queryset, fold(search_term))
        return found | folded, doubled or doubled_too

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the candidates, with how many wait."""
        told = {"candidates": candidates.waiting_count() if request.user.has_perm(candidates.PERMISSION) else None}
        return super().changelist_view(request, told | (extra_context or {}))

    @admin.display(description=_("articles"), ordering="known")
    def articles_known(self, agency: Agency) -> int:
        return agency.known  # type: ignore[attr-defined, no-any-return]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The canonical name is an alias too; articles that print one of the names are linked at once."""
        super().save_related(request, form, formsets, change)
        agency = form.instance
        AgencyAlias.objects.get_or_create(agency=agency, key=fold(agency.name), defaults={"name": agency.name})
        Event.objects.record("agency changed" if change else "agency added", agency, actor=person(request))
        if change and agency.confirmed and "confirmed" in form.changed_data:
            authority.confirm(agency, by=person(request))
        else:
            authority.relink_unresolved()

    def _candidates(self, request: HttpRequest) -> HttpResponse:
        return candidates.candidates(request, self.admin_site)  # type: ignore[arg-type]
