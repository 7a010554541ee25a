"""Reads public articles and makes the documents of them that the index keeps."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from archive.models import Article
from search.documents import article_layout, document_of
from search.engine.layout import Document
from search.indexing.halving import in_halves

log = logging.getLogger("baoku.search")


def prepared(keys: Sequence[int]) -> tuple[list[Document], dict[int, str]]:
    """Return the documents of those of these articles that are public, and why some could not be made."""
    lists, bad = in_halves(keys, _documents)
    for key, error in bad:
        log.error("Article %d cannot be prepared for the index.", key, exc_info=error)
    return [document for one in lists for document in one], {key: repr(error) for key, error in bad}


def _documents(keys: Sequence[int]) -> list[Document]:
    index, layout = connections[DEFAULT_ALIAS].get_unified_index().get_index(Article), article_layout()
    rows = index.index_queryset().filter(pk__in=keys).order_by("pk")
    return [document_of(index.full_prepare(row), layout) for row in rows.defer("evidence")]
