"""Whoosh 2.7.4 by itself, at its best: words cut by rjieba, all processors, positions, columns to sort and count by."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from whoosh import analysis, fields, index, query, sorting

from archive.text.folding import fold
from benchmarks.search.engines.engine import PAGE, Answer, Engine, batches, memory, segmented
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row

_TEXTS = ("title", "body")
_COLUMNS = {"year": "year", "outlet": "outlet", "script": "script", "agency": "agencies"}
_MEGABYTES = 256  # of postings that each process holds before it writes a run
_TOGETHER = 1_000


def _schema() -> fields.Schema:
    words = analysis.SpaceSeparatedTokenizer()
    return fields.Schema(
        pk=fields.NUMERIC(stored=True),
        title=fields.TEXT(analyzer=words, field_boost=2.0),
        body=fields.TEXT(analyzer=words),
        day=fields.NUMERIC(sortable=True),
        year=fields.NUMERIC(sortable=True),
        outlet=fields.NUMERIC(sortable=True),
        script=fields.ID(sortable=True),
        agencies=fields.KEYWORD,
    )


class WhooshWords(Engine):
    def build(self, file: Path, count: int) -> None:
        self.folder.mkdir(parents=True)
        made = index.create_in(str(self.folder), _schema())
        writer = made.writer(procs=os.cpu_count(), multisegment=True, limitmb=_MEGABYTES)
        for rows in batches(file, count, _TOGETHER):
            self._write(writer, rows)
        self._children = [task.pid for task in getattr(writer, "tasks", ())]
        self._peak = max((memory("VmHWM", pid) for pid in self._children), default=0)
        writer.commit()

    def peak(self) -> int:
        return max(self._peak, memory("VmHWM"))

    def open(self) -> None:
        fold("")
        segmented("先")
        self.index = index.open_dir(str(self.folder))
        self.searcher = self.index.searcher()

    def ask(self, query: Query, facets: bool) -> Answer:
        grouped = {name: self._facet(name) for name in _COLUMNS} if facets else None
        order = {"sortedby": "day", "reverse": True} if query.newest else {}
        found = self.searcher.search(_compiled(query), limit=PAGE, groupedby=grouped, **order)
        counted = {name: _named(found.groups(name)) for name in _COLUMNS} if facets else {}
        return Answer(len(found), [hit["pk"] for hit in found], counted)

    def holding(self, words: str) -> list[int]:
        """Without a limit: with one, Whoosh leaves out matches that it counts on not to need."""
        return [self.searcher.stored_fields(number)["pk"] for number in self.searcher.docs_for_query(_phrase(words))]

    def best(self, question: str, count: int) -> list[int]:
        words = dict.fromkeys(segmented(fold(question)))
        any_of = query.Or([query.Term(field, word) for word in words for field in _TEXTS])
        return [hit["pk"] for hit in self.searcher.search(any_of, limit=count)]

    def add(self, rows: Sequence[Row]) -> None:
        writer = self.index.writer()
        self._write(writer, rows)
        writer.commit()
        self.searcher = self.searcher.refresh()

    def _write(self, writer: object, rows: Sequence[Row]) -> None:
        for row in rows:
            writer.add_document(  # type: ignore[attr-defined]
                pk=row.pk,
                title=" ".join(segmented(row.title)),
                body=" ".join(segmented(row.body)),
                day=row.day,
                year=row.year,
                outlet=row.outlet,
                script=row.script,
                agencies=" ".join(map(str, row.agencies)),
            )

    def _facet(self, name: str) -> sorting.FieldFacet:
        return sorting.FieldFacet(_COLUMNS[name], allow_overlap=name == "agency", maptype=sorting.Count)


def _compiled(asked: Query) -> query.Query:
    parts = [_phrase(word) for word in asked.every]
    if asked.prefix:
        parts.append(query.Or([query.Prefix(field, fold(asked.prefix)) for field in _TEXTS]))
    if asked.either:
        parts.append(query.Or(list(map(_phrase, asked.either))))
    parts += [query.Not(_phrase(word)) for word in asked.none]
    if asked.days:
        parts.append(query.NumericRange("day", *asked.days))
    return parts[0] if len(parts) == 1 else query.And(parts)


def _phrase(words: str) -> query.Query:
    """Return the words of a text next to each other, in the title or in the body."""
    cut = segmented(fold(words))
    if len(cut) == 1:
        return query.Or([query.Term(field, cut[0]) for field in _TEXTS])
    return query.Or([query.Phrase(field, cut) for field in _TEXTS])


def _named(groups: dict[object, int]) -> dict[str, int]:
    return {str(value): number for value, number in groups.items() if value not in (None, "")}
