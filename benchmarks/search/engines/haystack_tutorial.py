"""Haystack with its Whoosh backend and jieba's analyser, wired as tutorials do: the site in benchmarks.search.tutorial.

It is given the texts as printed and folds nothing. Its database is filled before the clock of the index starts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.search.tutorial.settings"
django.setup()

from django.db import connection
from haystack import connections
from haystack.query import SQ, SearchQuerySet

from benchmarks.search.engines.engine import PAGE, Answer, Engine, batches
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row
from benchmarks.search.tutorial.models import Article
from benchmarks.search.tutorial.search_indexes import ArticleIndex

_TOGETHER = 1_000  # articles in a batch, Haystack's own default
_ONE_BATCH = 10_000  # of so many or more articles all are one batch: otherwise Haystack deletes and merges for hours
_FACETS = {"year": "year", "outlet": "outlet", "script": "script", "agency": "agencies"}


class HaystackTutorial(Engine):
    def build(self, file: Path, count: int) -> None:
        (self.folder / "site").mkdir(parents=True)
        self._fill(file, count)
        backend = connections["default"].get_backend()
        together = count if count >= _ONE_BATCH else _TOGETHER
        for start in range(0, count, together):
            backend.update(ArticleIndex(), Article.objects.order_by("pk")[start : start + together])

    def open(self) -> None:
        connections["default"].get_backend().setup()

    def _fill(self, file: Path, count: int) -> None:
        """Fill the database, which is there before anybody indexes it: this time is not counted."""
        wall, cpu = time.perf_counter(), time.process_time()
        with connection.schema_editor() as editor:
            editor.create_model(Article)
        for rows in batches(file, count, _TOGETHER):
            self._keep(rows)
        self.uncounted = time.perf_counter() - wall, time.process_time() - cpu

    def _keep(self, rows: Iterable[Row]) -> list[Article]:
        return Article.objects.bulk_create(
            Article(
                pk=row.pk,
                title=row.title[:400],
                body=row.body,
                day=row.day,
                year=row.year,
                outlet=row.outlet,
                script=row.script,
                agencies=list(row.agencies),
            )
            for row in rows
        )

    def ask(self, query: Query, facets: bool) -> Answer:
        found = self._compiled(query)
        for field in _FACETS.values() if facets else ():
            found = found.facet(field)
        pks = [int(result.pk) for result in found[:PAGE]]
        counted = found.facet_counts().get("fields", {}) if facets else {}
        named = {
            name: {str(value): number for value, number in counted[field]} for name, field in _FACETS.items() if counted
        }
        return Answer(len(found), pks, named)

    def holding(self, words: str) -> list[int]:
        found = SearchQuerySet().filter(content__exact=words).order_by("day")
        return [int(result.pk) for result in found[: max(1, len(found))]]

    def best(self, question: str, count: int) -> list[int]:
        return [int(result.pk) for result in SearchQuerySet().auto_query(question)[:count]]

    def add(self, rows: Sequence[Row]) -> None:
        connections["default"].get_backend().update(ArticleIndex(), self._keep(rows))

    def bytes(self) -> int:
        return sum(path.stat().st_size for path in (self.folder / "index").rglob("*") if path.is_file())

    def _compiled(self, query: Query) -> Any:
        found = SearchQuerySet()
        for word in query.every:
            found = found.filter(content__exact=word) if query.kind == "phrase" else found.filter(content=word)
        if query.prefix:
            found = found.filter(content__startswith=query.prefix)
        if query.either:
            either = SQ(content=query.either[0])
            for word in query.either[1:]:
                either |= SQ(content=word)
            found = found.filter(either)
        for word in query.none:
            found = found.exclude(content=word)
        if query.days:
            found = found.filter(day__gte=query.days[0], day__lte=query.days[1])
        return found.order_by("-day") if query.newest else found
