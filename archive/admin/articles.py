"""Articles on the desk: a list to find them by, one page to read each, and the doors to queue, review and original."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.admin import (
    bulk,
    bulk_history,
    charsets,
    comparing,
    corrections,
    history,
    original,
    outlet_rules,
    presence,
    publication,
    review,
    topic_articles,
)
from archive.admin import queue as line
from archive.admin.records import OnlyRead
from archive.models import Article
from archive.review import collation, queue, roles
from archive.review.bulk_edits import MOST


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
    actions = ("put_in_topic",)
    view_on_site = False  # most are not public; the review page links those that are

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return queue.visible_to(request.user).prefetch_related("findings")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("queue/", wrap(self._view(line.line)), name="archive_article_queue"),
            path("queue/assign/", wrap(self._view(bulk.assign)), name="archive_article_bulk_assign"),
            path("queue/edit/", wrap(self._view(bulk.edit)), name="archive_article_bulk_edit"),
            path("queue/publish/", wrap(self._view(bulk.publish)), name="archive_article_bulk_publish"),
            path("queue/decide/", wrap(self._view(bulk.decide)), name="archive_article_bulk_decide"),
            path("queue/edits/", wrap(self._view(bulk_history.edits)), name="archive_bulkedit_list"),
            path("queue/edits/<int:pk>/", wrap(self._view(bulk_history.one_edit)), name="archive_bulkedit_page"),
            path("<int:pk>/review/", wrap(self._view(review.review)), name="archive_article_review"),
            path("<int:pk>/rule/", wrap(self._view(outlet_rules.propose)), name="archive_article_rule"),
            path("<int:pk>/charset/", wrap(self._view(charsets.decode_again)), name="archive_article_charset"),
            path("<int:pk>/compare/", wrap(self._view(comparing.compare)), name="archive_article_compare"),
            path("<int:pk>/presence/", wrap(presence.present), name="archive_article_presence"),
            path("<int:pk>/publication/", wrap(self._view(publication.page)), name="archive_article_publication"),
            path("<int:pk>/correct/", wrap(self._view(corrections.correct)), name="archive_article_correct"),
            path("<int:pk>/original/", wrap(original.original), name="archive_article_original"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed: bool = super().has_view_permission(request, obj)
        return allowed and (obj is None or roles.may_see(request.user, obj))

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Everything that happened to an article: this stands for Django's own page of changes made in the admin."""
        if not (object_id.isdecimal() and len(object_id) < 16):
            raise Http404
        return history.of_article(request, self.admin_site, int(object_id))  # type: ignore[arg-type]

    def _view(self, view: Any) -> Any:
        def on_the_desk(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return view(request, self.admin_site, **kwargs)  # type: ignore[no-any-return]

        return on_the_desk

    def has_topic_permission(self, request: HttpRequest) -> bool:
        return roles.may_edit_topics(request.user)

    @admin.action(description=_("Add to a topic"), permissions=["topic"])
    def put_in_topic(self, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse:
        keys = chosen.order_by().values_list("pk", flat=True)[:MOST]
        return topic_articles.ask(request, self.admin_site, keys)  # type: ignore[arg-type]

    def action_checkbox(self, article: Article) -> SafeString:
        """As Django's own, with a title that covers personal data."""
        label = _("Select “%(title)s”") % {"title": collation.covered_title(article)}
        told = (ACTION_CHECKBOX_NAME, article.pk, label)
        return format_html('<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">', *told)

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
