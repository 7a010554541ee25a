"""An index of its own for each test, and a newsroom that publishes into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import publishing
from archive.models import Article
from search.indexing import indexer
from tests.factories import ArticleFactory


@pytest.fixture
def index_folder(own_index: Path, db: None) -> Path:
    """The folder of an index that does not exist yet, beside an empty archive."""
    return own_index


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
