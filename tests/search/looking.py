"""What tests of the index do and look at: corrections, what is found, and whether the index agrees with the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from haystack.query import SearchQuerySet

from archive.models import Article
from search.engine.snapshot import Snapshot
from search.generation import Generation
from search.index_state import index_root, needs_rebuild
from search.indexing import drift, indexer
from search.models import IndexChange

#: In every body that ArticleFactory makes.
EVERYWHERE = "观测两个汛期"


def correct(article: Article, **fields: Any) -> None:
    """Change a public article as the desk does: the words, a new version, and the word to the index."""
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(version=F("version") + 1, **fields)
        IndexChange.objects.create(article_pk=article.pk, action=IndexChange.Action.INDEX)


def found(words: str) -> int:
    return SearchQuerySet().filter(content=words).count()


def live() -> Snapshot:
    return Generation.live(index_root()).open()


def documents() -> int:
    """How many documents the index holds, public or not."""
    return live().size


def assert_in_step() -> None:
    """After the outbox is worked off: the index opens, is as it was written, and holds the public set and no more."""
    while indexer.drain():
        pass
    assert not IndexChange.objects.pending().exists()
    assert needs_rebuild() is None
    generation = Generation.live(index_root())
    assert not drift.find(generation), drift.find(generation)
    assert generation.altered() == []
    counts = (generation.open().size, found(EVERYWHERE), Article.objects.public().count())
    assert len(set(counts)) == 1, counts


def files_with(words: str, folder: Path) -> list[str]:
    """Names of the files below the folder that hold the words, in UTF-8 or UTF-16 of either order."""
    forms = [words.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    )
