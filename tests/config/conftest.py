"""An archive in which every operation of the API has something to tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import publishing, topics
from search.indexing import indexer
from tests.factories import AgencyFactory, ArticleFactory


@pytest.fixture
def furnished(own_index: Path, db: None) -> dict[str, str]:
    """An archive in which every operation that reads has something to tell; values of the paths by their names."""
    above = AgencyFactory(name="汐城市政府", slug="above", kind="government", level="municipal")
    body = AgencyFactory(name="汐城市水务局", slug="water", kind="government", parent=above, aliases=["市水务局"])
    outlet = AgencyFactory(name="汐城晚报", slug="xicheng")
    for day in (12, 13):
        article = ArticleFactory(source=outlet, mentions=[above, body], published_on=f"2024-09-{day}")
        assert publishing.publish(article, by=None) is None
    undated = ArticleFactory(published_on=None)
    assert publishing.publish(undated, by=None) is None
    gone = ArticleFactory()
    publishing.publish(gone, by=None)
    publishing.withdraw(gone, by=None, reason="test", category="error")
    topic = topics.make({"title": "三号海堤", "slug": "haidi", "introduction": "一。"}, by=None, detect=lambda *_: [])
    topics.put(topic, [article, undated], by=None)
    topics.show(topic, version=topic.version, by=None)
    indexer.rebuild()
    return {"public_id": article.public_id, "slug": "water", "topic": "haidi", "gone": gone.public_id}
