"""Search on the desk: the staff's dictionary, and what readers asked in vain."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.models import Event
from archive.text.folding import fold
from search.models import DictionaryWord, MissedQuery
from search.suggestions import did_you_mean
from search.suggestions.dictionary import waiting_words, words_in_use


class SearchRecords(admin.ModelAdmin):  # type: ignore[type-arg]
    """Short lists, found in either script."""

    list_per_page = 50
    list_max_show_all = 200
    empty_value_display = "—"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(DictionaryWord)
class DictionaryWordAdmin(SearchRecords):
    list_display = ("word", "kind", "in_use", "note", "added_by", "added_at")
    list_filter = ("kind",)
    list_select_related = ("added_by",)
    search_fields = ("key", "note")
    fields = ("word", "kind", "note")
    change_list_template = "admin/search/dictionaryword/change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Say how many words wait for the next rebuild."""
        told = {"waiting": len(waiting_words())}
        return super().changelist_view(request, told | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[DictionaryWord]:
        """With whether the live index was built with the word."""
        words: QuerySet[DictionaryWord] = super().get_queryset(request)
        return words.annotate(used=Q(key__in=words_in_use()))

    @admin.display(description=_("in the index"), boolean=True)
    def in_use(self, word: DictionaryWord) -> bool:
        return word.used  # type: ignore[attr-defined, no-any-return]

    def save_model(self, request: HttpRequest, obj: DictionaryWord, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user  # type: ignore[assignment]  # the desk lets nobody in who is not logged in
        super().save_model(request, obj, form, change)
        Event.objects.record("word changed" if change else "word added", obj, actor=request.user, word=obj.word)

    def delete_model(self, request: HttpRequest, obj: DictionaryWord) -> None:
        Event.objects.record("word removed", obj, actor=request.user, word=obj.word)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[DictionaryWord]) -> None:
        for word in queryset:
            self.delete_model(request, word)


@admin.register(MissedQuery)
class MissedQueryAdmin(SearchRecords):
    """Read only; what was settled by a new name or article can be struck off."""

    list_display = ("asked", "count", "last_asked", "nearest")
    list_display_links = None
    list_per_page = 20  # each line asks the index for the nearest words
    search_fields = ("query",)
    date_hierarchy = "last_asked"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("query"), ordering="query")
    def asked(self, missed: MissedQuery) -> SafeString:
        return _search_for(missed.query)

    @admin.display(description=_("nearest words"))
    def nearest(self, missed: MissedQuery) -> SafeString | str:
        found = did_you_mean(missed.query)
        return format_html("{} ({})", _search_for(found.text), found.count) if found else self.empty_value_display


def _search_for(query: str) -> SafeString:
    """The query as a link to the results that it has now."""
    return format_html('<a href="{}?{}">{}</a>', reverse("search:results"), urlencode({"q": query}), query)
