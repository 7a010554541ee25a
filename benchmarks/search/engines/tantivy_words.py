"""tantivy by its Python package: words cut by rjieba, with positions; no text is kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import tantivy

from archive.text.folding import fold
from benchmarks.search.engines.engine import FACETS, PAGE, Answer, Engine, batches, segmented
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row

_TEXTS = {"title": 2.0, "body": 1.0}
_HEAP = 512_000_000  # bytes that its writer may hold
_TOGETHER = 1_000
_VALUES = 10_000  # more than any facet has


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _TEXTS:
        builder.add_text_field(name, tokenizer_name="words")
    for name in ("pk", "day", "year", "outlet", "agency"):
        builder.add_integer_field(name, fast=True)
    builder.add_text_field("script", tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


class TantivyWords(Engine):
    def build(self, file: Path, count: int) -> None:
        self.folder.mkdir(parents=True)
        self._open()
        writer = self.index.writer(heap_size=_HEAP, num_threads=os.cpu_count() or 1)
        for rows in batches(file, count, _TOGETHER):
            self._write(writer, rows)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        fold("")
        segmented("先")
        self._open()
        self.searcher = self.index.searcher()

    def _open(self) -> None:
        self.schema = _schema()
        self.index = tantivy.Index(self.schema, path=str(self.folder))
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("words", whitespace)

    def ask(self, query: Query, facets: bool) -> Answer:
        compiled = self._compiled(query)
        order = {"order_by_field": "day"} if query.newest else {}
        found = self.searcher.search(compiled, PAGE, **order)
        return Answer(found.count, self._pks(found), self._facets(compiled) if facets else {})

    def holding(self, words: str) -> list[int]:
        return self._pks(self.searcher.search(self._phrase(words), self.searcher.num_docs, order_by_field="pk"))

    def best(self, question: str, count: int) -> list[int]:
        words = dict.fromkeys(segmented(fold(question)))
        any_of = [(tantivy.Occur.Should, self._in_either_text([word])) for word in words]
        return self._pks(self.searcher.search(tantivy.Query.boolean_query(any_of), count)) if words else []

    def add(self, rows: Sequence[Row]) -> None:
        writer = self.index.writer()
        self._write(writer, rows)
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _write(self, writer: tantivy.IndexWriter, rows: Sequence[Row]) -> None:
        for row in rows:
            document = tantivy.Document()
            document.add_text("title", " ".join(segmented(row.title)))
            document.add_text("body", " ".join(segmented(row.body)))
            document.add_text("script", row.script)
            for name in ("pk", "day", "year", "outlet"):
                document.add_integer(name, getattr(row, name))
            for agency in row.agencies:
                document.add_integer("agency", agency)
            writer.add_document(document)

    def _pks(self, found: tantivy.SearchResult) -> list[int]:
        return self.searcher.fast_field_values("pk", [address for _score, address in found.hits])

    def _facets(self, compiled: tantivy.Query) -> dict[str, dict[str, int]]:
        asked = {name: {"terms": {"field": name, "size": _VALUES}} for name in FACETS}
        counted = self.searcher.aggregate(compiled, asked)
        return {
            name: {_named(bucket["key"]): bucket["doc_count"] for bucket in counted[name]["buckets"]} for name in FACETS
        }

    def _compiled(self, asked: Query) -> tantivy.Query:
        parts = [(tantivy.Occur.Must, self._phrase(word)) for word in asked.every]
        parts += [(tantivy.Occur.MustNot, self._phrase(word)) for word in asked.none]
        if asked.prefix:
            parts.append((tantivy.Occur.Must, self._prefix(fold(asked.prefix))))
        if asked.either:
            any_of = [(tantivy.Occur.Should, self._phrase(word)) for word in asked.either]
            parts.append((tantivy.Occur.Must, tantivy.Query.boolean_query(any_of)))
        if asked.days:
            days = tantivy.Query.range_query(self.schema, "day", tantivy.FieldType.Integer, *asked.days)
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(days, 0.0)))
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _phrase(self, words: str) -> tantivy.Query:
        return self._in_either_text(segmented(fold(words)))

    def _in_either_text(self, words: list[str]) -> tantivy.Query:
        """Return the words next to each other, in the title or in the body."""
        if not words:
            return tantivy.Query.empty_query()
        any_of = []
        for field, factor in _TEXTS.items():
            if len(words) == 1:
                found = tantivy.Query.term_query(self.schema, field, words[0])
            else:
                found = tantivy.Query.phrase_query(self.schema, field, list(words))
            any_of.append((tantivy.Occur.Should, tantivy.Query.boost_query(found, factor)))
        return tantivy.Query.boolean_query(any_of)

    def _prefix(self, beginning: str) -> tantivy.Query:
        patterns = [tantivy.Query.regex_query(self.schema, field, f"{beginning}.*") for field in _TEXTS]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, pattern) for pattern in patterns])


def _named(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)
