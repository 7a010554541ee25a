"""Topics as JSON objects: their words, and which of their articles are in the bag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive import topics
from archive.models import Topic


def topic_records(site: str) -> Iterator[dict[str, Any]]:
    """Yield what readers see of each topic, in the order of an index. site: what stands before addresses, or ""."""
    for shown in topics.shown_topics():
        yield _record(shown.topic, f"{site}{shown.topic.get_absolute_url()}")


def _record(topic: Topic, page: str) -> dict[str, Any]:
    entries = topic.entries.of_public_articles().order_by("pk")
    return {
        "slug": topic.slug,
        "page": page,
        "title": topic.title,
        "introduction": topic.paragraphs,
        "articles": [{"id": key, "note": note} for key, note in entries.values_list("article__public_id", "note")],
    }
