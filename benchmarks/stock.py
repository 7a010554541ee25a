"""The peer: Haystack's own Whoosh backend with jieba's analyser, wired as tutorials do it."""

from __future__ import annotations

from typing import Any

from haystack.backends.whoosh_backend import WhooshEngine, WhooshSearchBackend
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import TEXT


class StockBackend(WhooshSearchBackend):
    def build_schema(self, fields: dict[str, Any]) -> tuple[str, Any]:
        """Put jieba's analyser on the text field, the one change that every tutorial makes."""
        content_field, schema = super().build_schema(fields)
        schema.remove(content_field)
        schema.add(content_field, TEXT(stored=True, analyzer=ChineseAnalyzer(), sortable=True))
        return content_field, schema


class StockEngine(WhooshEngine):
    backend = StockBackend
