"""Articles on the desk: a list to find them by, one page to read each, and the doors to queue, review and original."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from archive.admin import charsets, comparing, original, outlet_rules, review
from archive.admin.records import OnlyRead
from archive.models import Article
from archive.review import collation, queue, roles


@admin.register(Article)
class ArticleAdmin(OnlyRead):
    list_display = ("article", "state", "published_on", "source_name", "created_by", "updated_at")
    list_display_links = None
    list_filter = ("state", "script", "date_precision", ("source", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "original_title", "source_name", "public_id", "external_id", "url")
    date_hierarchy = "published_on"
    list_select_related = ("created_by",)
    fields = (
        "public_id",
        "external_id",
        "state",
        "masked_title",
        "text",
        "published_on",
        "date_precision",
        "source",
        "site",
        "capture",
        ("created_at", "created_by"),
        ("updated_at", "updated_by"),
        ("released_at", "released_by"),
    )
    readonly_fields = ("masked_title", "text")
    view_on_site = False  # most are not public; the review page links those that are

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return queue.visible_to(request.user).prefetch_related("findings")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("queue/", wrap(self._view(review.line)), name="archive_article_queue"),
            path("<int:pk>/review/", wrap(self._view(review.review)), name="archive_article_review"),
            path("<int:pk>/rule/", wrap(self._view(outlet_rules.propose)), name="archive_article_rule"),
            path("<int:pk>/charset/", wrap(self._view(charsets.decode_again)), name="archive_article_charset"),
            path("<int:pk>/compare/", wrap(self._view(comparing.compare)), name="archive_article_compare"),
            path("<int:pk>/original/", wrap(original.original), name="archive_article_original"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed: bool = super().has_view_permission(request, obj)
        return allowed and (obj is None or roles.may_see(request.user, obj))

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What happened to an article is told by the log."""
        if not request.user.has_perm("archive.view_event"):
            return super().history_view(request, object_id, *args, **kwargs)
        log = {"subject_type__exact": "article", "subject_id__exact": object_id}
        return redirect(f"{reverse('admin:archive_event_changelist')}?{urlencode(log)}")

    def _view(self, view: Any) -> Any:
        def on_the_desk(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return view(request, self.admin_site, **kwargs)  # type: ignore[no-any-return]

        return on_the_desk

    def heading(self, record: Article) -> str:
        return collation.covered_title(record) or "—"

    @admin.display(description=_("title"), ordering="title")
    def article(self, article: Article) -> str:
        url = reverse("admin:archive_article_review", args=[article.pk])
        return format_html('<a href="{}" lang="{}">{}</a>', url, article.lang, collation.covered_title(article) or "—")

    @admin.display(description=_("title"))
    def masked_title(self, article: Article) -> str:
        return collation.covered_title(article)

    @admin.display(description=_("text"))
    def text(self, article: Article) -> str:
        hide = collation.words_to_hide(article)
        paragraphs = ((collation.veil(paragraph, hide),) for paragraph in article.body)
        return format_html('<div lang="{}">{}</div>', article.lang, format_html_join("", "<p>{}</p>", paragraphs))
