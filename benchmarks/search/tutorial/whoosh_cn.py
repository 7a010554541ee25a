"""Haystack's Whoosh backend with jieba's analyser on its text field, the one change that every tutorial makes."""

from __future__ import annotations

from typing import Any

from haystack.backends import whoosh_backend
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import TEXT


class WhooshSearchBackend(whoosh_backend.WhooshSearchBackend):
    def build_schema(self, fields: dict[str, Any]) -> tuple[str, Any]:
        content_field, schema = super().build_schema(fields)
        schema.remove(content_field)
        schema.add(content_field, TEXT(stored=True, analyzer=ChineseAnalyzer(), sortable=True))
        return content_field, schema


class WhooshEngine(whoosh_backend.WhooshEngine):
    backend = WhooshSearchBackend
