"""An index of its own for each test, and a newsroom that publishes into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from haystack import connections

from archive import publishing
from archive.models import Article
from search.indexing import indexer
from tests.factories import ArticleFactory


@pytest.fixture
def index_folder(tmp_path: Path, settings: Any, db: None) -> Iterator[Path]:
    """The folder of an index that does not exist yet. Haystack's connection of this thread points to it."""
    options = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": tmp_path / "index"}
    settings.HAYSTACK_CONNECTIONS = {"default": options}
    connections.reload("default")
    yield tmp_path / "index"
    connections.thread_local.connections.clear()


@pytest.fixture
def publish(index_folder: Path) -> Callable[..., Article]:
    """Publish an article through the newsroom's own function; `indexed=False` leaves the outbox as it is."""

    def publish_one(*, indexed: bool = True, **fields: Any) -> Article:
        article = ArticleFactory(**fields)
        assert publishing.publish(article, by=None) is None
        if indexed:
            while indexer.drain():
                pass
        return article

    return publish_one
