"""What the two SQLite engines share: a table of articles beside the full-text table, and SQL around a MATCH."""

# ruff: noqa: S608 - the SQL is ours, values are bound

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

import pysqlite3

from archive.text.folding import fold
from benchmarks.search.engines.engine import PAGE, Answer, Engine, batches
from benchmarks.search.mix import Query
from benchmarks.search.rows import Row

_TABLES = """
CREATE TABLE articles (pk INTEGER PRIMARY KEY, day INTEGER, year INTEGER, outlet INTEGER, script TEXT);
CREATE TABLE agencies (pk INTEGER, agency INTEGER, PRIMARY KEY (pk, agency)) WITHOUT ROWID;
"""
_TOGETHER = 2_000

#: SQL conditions with their values.
Condition = tuple[str, list[object]]


class SQLiteEngine(Engine):
    """FTS5 in one file. Title and body are columns, the title counts twice."""

    tokenizer: ClassVar[str]

    @abstractmethod
    def prepared(self, text: str) -> str:
        """Return what is written into the index for a folded text."""

    @abstractmethod
    def condition(self, query: Query) -> Condition:
        """Return what has to hold for the words of a query, and whether MATCH is in it."""

    @abstractmethod
    def question(self, question: str) -> str:
        """Return a MATCH for a question in plain language: any of its words."""

    def build(self, file: Path, count: int) -> None:
        self.folder.mkdir(parents=True)
        self.open()
        self.database.executescript(_TABLES)
        self.database.execute(f"CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize='{self.tokenizer}')")
        self.database.execute("INSERT INTO texts(texts, rank) VALUES('rank', 'bm25(2.0, 1.0)')")
        for rows in batches(file, count, _TOGETHER):
            self.add(rows)
        self.database.execute("INSERT INTO texts(texts) VALUES('optimize')")
        self.database.commit()
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def open(self) -> None:
        fold("")
        self.database: sqlite3.Connection = pysqlite3.connect(str(self.folder / "index.sqlite3"))
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA cache_size=-65536")

    def add(self, rows: Sequence[Row]) -> None:
        texts = [(row.pk, self.prepared(row.title), self.prepared(row.body)) for row in rows]
        self.database.executemany("INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)", texts)
        kept = [(row.pk, row.day, row.year, row.outlet, row.script) for row in rows]
        self.database.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", kept)
        pairs = [(row.pk, agency) for row in rows for agency in row.agencies]
        self.database.executemany("INSERT INTO agencies VALUES (?, ?)", pairs)
        self.database.commit()

    def ask(self, query: Query, facets: bool) -> Answer:
        where, values = self._where(query)
        found = f"FROM texts CROSS JOIN articles ON articles.pk = texts.rowid WHERE {where}"
        if not query.days:
            found = f"FROM texts WHERE {where}"
        count = self.database.execute(f"SELECT count(*) {found}", values).fetchone()[0]
        return Answer(count, self._page(query, where, values), self._facets(where, values) if facets else {})

    def holding(self, words: str) -> list[int]:
        where, values = self._where(Query("phrase", every=(words,)))
        return [pk for (pk,) in self.database.execute(f"SELECT rowid FROM texts WHERE {where}", values)]

    def best(self, question: str, count: int) -> list[int]:
        sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        asked = self.question(fold(question))
        return [pk for (pk,) in self.database.execute(sql, [asked, count])] if asked else []

    def _where(self, query: Query) -> Condition:
        where, values = self.condition(query)
        if query.days:
            return f"{where} AND articles.day BETWEEN ? AND ?", [*values, *query.days]
        return where, values

    def _page(self, query: Query, where: str, values: list[object]) -> list[int]:
        ranked = "rank" if "MATCH" in where else "texts.rowid DESC"
        if query.newest or query.days:
            order = "articles.day DESC" if query.newest else ranked
            sql = f"SELECT pk FROM texts CROSS JOIN articles ON pk = texts.rowid WHERE {where} ORDER BY {order}"
        else:
            sql = f"SELECT rowid FROM texts WHERE {where} ORDER BY {ranked}"
        return [pk for (pk,) in self.database.execute(f"{sql} LIMIT {PAGE}", values)]

    def _facets(self, where: str, values: list[object]) -> dict[str, dict[str, int]]:
        """Count from one pass over the matches, kept in a table of their own meanwhile."""
        self.database.execute("DROP TABLE IF EXISTS temp.found")
        columns = "articles.pk, year, outlet, script"
        joined = f"FROM texts CROSS JOIN articles ON articles.pk = texts.rowid WHERE {where}"
        self.database.execute(f"CREATE TEMP TABLE found AS SELECT {columns} {joined}", values)
        counted = {name: self._counted(f"SELECT {name}, count(*) FROM temp.found GROUP BY 1") for name in _COLUMNS}
        agencies = "SELECT agency, count(*) FROM temp.found JOIN agencies USING (pk) GROUP BY 1"
        return {**counted, "agency": self._counted(agencies)}

    def _counted(self, sql: str) -> dict[str, int]:
        rows: Iterable[tuple[object, int]] = self.database.execute(sql)
        return {str(value): number for value, number in rows}


_COLUMNS = ("year", "outlet", "script")
