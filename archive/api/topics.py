"""Topics as JSON: series of articles that the archive's staff put together."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.http.request import QueryDict
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router

from archive import topics as shelves
from archive.api import examples, schemas
from archive.api.articles import dated, listed_as_json
from archive.api.forms import TopicPageForm
from archive.api.paging import page_of
from archive.rest.answers import answer, refusal, wrong
from archive.rest.operations import reading
from archive.rest.parameters import parameters_of
from archive.topics import ShownTopic

router = Router()


@reading(
    router,
    "topics",
    name="api-topics",
    shape=schemas.Topics,
    summary="List topics",
    tag="Topics",
    example=examples.TOPICS,
    sample="topics",
    others=(),
)
def topics(request: HttpRequest) -> JsonResponse:
    """All topics: series of articles that the archive's staff put together, with an introduction."""
    return dated(answer({"topics": [_head(request, one) for one in shelves.shown_topics()]}))


@reading(
    router,
    "topics/{str:topic}",
    name="api-topic",
    shape=schemas.Topic,
    summary="Read one topic",
    tag="Topics",
    parameters=parameters_of(TopicPageForm(QueryDict()), TopicPageForm.WORDS),
    example=examples.TOPIC,
    sample="topics/{topic}",
    others=("400", "404"),
)
def one_topic(request: HttpRequest, topic: Annotated[str, Path(description="The topic's `slug`.")]) -> JsonResponse:
    """One topic with its articles, a page at a time: the newest by date of publication first, unless told otherwise."""
    found = shelves.shown_topic(topic) if topic.isprintable() else None
    if found is None:
        return wrong(request, _("There is no such topic."), status=404)
    form = TopicPageForm(request.GET)
    if refused := refusal(request, form):
        return refused
    listed = page_of(shelves.articles_of(found.topic), form.order, form.after, form.size_asked)
    notes = shelves.notes_of(found.topic, listed.articles)
    entries = [{**listed_as_json(request, one), "note": notes.get(one.pk, "")} for one in listed.articles]
    return dated(answer({**_head(request, found), "articles": entries, "cursor": listed.cursor}))


def _head(request: HttpRequest, shown: ShownTopic) -> dict[str, Any]:
    return {
        "slug": shown.topic.slug,
        "title": shown.topic.title,
        "introduction": shown.topic.paragraphs,
        "count": shown.count,
        "first": shown.first and shown.first.isoformat(),
        "last": shown.last and shown.last.isoformat(),
        "page": request.build_absolute_uri(shown.topic.get_absolute_url()),
    }
