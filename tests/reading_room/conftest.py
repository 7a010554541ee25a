"""Two archives to read in: a furnished one beside the test, and a large one that runs as an operator runs it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import Article, Topic, TopicArticle
from benchmarks.published import published, served
from benchmarks.search.rows import prepare
from config.environment import PROJECT
from tests.browser.conftest import browser
from tests.browser.furnished import furnish
from tests.factories import UserFactory

__all__ = ["browser", "furnished", "large"]

#: How many articles the large archive holds, and where it is kept for the next run; a folder of the run's own if unset.
ARTICLES = int(os.environ.get("BAOKU_ARTICLES", "10000"))
_PAGES = (".html", ".mhtml", ".txt", ".md", ".warc", ".zip")
KEPT = os.environ.get("BAOKU_KEPT_ARCHIVES")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/reading_room" in item.nodeid:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def furnished(live_server, tmp_path: Path) -> str:
    """The address of an archive with something of everything: the sample pages, and what a newsroom did with others."""
    owner = UserFactory(username="owner", is_staff=True, is_superuser=True)
    furnish(tmp_path, owner)
    pages = sorted(
        path for path in (PROJECT / "samples").iterdir() if path.suffix in _PAGES and path.name != "README.md"
    )
    call_command("ingest", *map(str, pages), publish=True, user=owner.username, stdout=io.StringIO())
    topic = Topic.objects.create(
        title="海堤合龙", slug="海堤合龙", introduction="三号海堤。\n\n前后两年。", state="shown"
    )
    for article in Article.objects.public()[:8]:
        TopicArticle.objects.create(topic=topic, article=article, added_by=owner)
    call_command("recount_holdings", stdout=io.StringIO())
    call_command("index_articles", "--rebuild", verbosity=0)
    return str(live_server.url)


@pytest.fixture(scope="package")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a published archive of ARTICLES articles: real where they lie beside the project, else invented.

    It runs under gunicorn in processes of its own.
    """
    cache = Path(KEPT) if KEPT else tmp_path_factory.mktemp("large")
    corpus = prepare(cache, None, ARTICLES)
    with served(published(corpus, cache)) as (_process, port):
        yield f"http://127.0.0.1:{port}"
