"""The authority file on the desk: agencies with all their names, and the door to the candidates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive import authority
from archive.admin import agency_decisions, agency_names, agency_pages, candidates
from archive.admin.records import KeptForEver
from archive.admin.site import person
from archive.holdings import has_page
from archive.models import Agency, AgencyAlias
from archive.text.folding import fold


class ByTyping(forms.TextInput):
    """A text field with the confirmed agencies' names to choose from while typing."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, agency_names.asked_by_the_field() | (extra_attrs or {}))


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

    class Meta:
        help_texts = {"name": _("To correct it. A new name from a day on is given under Rename.")}


class AliasFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Names the box that deletes a name, since its column's head does not."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if box := form.fields.get(DELETION_FIELD_NAME):
            box.widget.attrs["aria-label"] = box.label


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = AgencyAlias
    formset = AliasFormSet
    extra = 2
    fields = ("name", "since", "until")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Name each field, since its column's head does not, and show how a date known to the year only is written."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        examples = {"since": _("since %(date)s"), "until": _("until %(date)s")}
        if words := examples.get(db_field.name):
            field.widget.attrs |= {"placeholder": words % {"date": "2018-03"}, "size": 10}
        return field


@admin.register(Agency)
class AgencyAdmin(KeptForEver):
    form = AgencyForm
    list_display = ("name", "kind", "level", "region", "parent", "articles_known")
    list_filter = ("kind", "level")
    search_fields = ("name", "aliases__name", "aliases__key", "region")
    list_select_related = ("parent",)
    fields = ("name", "slug", "kind", "level", "region", "parent", "below", "confirmed")
    readonly_fields = ("below",)
    inlines = (AliasInline,)
    change_list_template = "admin/archive/agency/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        return [
            path("names/", self._view(agency_names.names), name="archive_agency_names"),
            path("candidates/", self._view(candidates.candidates), name="archive_agency_candidates"),
            path("decisions/", self._view(agency_decisions.decisions), name="archive_agency_decisions"),
            path("<int:pk>/merge/", self._view(agency_pages.merge), name="archive_agency_merge"),
            path("<int:pk>/split/", self._view(agency_pages.split), name="archive_agency_split"),
            path("<int:pk>/rename/", self._view(agency_pages.rename), name="archive_agency_rename"),
            *super().get_urls(),
        ]

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

    def get_view_on_site_url(self, obj: Agency | None = None) -> str | None:
        """Where readers find the agency, as long as they do."""
        return obj.get_absolute_url() if obj and has_page(obj) else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the candidates, with how many wait."""
        told = {"candidates": candidates.waiting_count() if request.user.has_perm(candidates.PERMISSION) else None}
        return super().changelist_view(request, told | (extra_context or {}))

    @admin.display(description=_("articles"), ordering="known")
    def articles_known(self, agency: Agency) -> int:
        return agency.known  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("Bodies below it"))
    def below(self, agency: Agency) -> str:
        """The agencies whose parent this is, with the way to each."""
        children = agency.children.all() if agency.pk else ()
        links = ((reverse("admin:archive_agency_change", args=[child.pk]), child.name) for child in children)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "—"

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        form.before = authority.facts_of(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The canonical name is an alias too; articles that print one of the names are linked at once."""
        super().save_related(request, form, formsets, change)
        agency = form.instance
        if change and agency.confirmed and "confirmed" in form.changed_data:
            authority.confirm(agency, by=person(request))
        authority.follow(agency, form.before, by=person(request))

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What happened to an agency is told by the log."""
        log = {"subject_type__exact": "agency", "subject_id__exact": object_id}
        return redirect(f"{reverse('admin:archive_event_changelist')}?{urlencode(log)}")

    def _view(self, page: Callable[..., HttpResponse]) -> Any:
        def on_the_desk(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return page(request, self.admin_site, **kwargs)

        return self.admin_site.admin_view(on_the_desk)
