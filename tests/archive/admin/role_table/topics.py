"""Tries at topics: making, filling, showing, taking back and deleting them."""

from __future__ import annotations

from typing import Any

from archive.models import Topic
from tests.archive.admin.role_table.world import MARK, Asked, Try, World, page, post, showed, wrote
from tests.factories import ArticleFactory, TopicFactory


def _topic(state: str = "prepared", **fields: Any) -> Topic:
    topic: Topic = TopicFactory(title=f"{MARK}专题", state=state, **fields)
    return topic


def _listed(world: World) -> Asked:
    _topic()
    return page("archive_topic_changelist")


def _press(verb: str, *, state: str = "prepared", **typed: Any) -> Try:
    def ask(world: World) -> Asked:
        topic = _topic(state)
        told = {"version": topic.version, "title": topic.title, "introduction": topic.introduction} | typed
        return post("archive_topic_change", topic.pk, verb=verb, **told)

    return Try(ask, wrote)


def _put(world: World) -> Asked:
    return post("archive_topic_change", _topic().pk, verb="put", lines=ArticleFactory(state="published").public_id)


def _note(world: World) -> Asked:
    article = ArticleFactory(state="published")
    typed = {f"was-{article.pk}": "", f"note-{article.pk}": "合龙当日"}
    return post("archive_topic_change", _topic(articles=[article]).pk, verb="notes", **typed)


def _take_out(world: World) -> Asked:
    article = ArticleFactory(state="published")
    return post("archive_topic_change", _topic(articles=[article]).pk, verb=f"take-out:{article.pk}")


def _gather(world: World) -> Asked:
    article = ArticleFactory(state="published")
    return post("archive_topic_gather", chosen=[article.pk], step="put", topic=_topic().pk)


def _make(world: World) -> Asked:
    return post("archive_topic_add", verb="save", title="汐城防汛", slug="", introduction="")


def _preview(world: World) -> Asked:
    topic = _topic()
    return post("archive_topic_change", topic.pk, verb="preview", title=topic.title, introduction=MARK)


TRIES = {
    "see the list of topics": Try(_listed, showed),
    "open a topic": Try(lambda world: page("archive_topic_change", _topic().pk), showed),
    "make a topic": Try(_make, wrote),
    "change a topic": _press("save", introduction="新的导言。"),
    "see a topic before it is saved": Try(_preview, showed),
    "add articles to a topic": Try(_put, wrote),
    "add ticked articles to a topic": Try(_gather, wrote),
    "write notes in a topic": Try(_note, wrote),
    "take an article out of a topic": Try(_take_out, wrote),
    "show a topic to readers": _press("show"),
    "take a topic back from readers": _press("take-back", state="shown"),
    "delete a topic": _press("delete"),
}
