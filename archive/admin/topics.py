"""Topics on the desk: the list of them, and the doors to the pages on which they are put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from archive.admin import topic_articles, topic_pages
from archive.admin.records import KeptForEver
from archive.models import Topic, TopicArticle
from archive.review import roles


@admin.register(Topic)
class TopicAdmin(KeptForEver):
    list_display = ("title", "state", "held", "public", "made_by", "changed_at")
    list_filter = ("state",)
    search_fields = ("title", "slug", "introduction")
    list_select_related = ("made_by",)

    def get_urls(self) -> list[URLPattern]:
        return [path("gather/", self._view(topic_articles.gather), name="archive_topic_gather"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        found: QuerySet[Topic] = super().get_queryset(request)
        entries = TopicArticle.objects.filter(topic=OuterRef("pk"))
        return found.annotate(holds=_how_many(entries), shows=_how_many(entries.of_public_articles()))

    def has_view_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return roles.may_edit_topics(request.user)

    has_add_permission = has_change_permission = has_view_permission

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return self._view(topic_pages.make)(request)  # type: ignore[no-any-return]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._view(topic_pages.topic)(request, pk=_number(object_id))  # type: ignore[no-any-return]

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What happened to a topic is told by the log."""
        log = {"subject_type__exact": "topic", "subject_id__exact": object_id}
        return redirect(f"{reverse('admin:archive_event_changelist')}?{urlencode(log)}")

    @admin.display(description=_("articles"), ordering="holds")
    def held(self, topic: Topic) -> int:
        return topic.holds  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("seen by readers"), ordering="shows")
    def public(self, topic: Topic) -> int:
        """How many of its articles readers see, 0 while the topic is in preparation."""
        return topic.shows if topic.state == Topic.State.SHOWN else 0  # type: ignore[attr-defined]

    def _view(self, page: Callable[..., HttpResponse]) -> Any:
        def on_the_desk(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return page(request, self.admin_site, **kwargs)

        return self.admin_site.admin_view(on_the_desk)


def _how_many(entries: QuerySet[TopicArticle]) -> Coalesce:
    counted = entries.order_by().values("topic").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Http404
    return int(text)
